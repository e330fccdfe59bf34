"""How an order ends up, once something happened to one of its parcels or to its money."""

from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.books.capture import book_capture
from models.coupon.claiming import return_coupon
from models.payment.payment import Payment, payment_for
from models.payment.steps import step_payment
from models.trade.order.order import Order
from models.trade.order.steps import step_order

# Parcels of which the buyer has nothing.
FALLEN_AWAY = ("cancelled", "came_back")
ARRIVED = ("received", "closed")


def advance_order(
    session: Session, order: Order, *, who: str, by: Member | None = None, at: datetime, why: str = ""
) -> None:
    """Takes the steps of the order that follow from its parcels and its payment. The caller holds the order."""
    payment = payment_for(session, order)
    living = [parcel.state for parcel in order.parcels if parcel.state not in FALLEN_AWAY]
    if not living:
        _cancel(session, order, payment, who, by, at, why)
        return
    if order.state == "placed" and all(state in ARRIVED for state in living):
        # The carrier of the last parcel has the money of all of them by now.
        step_order(session, order, "collect", who=who, by=by, at=at, why=why)
        step_payment(session, payment, "pay", who=who, at=at, why=why, paid_at=at)
        book_capture(session, payment, at=at)
    if order.state == "paid" and payment.refunded == payment.amount:
        step_order(session, order, "refund", who=who, by=by, at=at, why=why)
    if order.state == "paid" and all(state == "closed" for state in living):
        step_order(session, order, "close", who=who, by=by, at=at, why=why)


def end_undelivered(
    session: Session, order: Order, *, who: str, by: Member | None = None, at: datetime, why: str = ""
) -> bool:
    """The order's last step where nothing of it is delivered; its coupon is the buyer's again. Says whether this was
    it."""
    if not step_order(session, order, "cancel", who=who, by=by, at=at, why=why):
        return False
    if order.discount_total:
        return_coupon(session, order.number)
    return True


def void(session: Session, payment: Payment, *, who: str, at: datetime, why: str = "") -> None:
    """Nobody waits for it any more; where it was asked for at a gateway, that is asked now, and told."""
    step_payment(session, payment, "void", who=who, at=at, why=why, ask_at=at if payment.ask_at else None)


def _cancel(
    session: Session, order: Order, payment: Payment, who: str, by: Member | None, at: datetime, why: str
) -> None:
    if end_undelivered(session, order, who=who, by=by, at=at, why=why):
        void(session, payment, who=who, at=at, why=why)
