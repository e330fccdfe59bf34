"""Deposits of self-run sellers that are paid through the network's gateways, as buyers' orders are: a notice is
verified, compared with the amount and booked once; what goes back goes the way it came.

Gateways are asked outside of transactions. They know a payment by its code, and a return by that code with "B".
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.database import Database, proving
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.kernel.steps import take
from models.ledger.deposit import give_by_hand, hold_deposit
from models.payment.deposit_payment import (
    DEPOSIT_CODE,
    DEPOSIT_PAYMENT,
    DepositPayment,
    deposit_payment_coded,
    due_deposit_payments,
)
from models.payment.gateways import Gateway, Giving, PaymentNotice, PaymentState, RefundState
from models.stories.money.deposits import book_deposit

log = logging.getLogger(__name__)
_LEAST, _LAST = timedelta(minutes=1), timedelta(hours=24)
_MOST_TRIES = 8
_CHANGED = N_("刚刚有了变化，刷新再试一次")


def ask_deposit(session: Session, supplier: Supplier, level: Money, act: Act, *, gateway: Gateway) -> DepositPayment:
    """What is missing to this level, to be paid at a gateway. The same wish again gives the payment that waits; another
    amount or another gateway makes a new one, and nobody waits for the old one. Raises Refused where nothing is
    missing, and for cash."""
    if not gateway.prepaid:
        raise Refused("gateway", N_("保证金要在线付或者转账"))
    held = hold_deposit(session, supplier)
    amount = Money(level - held)
    if amount <= 0:
        raise Refused("", N_("保证金已经够了"))
    waiting = _waiting(session, supplier)
    if waiting is not None and (waiting.amount, waiting.level, waiting.gateway) == (amount, level, gateway.name):
        return waiting
    if waiting is not None and not take(session, waiting, DEPOSIT_PAYMENT, "void", {"ask_at": act.at}):
        raise Refused("", _CHANGED)
    made = DepositPayment(
        code=new_code(DEPOSIT_CODE),
        supplier_id=supplier.id,
        gateway=gateway.name,
        amount=amount,
        level=level,
        asked_by=act.member.id,
        asked_at=act.at,
        ask_at=act.at + _LEAST,
    )
    session.add(made)
    session.flush()
    return made


def confirm_deposit(session: Session, gateway: str, notice: PaymentNotice, *, at: datetime) -> DepositPayment:
    """What a verified notice does: the payment is paid and the deposit holds its amount. The same notice again changes
    nothing. Raises Gone for a payment this gateway was never asked for, Refused where the amount differs."""
    payment = deposit_payment_coded(session, gateway, notice.payment)
    if payment is None:
        raise Gone(notice.payment)
    if not notice.paid:
        return payment
    if notice.amount != payment.amount:
        raise Refused("amount", N_("通知的金额和订单不一样"))
    with proving(session):
        # Let go of in the queue, it is read again behind it.
        payment = session.get_one(DepositPayment, payment.id, populate_existing=True)
        hold_deposit(session, payment.supplier)
        facts = {"paid_at": at, "reference": notice.reference[:80], "ask_at": None, "trouble": ""}
        if take(session, payment, DEPOSIT_PAYMENT, "pay", facts):
            act = Act.gateway(at, notice.reference)
            book_deposit(session, payment.supplier, payment.amount, act, gateway=gateway, code=payment.code)
    return payment


def may_ask_deposit(session: Session, payment: DepositPayment, *, pause: timedelta, at: datetime) -> bool:
    """Whether nobody asked its gateway within the pause; one of two who ask at once may."""
    quiet = col(DepositPayment.checked_at).is_(None) | (col(DepositPayment.checked_at) <= at - pause)
    mine = update(DepositPayment).where(col(DepositPayment.id) == payment.id, quiet).values(checked_at=at)
    return bool(session.exec(mine).rowcount == 1)


def move_deposits(database: Database, gateways: Mapping[str, Gateway], *, at: datetime) -> int:
    """Asks for every payment whose time has come how it stands, or for the money back; says how many. One that fails
    never stops the others."""
    with database.reading() as session:
        due = due_deposit_payments(session, at=at)
    return sum(move_deposit(database, gateways, payment_id, at=at) for payment_id in due)


def move_deposit(database: Database, gateways: Mapping[str, Gateway], payment_id: int, *, at: datetime) -> bool:
    """The same of one, now: for whoever says that it was paid."""
    try:
        with database.transaction() as session:
            payment = session.get_one(DepositPayment, payment_id)
            if not _claim(session, payment, at):
                return False
            gateway, state, code = gateways.get(payment.gateway), payment.state, payment.code
            giving = Giving(f"{code}B", code, payment.back, payment.amount, payment.supplier.code)
        if gateway is None:
            return False
        if state == "returning":
            given = gateway.refund(giving)
            with database.transaction() as session:
                _book_return(session, session.get_one(DepositPayment, payment_id), given, at)
        elif state in ("pending", "void"):
            reported = gateway.query(code)
            if reported.state != "paid" and state == "void":
                gateway.close(code)
            with database.transaction() as session:
                _book(session, session.get_one(DepositPayment, payment_id), reported, at)
    except Unreachable as trouble:
        log.warning("deposit payment row %s: %s", payment_id, trouble)
    except Exception:
        log.exception("moving deposit payment row %s failed", payment_id)
    return True


def returned_by_hand(session: Session, payment: DepositPayment, act: Act, *, reference: str) -> None:
    """Somebody paid back by the bank what the gateway could not. Raises Refused without a reference."""
    hold_deposit(session, payment.supplier)
    session.refresh(payment)
    if payment.state == "returned":
        return
    if payment.state != "by_hand":
        raise Refused("", _CHANGED)
    give_by_hand(session, payment.back, act, gateway=payment.gateway, code=payment.code, reference=reference)
    take(session, payment, DEPOSIT_PAYMENT, "finish", {"returned_at": act.at, "reference": reference[:80]})
    note_audit(session, "deposit.by_hand", supplier_subject(payment.supplier), act.because(f"{payment.back.yuan}"))


def looked_into_deposit(session: Session, payment: DepositPayment, act: Act) -> None:
    """Somebody has cleared up what the gateway said of a payment that could not be booked; again, it changes nothing.
    Raises Refused without a word of what came of it."""
    hold_deposit(session, payment.supplier)
    session.refresh(payment)
    if not payment.trouble:
        return
    if not act.why.strip():
        raise Refused("why", N_("写一句查到了什么，以后好对"))
    said = f"{payment.code} {payment.trouble}: {act.why.strip()}"
    note_audit(session, "deposit.look", supplier_subject(payment.supplier), act.because(said[:500]))
    payment.trouble = ""


def _waiting(session: Session, supplier: Supplier) -> DepositPayment | None:
    mine = (DepositPayment.supplier_id == supplier.id, DepositPayment.state == "pending")
    return session.exec(select(DepositPayment).where(*mine)).first()


def _claim(session: Session, payment: DepositPayment, at: datetime) -> bool:
    """Takes it for this worker; one of two gets it. It is asked again after a while that grows."""
    later = at + max(_LEAST, (at - (payment.back_at or payment.asked_at)) / 3)
    mine = (col(DepositPayment.id) == payment.id, col(DepositPayment.attempts) == payment.attempts)
    claimed = update(DepositPayment).where(*mine, col(DepositPayment.ask_at).is_not(None))
    facts = {"attempts": payment.attempts + 1, "ask_at": later, "checked_at": at}
    taken = session.exec(claimed.values(**facts)).rowcount == 1
    session.refresh(payment)
    return taken


def _book(session: Session, payment: DepositPayment, reported: PaymentState, at: datetime) -> None:
    if reported.state == "paid" and reported.amount == payment.amount:
        notice = PaymentNotice(payment.code, payment.amount, reported.reference)
        confirm_deposit(session, payment.gateway, notice, at=at)
    elif reported.state == "paid":
        said = "?" if reported.amount is None else reported.amount.yuan
        payment.trouble, payment.ask_at = f"{reported.reference}: {said} ≠ {payment.amount.yuan}", None
        log.error("deposit payment %s: %s", payment.code, payment.trouble)
    elif at - payment.asked_at > _LAST:
        # Nobody pays it any more; money that comes all the same is told by a notice.
        take(session, payment, DEPOSIT_PAYMENT, "void", {})
        payment.ask_at = None


def _book_return(session: Session, payment: DepositPayment, given: RefundState, at: datetime) -> None:
    if given.state == "done":
        take(session, payment, DEPOSIT_PAYMENT, "finish", {"returned_at": at, "ask_at": None, "last_words": ""})
    elif given.state in ("failed", "by_hand") or payment.attempts >= _MOST_TRIES:
        take(session, payment, DEPOSIT_PAYMENT, "by_hand", {"ask_at": None, "last_words": given.words})
