"""What became of a withdrawal: to its owner, a keeper or a supplier's staff, once it can no longer be taken back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.payout.withdrawal import Withdrawal, WithdrawalEvent
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_SAID = {
    "approve": N_("提现 %(code)s 批准了：%(amount)s 元正在付"),
    "pay": N_("提现 %(code)s 付了：%(amount)s 元"),
    "refuse": N_("提现 %(code)s 没有批准，%(amount)s 元退回可提现。%(why)s"),
    "fail": N_("提现 %(code)s 没付成，%(amount)s 元退回可提现。%(why)s"),
    "return": N_("提现 %(code)s 被银行退回，%(amount)s 元回到可提现。%(why)s"),
}


# An approval that was taken back is none.
_later = aliased(WithdrawalEvent)
_TAKEN_BACK = (col(WithdrawalEvent.step) == "approve") & exists().where(
    col(_later.withdrawal_id) == WithdrawalEvent.withdrawal_id,
    col(_later.id) > WithdrawalEvent.id,
    col(_later.step) == "unapprove",
)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    columns: Any = (
        WithdrawalEvent.id,
        WithdrawalEvent.step,
        WithdrawalEvent.why,
        WithdrawalEvent.at,
        Withdrawal.code,
        Withdrawal.amount,
    )
    stepped = select(*columns, col(Shop.keeper_id), col(Shop.number), col(SupplierStaff.member_id)).select_from(
        WithdrawalEvent
    )
    stepped = stepped.join(Withdrawal).outerjoin(Shop, col(Withdrawal.shop_id) == Shop.id)
    staff = and_(col(SupplierStaff.supplier_id) == Withdrawal.supplier_id, who_may("finance"))
    stepped = stepped.outerjoin(SupplierStaff, staff)
    settled = col(WithdrawalEvent.at) <= span.at - timedelta(seconds=rules.take_back_seconds)
    known = (col(WithdrawalEvent.at) >= span.since, settled, col(WithdrawalEvent.step).in_(_SAID), ~_TAKEN_BACK)
    for row in session.connection().execute(stepped.where(*known)):
        words = Said(_SAID[row.step], code=row.code, amount=Money(row.amount).yuan, **_why(row))
        if row.keeper_id is not None:
            path = f"/console/withdrawals?door={row.number}"
            yield Wanted(row.keeper_id, "keeper", "payout", str(row.id), words, path, row.at)
        elif row.member_id is not None:
            yield Wanted(row.member_id, "supplier", "payout", str(row.id), words, "/supply/withdrawals", row.at)


def _why(row: Any) -> dict[str, str]:
    return {"why": cut(row.why, _WHY)} if "why" in _SAID[row.step] else {}


NEWS = NewsKind("payout", 5, N_("提现"), _find)
