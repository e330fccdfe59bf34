"""How an order ends up, once something happened to one of its parcels or to its money."""

from sqlmodel import Session

from models.books.capture import book_capture
from models.coupon.claiming import return_coupon
from models.kernel.act import Act
from models.payment.payment import Payment, payment_for
from models.payment.steps import step_payment
from models.trade.order.order import Order
from models.trade.order.progress import ARRIVED, FALLEN_AWAY
from models.trade.order.states import ORDER
from models.trade.order.steps import step_order


def advance_order(session: Session, order: Order, act: Act) -> None:
    """Takes the steps of the order that follow from its parcels and its payment. The caller holds the order."""
    payment = payment_for(session, order)
    living = [parcel.state for parcel in order.parcels if parcel.state not in FALLEN_AWAY]
    if not living:
        _cancel(session, order, payment, act)
        return
    if order.state == "placed" and all(state in ARRIVED for state in living):
        # The carrier of the last parcel has the money of all of them by now.
        step_order(session, order, "collect", act)
        step_payment(session, payment, "pay", act, paid_at=act.at)
        book_capture(session, payment, at=act.at)
    if order.state == "paid" and payment.refunded == payment.amount:
        step_order(session, order, "refund", act)
    if order.state == "paid" and all(state == "closed" for state in living):
        step_order(session, order, "close", act)


def end_undelivered(session: Session, order: Order, act: Act) -> bool:
    """The order's last step where nothing of it is delivered. Says whether this was it."""
    return step_order(session, order, "cancel", act)


def free_coupon(session: Session, order: Order) -> None:
    """The coupon of an order of which nothing is delivered is the buyer's again. After its stock and before the ledger,
    as docs/locking.md has it. The caller holds the order."""
    living = [parcel for parcel in order.parcels if parcel.state not in FALLEN_AWAY]
    if order.discount_total and order.state in (*ORDER["cancel"][0], "cancelled") and not living:
        return_coupon(session, order.number)


def void(session: Session, payment: Payment, act: Act) -> None:
    """Nobody waits for it any more; where it was asked for at a gateway, that is asked now, and told."""
    step_payment(session, payment, "void", act, ask_at=act.at if payment.ask_at else None)


def _cancel(session: Session, order: Order, payment: Payment, act: Act) -> None:
    free_coupon(session, order)
    if end_undelivered(session, order, act):
        void(session, payment, act)
