"""Different hands: who looked at the payee account, who approves and who marks as paid are different people, where the
network has three for finance besides the owner of the money. What was looked at before stays looked at."""

from collections.abc import Iterable, Sequence
from typing import Literal

from sqlmodel import Session, col, select

from models.account.desk.appointment import members_with
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.act import Act, Somebody
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.payout.withdrawal import Withdrawal, WithdrawalEvent

PayoutStep = Literal["approve", "pay"]
# So many different people.
HANDS = 3
VERIFIED = N_("收款账户是你核对的，由另一位来批准和付款")
APPROVED = N_("这笔是你批准的，由另一位登记付款")
_CODED = {
    VERIFIED: N_("%(code)s 的收款账户是你核对的，由另一位来批准和付款"),
    APPROVED: N_("%(code)s 是你批准的，由另一位登记付款"),
}


def require_other_hands(
    session: Session, chosen: Sequence[Withdrawal], step: PayoutStep, act: Act, rules: Rules
) -> None:
    """Raises Refused where one of them has passed through these hands before."""
    mine = hands_before(session, chosen, step, by=act.member, rules=rules)
    if mine:
        words = next(iter(mine.values()))
        raise Refused("", _CODED[words], code=", ".join(sorted(code for code, why in mine.items() if why == words)))


def hands_before(
    session: Session, rows: Iterable[Withdrawal], step: PayoutStep, *, by: Somebody, rules: Rules
) -> dict[str, str]:
    """Of those that a step is to be taken on, the ones that are not this member's to decide, each with why."""
    if not rules.different_hands:
        return {}
    finance = {one.id for one in members_with(session, "finance") if not one.stopped}
    # Fewer than that are never enough, whoever owns the money.
    if len(finance) < HANDS:
        return {}
    found = ((row, _why_not(session, row, step, by.id)) for row in rows)
    return {row.code: why for row, why in found if why and len(finance - _owners(session, row)) >= HANDS}


def _why_not(session: Session, withdrawal: Withdrawal, step: PayoutStep, by: int) -> str:
    if withdrawal.payee.decided_by == by:
        return VERIFIED
    if step == "pay" and _approver(session, withdrawal) == by:
        return APPROVED
    return ""


def _approver(session: Session, withdrawal: Withdrawal) -> int | None:
    steps = select(WithdrawalEvent.member_id).where(
        WithdrawalEvent.withdrawal_id == withdrawal.id, WithdrawalEvent.step == "approve"
    )
    return session.exec(steps.order_by(col(WithdrawalEvent.id).desc()).limit(1)).first()


def _owners(session: Session, withdrawal: Withdrawal) -> set[int | None]:
    """Whose money it is, and who asked for it: none of them decides on it anyway."""
    asked = select(WithdrawalEvent.member_id).where(
        WithdrawalEvent.withdrawal_id == withdrawal.id, WithdrawalEvent.step == "request"
    )
    staff = select(SupplierStaff.member_id).where(SupplierStaff.supplier_id == withdrawal.supplier_id)
    theirs = {*session.exec(asked), *session.exec(staff)}
    return theirs | ({withdrawal.shop.keeper_id} if withdrawal.shop else set())
