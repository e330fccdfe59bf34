"""Withdrawing: asked for by the owner, approved and paid by the desk. Every step moves the money that belongs to it.

    request              available → reserved, while the available account is held
    cancel, refuse, fail reserved → available
    pay                  reserved → the clearing account of the channel ("bank" or "alipay")
    give_back            the clearing account → available, where the bank returned what was paid

Whatever ends a withdrawal is posted under one key, so that none is both paid and given back; what comes back after it
was paid has another.
"""

from typing import Any

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.steps import Stepping
from models.ledger.account import Account
from models.ledger.owners import purse
from models.ledger.posting import Draft, from_to, post
from models.payout.states import WITHDRAWAL, WithdrawalNote, WithdrawalStep
from models.payout.withdrawal import Withdrawal, WithdrawalEvent

# What a transaction's key ends in; what ends a withdrawal is one, whichever it is.
_MOMENTS = {"withdrawal_requested": "requested", "withdrawal_returned": "returned"}


def _about(withdrawal: Withdrawal) -> dict[str, Any]:
    return {"withdrawal_id": withdrawal.id}


WITHDRAWING: Stepping[Withdrawal, WithdrawalStep, WithdrawalNote] = Stepping(
    WITHDRAWAL, WithdrawalEvent, _about, stamp="changed_at"
)


def take_step(session: Session, withdrawal: Withdrawal, step: WithdrawalStep, act: Act, **facts: Any) -> bool:
    """Whether the step was taken just now, not before. Raises Refused where it cannot be taken any more."""
    if WITHDRAWING.take(session, withdrawal, step, act, **facts):
        return True
    if withdrawal.state == WITHDRAWAL[step][1]:
        return False
    raise Refused("", N_("提现 %(code)s 刚刚有了变化，看看现在到了哪一步"), code=withdrawal.code)


def set_free(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    """What was set aside is the owner's to use again."""
    reserved, available = purse(session, withdrawal.owner, "reserved"), purse(session, withdrawal.owner, "available")
    move_money(session, withdrawal, "withdrawal_failed", reserved, available, act)


def move_money(session: Session, withdrawal: Withdrawal, kind: str, taken: Account, given: Account, act: Act) -> None:
    """Books what a step moves, once."""
    parts = from_to(taken, given, withdrawal.amount)
    key = f"withdrawal-{withdrawal.code}-{_MOMENTS.get(kind, 'ended')}"
    post(session, Draft(kind, key, withdrawal.code, parts, act))
