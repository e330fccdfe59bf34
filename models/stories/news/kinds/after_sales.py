"""After-sales: to the supplier whenever it is the supplier's turn, to the keeper when a buyer asks, and to both when an
operator has ruled."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut
from models.trade.after_sale.after_sale import AfterSale, Dispute
from models.trade.after_sale.states import TURNS
from models.trade.order.order import Line, Parcel

_TO_DO = {
    "asked": N_("买家申请售后 %(code)s：%(title)s，等你答复"),
    "returning": N_("退货寄出了 %(code)s：%(title)s，收到后点一下"),
    "arrived": N_("退货到了 %(code)s：%(title)s，等你处理"),
    "to_resend": N_("裁定要寄出 %(code)s：%(title)s，等你寄"),
}
# The same of what was fetched, which nobody sends.
_TO_DO_AT_SHOP = _TO_DO | {"to_resend": N_("裁定要交给买家 %(code)s：%(title)s，等他来拿")}
_ASKED = N_("买家申请售后 %(code)s：%(title)s，供货商会答复")
_RULED = N_("平台裁定了售后 %(code)s：%(title)s")


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    mine = [state for state, who in TURNS.items() if who == "supplier"]
    changed = (col(AfterSale.state).in_(mine), col(AfterSale.changed_at) >= span.since)
    for row in _rows(session, *changed):
        yield _to_supplier(row, row.state, (_TO_DO_AT_SHOP if row.is_pickup else _TO_DO)[row.state])
        if row.state == "asked":
            yield _to_keeper(row, "asked", _ASKED)
    ruled = select(col(Dispute.after_sale_id)).where(col(Dispute.ruled_at) >= span.since)
    for row in _rows(session, col(AfterSale.id).in_(ruled)):
        yield _to_supplier(row, "ruled", _RULED)
        yield _to_keeper(row, "ruled", _RULED)


def _rows(session: Session, *conditions: Any) -> Iterable[Any]:
    columns: Any = (
        col(AfterSale.code),
        col(AfterSale.state),
        col(AfterSale.changed_at),
        col(Line.title),
        col(SupplierStaff.member_id),
        col(Shop.keeper_id),
        col(Shop.number),
        col(Parcel.is_pickup),
    )
    facts: Any = select(*columns)
    joined = facts.select_from(AfterSale).join(Line, col(AfterSale.line_id) == Line.id)
    joined = joined.join(Shop, col(Line.shop_id) == Shop.id).join(Parcel, col(Line.parcel_id) == Parcel.id)
    staffed = joined.join(SupplierStaff, col(SupplierStaff.supplier_id) == AfterSale.supplier_id)
    return session.connection().execute(staffed.where(*conditions, who_may("service"))).all()


def _to_supplier(row: Any, what: str, msgid: str) -> Wanted:
    words = Said(msgid, code=row.code, title=cut(row.title))
    path = f"/supply/after-sales/{row.code}"
    return Wanted(row.member_id, "supplier", "after_sale", f"{row.code}:{what}", words, path, row.changed_at)


def _to_keeper(row: Any, what: str, msgid: str) -> Wanted:
    words = Said(msgid, code=row.code, title=cut(row.title))
    path = f"/console/after-sales/{row.code}?door={row.number}"
    return Wanted(row.keeper_id, "keeper", "after_sale", f"{row.code}:{what}", words, path, row.changed_at)


NEWS = NewsKind("after_sale", 3, N_("售后"), _find)
