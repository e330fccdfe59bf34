"""Asking the gateways how payments stand: those that no notice came for, and those that nobody may pay any more.

Asked outside of transactions; what is heard goes the same way as a notice does.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from models.kernel.database import Database
from models.kernel.provider import Unreachable
from models.payment.gateways import Gateway, PaymentNotice, PaymentState
from models.payment.payment import PAYMENTS_BATCH, Payment, due_payments, payment_coded
from models.stories.order.confirm_payment import confirm_payment

log = logging.getLogger(__name__)
# Asked for whenever it has grown older by a third. One that nobody waits for any more is left alone after a day.
_LEAST = timedelta(minutes=1)
_LAST = timedelta(hours=24)


def reconcile_payments(database: Database, gateways: Mapping[str, Gateway], *, at: datetime) -> int:
    """Asks for every payment whose time has come; returns how many were asked for. One that fails never stops the
    others."""
    asked = 0
    while True:
        with database.reading() as session:
            rows = due_payments(session, at=at, limit=PAYMENTS_BATCH)
        for payment_id, name, code in rows:
            if _claim(database, payment_id, at):
                reconcile_payment(database, gateways, name, code, at=at)
                asked += 1
        if len(rows) < PAYMENTS_BATCH:
            return asked


def reconcile_payment(
    database: Database, gateways: Mapping[str, Gateway], name: str, code: str, *, at: datetime
) -> None:
    """Asks a gateway for one payment, and books what it hears. One that is void here is closed there, so that nobody
    can pay it any more."""
    gateway = gateways.get(name)
    if gateway is None or not gateway.prepaid:
        return
    try:
        reported = gateway.query(code)
        if reported.state == "paid":
            _book(database, name, code, reported, at)
        elif _is_void(database, name, code):
            if reported.state != "closed":
                gateway.close(code)
            _leave(database, name, code, at)
    except Unreachable as trouble:
        log.warning("%s did not answer for payment %s: %s", gateway.name, code, trouble)
    except Exception:
        log.exception("asking %s for payment %s failed", gateway.name, code)


def report(session: Session, payment: Payment, words: str) -> None:
    """Keeps what cannot be booked where the desk sees it."""
    log.error("payment %s: %s", payment.code, words)
    payment.trouble = words


def _claim(database: Database, payment_id: int, at: datetime) -> bool:
    """Takes the payment for this worker; one of two gets it."""
    with database.transaction() as session:
        age = at - session.get_one(Payment, payment_id).asked_at
        mine = update(Payment).where(col(Payment.id) == payment_id, col(Payment.ask_at) <= at)
        return session.exec(mine.values(checked_at=at, ask_at=at + max(_LEAST, age / 3))).rowcount == 1


def _leave(database: Database, name: str, code: str, at: datetime) -> None:
    """No more money can come, or it would have come by now: it is not asked for again."""
    old = (col(Payment.code) == code, col(Payment.gateway) == name, col(Payment.state) == "void")
    with database.transaction() as session:
        session.exec(update(Payment).where(*old, col(Payment.asked_at) <= at - _LAST).values(ask_at=None))


def _is_void(database: Database, gateway: str, code: str) -> bool:
    with database.reading() as session:
        payment = payment_coded(session, gateway, code)
        return payment is not None and payment.state == "void"


def _book(database: Database, gateway: str, code: str, reported: PaymentState, at: datetime) -> None:
    with database.transaction() as session:
        payment = payment_coded(session, gateway, code)
        if payment is not None and reported.amount == payment.amount:
            confirm_payment(session, gateway, PaymentNotice(code, payment.amount, reported.reference), at=at)
        elif payment is not None:
            said = "?" if reported.amount is None else reported.amount.yuan
            report(session, payment, f"{gateway} {reported.reference}: {said} ≠ {payment.amount.yuan}")
            if payment.state == "void":
                # It will not say anything else.
                payment.ask_at = None
