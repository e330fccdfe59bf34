"""Withdrawing: asked for by the owner, approved and paid by the desk. Every step moves the money that belongs to it.

    request              available → reserved, while the available account is held
    cancel, refuse, fail reserved → available
    pay                  reserved → the clearing account of the channel ("bank" or "alipay")

Whatever ends a withdrawal is posted under one key, so that none is both paid and given back.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from models.account.audit import note
from models.account.member import Member
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.text import one_line
from models.ledger.accounts import Account, clearing_account
from models.ledger.balances import hold
from models.ledger.owners import Owner, mark_of, purse, shop_id_of, supplier_id_of
from models.ledger.payees import WHY, payee_of
from models.ledger.posting import Part, post
from models.ledger.transitions import WITHDRAWAL
from models.ledger.withdrawal import Withdrawal, WithdrawalEvent
from models.trade.steps import take

REFERENCE = 80


def request(
    session: Session, owner: Owner, amount: Money, *, once: str, rules: Rules, by: Member, at: datetime
) -> Withdrawal:
    """Asks for a part of what is available, which is set aside at once. The same form (`once`) again gives the same
    withdrawal. Raises Refused("amount") outside of what may be asked, and where no payee account was verified."""
    available = purse(session, owner, "available")
    # The next to ask waits here, and then sees what this one took.
    held = hold(session, available)
    standing = requested_with(session, owner, once)
    if standing:
        return standing
    payee = payee_of(session, owner)
    if payee is None or payee.state != "verified":
        raise Refused("", N_("收款账户核对好以后才能提现"))
    _require_payable(amount, held, rules)
    made = Withdrawal(
        code=fresh_code(session, Withdrawal.code, 10),
        once=mark_of(owner, once),
        shop_id=shop_id_of(owner),
        supplier_id=supplier_id_of(owner),
        payee_id=payee.id,
        amount=amount,
        requested_at=at,
        changed_at=at,
    )
    session.add(made)
    session.flush()
    _tell(session, made, "request", "owner", by, at, "")
    _move(session, made, "withdrawal_requested", available, purse(session, owner, "reserved"), by, at)
    return made


def requested_with(session: Session, owner: Owner, once: str) -> Withdrawal | None:
    """What this very form has asked for already."""
    return session.exec(select(Withdrawal).where(Withdrawal.once == mark_of(owner, once))).first()


def cancel(session: Session, one: Withdrawal, *, by: Member, at: datetime) -> None:
    """Its owner takes it back before it is approved. Twice is once."""
    if _step(session, one, "cancel", who="owner", by=by, at=at):
        _give_back(session, one, by, at)


def refuse(session: Session, one: Withdrawal, *, why: str, by: Member, at: datetime) -> None:
    """The desk does not approve it, and says why. Twice is once."""
    why = _words(why)
    if _step(session, one, "refuse", who="operator", by=by, at=at, why=why):
        _give_back(session, one, by, at, why)
        note(session, "withdrawal.refuse", one.code, by=by, at=at, why=why)


def approve(session: Session, chosen: Sequence[Withdrawal], *, by: Member, at: datetime) -> tuple[str, int]:
    """Approves those that wait, together; returns the batch's code and how many they are. Those that somebody took
    back or approved meanwhile are left as they are. Raises Refused where one goes to an account that was refused."""
    batch, count = fresh_code(session, Withdrawal.batch, 8), 0
    # In the order of ids, so that two batches at once never wait for each other in a circle.
    for one in sorted(chosen, key=lambda one: one.id):
        session.refresh(one.payee)
        if one.state == "requested" and one.payee.state == "refused":
            words = N_("%(code)s 的收款账户没有通过核对，不能批准；可以退回这笔提现")
            raise Refused("", words, code=one.code)
        if take(session, one, WITHDRAWAL, "approve", {"batch": batch, "changed_at": at}):
            _tell(session, one, "approve", "operator", by, at, "")
            note(session, "withdrawal.approve", one.code, by=by, at=at, why=batch)
            count += 1
    return batch, count


def pay(session: Session, one: Withdrawal, *, reference: str, by: Member, at: datetime) -> bool:
    """The money has left; `reference` says where that can be seen. Says whether it was news: twice is once. Raises
    Refused without a reference, and where it is not to be paid."""
    reference = one_line(reference)[:REFERENCE]
    if not reference:
        raise Refused("reference", N_("写下转账单号，以后好查"))
    if not _step(session, one, "pay", who="operator", by=by, at=at, why=reference):
        return False
    one.reference = reference
    reserved, gone = purse(session, one.owner, "reserved"), clearing_account(session, one.payee.kind)
    _move(session, one, "withdrawal_paid", reserved, gone, by, at, reference)
    note(session, "withdrawal.pay", one.code, by=by, at=at, why=reference)
    return True


def fail(session: Session, one: Withdrawal, *, why: str, by: Member, at: datetime) -> bool:
    """The money did not arrive and is the owner's again, who reads why. Likewise."""
    why = _words(why)
    if not _step(session, one, "fail", who="operator", by=by, at=at, why=why):
        return False
    _give_back(session, one, by, at, why)
    note(session, "withdrawal.fail", one.code, by=by, at=at, why=why)
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
    words = one_line(why)[:WHY]
    if not words:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    return words


def _step(session: Session, one: Withdrawal, step: str, *, who: str, by: Member, at: datetime, why: str = "") -> bool:
    """Whether the step was taken just now, not before. Raises Refused where it cannot be taken any more."""
    if take(session, one, WITHDRAWAL, step, {"changed_at": at}):
        _tell(session, one, step, who, by, at, why)
        return True
    if one.state == WITHDRAWAL[step][1]:
        return False
    raise Refused("", N_("提现 %(code)s 刚刚有了变化，看看现在到了哪一步"), code=one.code)


def _tell(session: Session, one: Withdrawal, step: str, who: str, by: Member, at: datetime, why: str) -> None:
    session.add(WithdrawalEvent(withdrawal_id=one.id, step=step, who=who, member_id=by.id, why=why, at=at))
    session.flush()


def _give_back(session: Session, one: Withdrawal, by: Member, at: datetime, why: str = "") -> None:
    reserved, available = purse(session, one.owner, "reserved"), purse(session, one.owner, "available")
    _move(session, one, "withdrawal_failed", reserved, available, by, at, why)


def _move(
    session: Session,
    one: Withdrawal,
    kind: str,
    taken: Account,
    given: Account,
    by: Member,
    at: datetime,
    why: str = "",
) -> None:
    moment = "requested" if kind == "withdrawal_requested" else "ended"
    parts = [Part(taken, -one.amount), Part(given, one.amount)]
    key = f"withdrawal-{one.code}-{moment}"
    post(session, kind, key=key, reference=one.code, parts=parts, at=at, by=by, why=why)
