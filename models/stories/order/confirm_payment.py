"""What a verified notice does: the payment is paid, the order too, and its parcels may ship. The same notice again
changes nothing."""

from datetime import datetime

from sqlmodel import Session

from models.books.capture import book_capture, book_late
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.payment.gateways import PaymentNotice
from models.payment.payment import Payment, payment_coded
from models.payment.steps import step_payment
from models.stories.refund.decide import refund_late
from models.stories.talk.hand_over import handover_of
from models.talk.handing import hand_over
from models.trade.order.locks import hold_order
from models.trade.order.steps import step_order, step_parcel


def confirm_payment(session: Session, gateway: str, notice: PaymentNotice, *, at: datetime) -> Payment:
    """A notice that tells of no payment changes nothing. Money for an order that was cancelled meanwhile is taken and
    given back. Raises Gone for a payment this gateway was never asked for, Refused where the amount differs: then
    nothing moves."""
    payment = payment_coded(session, gateway, notice.payment)
    if payment is None:
        raise Gone(notice.payment)
    if not notice.paid:
        return payment
    if notice.amount != payment.amount:
        raise Refused("amount", N_("通知的金额和订单不一样"))
    if payment.state == "paid":
        return payment
    # The order first, as everybody takes it: so a notice and a cancellation never wait for each other.
    hold_order(session, payment.order)
    facts = {"paid_at": at, "reference": notice.reference[:80], "trouble": "", "ask_at": None}
    if not step_payment(session, payment, "pay", Act.gateway(at, notice.reference), **facts):
        # The same notice at the same moment was first.
        return payment
    if step_order(session, payment.order, "pay", Act.gateway(at, notice.reference)):
        for parcel in payment.order.parcels:
            step_parcel(session, parcel, "release", Act.gateway(at))
        book_capture(session, payment, at=at)
        hand_over(session, handover_of(session, payment.order, at=at))
    else:
        book_late(session, payment, at=at)
        refund_late(session, payment, at=at)
    return payment
