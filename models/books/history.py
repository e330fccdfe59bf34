"""Booking what was paid before there was a ledger, or what a crash between two programs' versions left out."""

from sqlalchemy import exists
from sqlmodel import Session, col, select

from models.books.capture import book_capture, book_late
from models.books.refunds import refunds_of_payment
from models.kernel.database import Database
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.ledger.transaction import Transaction
from models.payment.payment import Payment
from models.trade.order.locks import hold_order


def book_history(database: Database) -> int:
    """Books every paid payment that the ledger does not know, at the moment it was paid, with its refunds at theirs;
    returns how many. Nothing where all is booked."""
    return sweep(database, _unbooked, _book, name="booking a payment of before")


def _unbooked(session: Session, after: int) -> list[int]:
    known = exists().where(col(Transaction.key) == "capture-" + col(Payment.code))
    query = select(Payment.id).where(Payment.state == "paid", Payment.id > after, ~known)
    return list(session.exec(query.order_by(col(Payment.id)).limit(SWEEP_BATCH)))


def _book(session: Session, payment_id: int) -> bool:
    payment = session.get_one(Payment, payment_id)
    hold_order(session, payment.order)
    assert payment.paid_at is not None, "a payment that is paid says since when (CHECK)"
    causes = {refund.cause for refund in refunds_of_payment(session, payment)}
    if payment.order.state == "cancelled" and causes <= {"late"}:
        book_late(session, payment, at=payment.paid_at)
    else:
        book_capture(session, payment, at=payment.paid_at)
    return True
