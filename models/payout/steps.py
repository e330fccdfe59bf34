"""Withdrawing: asked for by the owner, approved and paid by the desk. Every step moves the money that belongs to it.

    request              available → reserved, while the available account is held
    cancel, refuse, fail reserved → available
    pay                  reserved → the clearing account of the channel ("bank" or "alipay")
    give_back            the clearing account → available, where the bank returned what was paid

Whatever ends a withdrawal is posted under one key, so that none is both paid and given back; what comes back after it
was paid has another. Nobody at the desk decides on money of their own (four_eyes.py).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.kernel.steps import Stepping
from models.kernel.text import one_line
from models.ledger.account import Account, clearing_account
from models.ledger.balance import hold_account
from models.ledger.owners import Owner, is_stopped, owners_mark, purse, shop_id_of, supplier_id_of
from models.ledger.posting import Draft, from_to, post
from models.payout import four_eyes
from models.payout.finding import to_pay
from models.payout.hands import require_other_hands
from models.payout.states import WITHDRAWAL, WithdrawalNote, WithdrawalStep
from models.payout.verifying import PAYEE_WHY_LIMIT, payee_of
from models.payout.withdrawal import Withdrawal, WithdrawalEvent

PAYOUT_REFERENCE_LIMIT = 80
# Banks return a transfer within days; a clock that is wrong by hours is forgiven.
EARLY = timedelta(days=1)
# What a transaction's key ends in; what ends a withdrawal is one, whichever it is.
_MOMENTS = {"withdrawal_requested": "requested", "withdrawal_returned": "returned"}


def _about(withdrawal: Withdrawal) -> dict[str, Any]:
    return {"withdrawal_id": withdrawal.id}


_steps: Stepping[Withdrawal, WithdrawalStep, WithdrawalNote] = Stepping(
    WITHDRAWAL, WithdrawalEvent, _about, stamp="changed_at"
)


def request(session: Session, owner: Owner, amount: Money, act: Act, *, once: str, rules: Rules) -> Withdrawal:
    """Asks for a part of what is available, which is set aside at once. The same form (`once`) again gives the same
    withdrawal. Raises Refused("amount") outside of what may be asked, and where no payee account was verified."""
    available = purse(session, owner, "available")
    # The next to ask waits here, and then sees what this one took.
    held = hold_account(session, available)
    existing = requested_with(session, owner, once)
    if existing:
        return existing
    _require_going_on(session, owner)
    payee = payee_of(session, owner)
    if payee is None or payee.state != "verified":
        raise Refused("", N_("收款账户核对好以后才能提现"))
    _require_payable(amount, held, rules)
    made = Withdrawal(
        code=fresh_code(session, Withdrawal.code, 10),
        once=owners_mark(owner, once),
        shop_id=shop_id_of(owner),
        supplier_id=supplier_id_of(owner),
        payee_id=payee.id,
        amount=amount,
        requested_at=act.at,
        changed_at=act.at,
    )
    session.add(made)
    session.flush()
    _steps.note(session, made, "request", act)
    _move(session, made, "withdrawal_requested", available, purse(session, owner, "reserved"), act)
    return made


def requested_with(session: Session, owner: Owner, once: str) -> Withdrawal | None:
    """What this very form has asked for already."""
    return session.exec(select(Withdrawal).where(Withdrawal.once == owners_mark(owner, once))).first()


def _require_going_on(session: Session, owner: Owner) -> None:
    if is_stopped(session, owner):
        raise Refused("", N_("现在停用着，钱替你留着，恢复以后再提现"))


def cancel_withdrawal(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    """The owner takes it back before it is approved. A second call changes nothing."""
    if _step(session, withdrawal, "cancel", act):
        _set_free(session, withdrawal, act)


def refuse_withdrawal(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    """The desk does not approve it, and says why. A second call changes nothing."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    if _step(session, withdrawal, "refuse", act):
        _set_free(session, withdrawal, act)
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
        if _steps.take(session, withdrawal, "approve", act, batch=batch):
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
    if not _step(session, withdrawal, "unapprove", act, batch=""):
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
    if withdrawal.state == "returned" or not _step(session, withdrawal, "pay", act):
        return False
    withdrawal.reference = reference
    reserved, gone = purse(session, withdrawal.owner, "reserved"), clearing_account(session, withdrawal.payee.kind)
    _move(session, withdrawal, "withdrawal_paid", reserved, gone, act)
    note_audit(session, "withdrawal.pay", withdrawal.code, act)
    return True


def fail(session: Session, withdrawal: Withdrawal, act: Act) -> bool:
    """Books that the money did not arrive. It is the owner's again, who reads why. Returns False where it was booked
    before."""
    four_eyes.require_other_than_owner(session, withdrawal, by=act.member)
    act = act.because(_words(act.why))
    if not _step(session, withdrawal, "fail", act):
        return False
    _set_free(session, withdrawal, act)
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
    if not _step(session, withdrawal, "return", act, returned_at=returned_at):
        return False
    gone, available = clearing_account(session, withdrawal.payee.kind), purse(session, withdrawal.owner, "available")
    _move(session, withdrawal, "withdrawal_returned", gone, available, act)
    note_audit(session, "withdrawal.return", withdrawal.code, act.because(f"{local(returned_at):%Y-%m-%d} {act.why}"))
    return True


def _require_payable(amount: Money, held: Money, rules: Rules) -> None:
    if held < 0:
        words = N_("可提现是 %(held)s 元：结算以后有退款。之后的收入先补上，补齐就能提")
        raise Refused("amount", words, held=held.yuan)
    if amount < rules.withdrawal_min or amount <= 0:
        raise Refused("amount", N_("一次最少提 %(least)s 元"), least=Money(rules.withdrawal_min).short)
    if amount > held:
        raise Refused("amount", N_("现在最多能提 %(held)s 元"), held=held.yuan)


def _words(why: str) -> str:
    words = one_line(why)[:PAYEE_WHY_LIMIT]
    if not words:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    return words


def _step(session: Session, withdrawal: Withdrawal, step: WithdrawalStep, act: Act, **facts: Any) -> bool:
    """Whether the step was taken just now, not before. Raises Refused where it cannot be taken any more."""
    if _steps.take(session, withdrawal, step, act, **facts):
        return True
    if withdrawal.state == WITHDRAWAL[step][1]:
        return False
    raise Refused("", N_("提现 %(code)s 刚刚有了变化，看看现在到了哪一步"), code=withdrawal.code)


def _set_free(session: Session, withdrawal: Withdrawal, act: Act) -> None:
    reserved, available = purse(session, withdrawal.owner, "reserved"), purse(session, withdrawal.owner, "available")
    _move(session, withdrawal, "withdrawal_failed", reserved, available, act)


def _move(session: Session, withdrawal: Withdrawal, kind: str, taken: Account, given: Account, act: Act) -> None:
    parts = from_to(taken, given, withdrawal.amount)
    key = f"withdrawal-{withdrawal.code}-{_MOMENTS.get(kind, 'ended')}"
    post(session, Draft(kind, key, withdrawal.code, parts, act))
