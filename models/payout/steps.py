"""What the desk does to withdrawals: approves, refuses, pays, and books what came back (withdrawing.py says which money
moves). Nobody at the desk decides on money of their own (four_eyes.py)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col

from models.account.audit import note_audit
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.kernel.text import one_line
from models.ledger.account import clearing_account
from models.ledger.owners import is_stopped, purse
from models.payout import four_eyes
from models.payout.finding import to_pay
from models.payout.hands import require_other_hands
from models.payout.verifying import PAYEE_WHY_LIMIT
from models.payout.withdrawal import Withdrawal
from models.payout.withdrawing import WITHDRAWING, move_money, set_free, take_step

PAYOUT_REFERENCE_LIMIT = 80
# Banks return a transfer within days; a clock that is wrong by hours is forgiven.
EARLY = timedelta(days=1)


def refuse_withdrawal(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    """The desk does not approve it, and says why. A second call changes nothing."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    if take_step(session, withdrawal, "refuse", act):
        set_free(session, withdrawal, act)
        note_audit(session, "withdrawal.refuse", withdrawal.code, act)


def approve_withdrawals(
    session: Session, chosen: Sequence[Withdrawal], act: Act, *, rules: Rules = DEFAULT
) -> tuple[str, int]:
    """Approves those that wait, together; returns the batch's code and how many they are. Those that somebody took
    back or approved meanwhile are left as they are. Raises Refused where one goes to an account that was refused, or is
    the operator's own."""
    own = four_eyes.own_withdrawals(session, chosen, by=act.member)
    if own:
        raise Refused("", four_eyes.OWN_CODED, code=", ".join(sorted(own)))
    require_other_hands(session, chosen, "approve", act, rules)
    batch, count = fresh_code(session, Withdrawal.batch, 8), 0
    # In the order of ids, so that two batches at once never wait for each other in a circle.
    for withdrawal in sorted(chosen, key=lambda one: one.id):
        session.refresh(withdrawal.payee)
        if withdrawal.state == "requested" and withdrawal.payee.state == "refused":
            words = N_("%(code)s 的收款账户没有通过核对，不能批准；可以退回这笔提现")
            raise Refused("", words, code=withdrawal.code)
        if withdrawal.state == "requested" and is_stopped(session, withdrawal.owner):
            raise Refused("", N_("%(code)s 的主人停用着，恢复以后才能批准"), code=withdrawal.code)
        if WITHDRAWING.take(session, withdrawal, "approve", act, batch=batch):
            note_audit(session, "withdrawal.approve", withdrawal.code, act.because(batch))
            count += 1
    return batch, count


def unapprove(session: Session, withdrawal: Withdrawal, act: Act) -> bool:
    """Takes an approval back before any file of payments held it; the withdrawal waits for the desk again. Returns
    False where it was taken back before. Raises Refused once it may be on its way to the bank."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    # This waits for whoever is just making a file of it.
    session.refresh(withdrawal, with_for_update=True)
    if withdrawal.state == "approved" and withdrawal.exported_at is not None:
        words = N_("%(code)s 已经在下载过的付款文件里，不能撤回批准；没有付的话，登记“没付成”")
        raise Refused("", words, code=withdrawal.code)
    batch = withdrawal.batch
    if not take_step(session, withdrawal, "unapprove", act, batch=""):
        return False
    note_audit(session, "withdrawal.unapprove", withdrawal.code, act.because(f"{batch} {act.why}"))
    return True


def export(session: Session, batch: str, kind: str, act: Act) -> list[Withdrawal]:
    """What a file of payments of this batch and channel holds now, marked so that no approval of it is taken back any
    more; that it was made is on record. Raises Refused where nothing is left to be paid."""
    ready = [withdrawal.id for withdrawal in to_pay(session, batch, kind)]
    held = update(Withdrawal).where(col(Withdrawal.id).in_(ready), col(Withdrawal.state) == "approved")
    session.exec(held.values(exported_at=func.coalesce(col(Withdrawal.exported_at), act.at)))
    chosen = to_pay(session, batch, kind)
    if not chosen:
        raise Refused("", N_("这一批里没有还要这样付的提现"))
    total = f"{len(chosen)} × {Money(sum(withdrawal.amount for withdrawal in chosen)).yuan}"
    note_audit(session, "withdrawal.export", f"{batch} {kind}", act.because(total))
    return chosen


def pay(session: Session, withdrawal: Withdrawal, act: Act, *, reference: str, rules: Rules = DEFAULT) -> bool:
    """Books that the money has left; `reference` says where that can be seen. Returns False where it was booked before,
    also where the bank returned the money since. Raises Refused without a reference, and where it is not to be paid."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    reference = one_line(reference)[:PAYOUT_REFERENCE_LIMIT]
    if not reference:
        raise Refused("reference", N_("写下转账单号，以后好查"))
    act = act.because(reference)
    if withdrawal.state == "approved":
        require_other_hands(session, [withdrawal], "pay", act, rules)
    if withdrawal.state == "returned" or not take_step(session, withdrawal, "pay", act):
        return False
    withdrawal.reference = reference
    reserved, gone = purse(session, withdrawal.owner, "reserved"), clearing_account(session, withdrawal.payee.kind)
    move_money(session, withdrawal, "withdrawal_paid", reserved, gone, act)
    note_audit(session, "withdrawal.pay", withdrawal.code, act)
    return True


def fail(session: Session, withdrawal: Withdrawal, act: Act) -> bool:
    """Books that the money did not arrive. It is the owner's again, who reads why. Returns False where it was booked
    before."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    if not take_step(session, withdrawal, "fail", act):
        return False
    set_free(session, withdrawal, act)
    note_audit(session, "withdrawal.fail", withdrawal.code, act)
    return True


def book_return(session: Session, withdrawal: Withdrawal, act: Act, *, returned_at: datetime) -> bool:
    """Books that the bank returned what was paid, on the day of `returned_at`. The money is the owner's again, who
    reads why. Returns False where it was booked before. Raises Refused where it was never paid, and for a day that
    cannot be."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    if withdrawal.state == "paid" and not withdrawal.changed_at - EARLY <= returned_at <= act.at:
        raise Refused("returned_on", N_("退回的日子要在付款之后、今天或以前"))
    if not take_step(session, withdrawal, "return", act, returned_at=returned_at):
        return False
    gone, available = clearing_account(session, withdrawal.payee.kind), purse(session, withdrawal.owner, "available")
    move_money(session, withdrawal, "withdrawal_returned", gone, available, act)
    note_audit(session, "withdrawal.return", withdrawal.code, act.because(f"{local(returned_at):%Y-%m-%d} {act.why}"))
    return True


def _words(why: str) -> str:
    words = one_line(why)[:PAYEE_WHY_LIMIT]
    if not words:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    return words
