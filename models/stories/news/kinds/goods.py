"""What an operator decided on goods: to the supplier's staff, once it can no longer be taken back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.account.desk.appointment import DeskAppointment
from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_SAID = {
    "on_sale": N_("通过审核，开始卖了：%(title)s"),
    "refused": N_("没有通过审核：%(title)s。%(why)s"),
    "off_sale": N_("平台下架了：%(title)s。%(why)s"),
}


# Who decided had them wait again: nothing was decided.
_later = aliased(GoodsEvent)
_TAKEN_BACK = exists().where(
    col(_later.goods_id) == GoodsEvent.goods_id,
    col(_later.id) > GoodsEvent.id,
    col(_later.by) == GoodsEvent.by,
    col(_later.state) == "submitted",
)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    columns: Any = (GoodsEvent.id, GoodsEvent.state, GoodsEvent.why, GoodsEvent.at, Goods.code, Goods.title)
    decided = select(*columns, col(SupplierStaff.member_id)).select_from(GoodsEvent).join(Goods)
    decided = decided.where(_by_operator())
    decided = decided.join(SupplierStaff, col(SupplierStaff.supplier_id) == Goods.supplier_id)
    settled = col(GoodsEvent.at) <= span.at - timedelta(seconds=rules.take_back_seconds)
    known = (
        col(GoodsEvent.at) >= span.since,
        settled,
        col(GoodsEvent.state).in_(_SAID),
        ~_TAKEN_BACK,
        who_may("goods"),
    )
    for row in session.connection().execute(decided.where(*known)):
        words = Said(_SAID[row.state], title=cut(row.title), **_why(row))
        yield Wanted(row.member_id, "supplier", "goods", str(row.id), words, f"/supply/goods/{row.code}", row.at)


def _by_operator() -> Any:
    """That whoever decided worked the desk then, whatever became of them since."""
    then = select(col(DeskAppointment.id)).where(
        col(DeskAppointment.member_id) == GoodsEvent.by,
        col(DeskAppointment.given_at) <= GoodsEvent.at,
        col(DeskAppointment.taken_at).is_(None) | (col(DeskAppointment.taken_at) > GoodsEvent.at),
    )
    return then.exists()


def _why(row: Any) -> dict[str, str]:
    if "why" not in _SAID[row.state]:
        return {}
    return {"why": row.why if isinstance(row.why, Said) else cut(row.why, _WHY)}


NEWS = NewsKind("goods", 4, N_("商品审核"), _find)
