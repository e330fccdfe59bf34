"""What a verified notice does: the payment is paid, the order too, and its parcels may ship. The same notice again
changes nothing.

What becomes of the money is read and decided before the lock. Behind it the steps themselves prove that the order still
waited for it; where it did not, everything is read again.
"""

from datetime import datetime

from sqlmodel import Session

from models.books.capture import Capture, book, capture_of, late_of
from models.kernel.act import Act
from models.kernel.database import Overtaken, proving
from models.kernel.errors import N_, Gone, Refused
from models.payment.gateways import PaymentNotice
from models.payment.payment import Payment, payment_coded
from models.payment.steps import step_payment
from models.stories.refund.decide import refund_late
from models.stories.talk.hand_over import handover_of
from models.talk.handing import Handover, hand_over
from models.trade.order.locks import hold_order
from models.trade.order.steps import step_order, step_parcels

_TRIES = 3


def confirm_payment(session: Session, gateway: str, notice: PaymentNotice, *, at: datetime) -> Payment:
    """A notice that tells of no payment changes nothing. Money for an order that was cancelled meanwhile is taken and
    given back. Raises Gone for a payment this gateway was never asked for, Refused where the amount differs: then
    nothing moves. Raises Overtaken where others were first every time: the gateway repeats its notice."""
    for _ in range(_TRIES):
        payment = _asked_for(session, gateway, notice)
        if not notice.paid or payment.state == "paid":
            return payment
        waits = payment.order.state == "unpaid"
        captured = capture_of(payment) if waits else late_of(payment)
        handover = handover_of(session, payment.order, at=at)
        try:
            with proving(session):
                # Let go of in the queue, they go on as they were read: the steps prove that.
                session.add(payment)
                act = Act.gateway(at, notice.reference)
                if waits:
                    _pay(session, payment, captured, handover, act)
                else:
                    _pay_late(session, payment, captured, act)
                return payment
        except Overtaken:
            session.expire_all()
    raise Overtaken


def _asked_for(session: Session, gateway: str, notice: PaymentNotice) -> Payment:
    payment = payment_coded(session, gateway, notice.payment)
    if payment is None:
        raise Gone(notice.payment)
    if notice.paid and notice.amount != payment.amount:
        raise Refused("amount", N_("通知的金额和订单不一样"))
    return payment


def _pay(session: Session, payment: Payment, captured: Capture, handover: Handover, act: Act) -> None:
    """The order first, as everybody takes it: so a notice and a cancellation never wait for each other in a circle."""
    parcels = payment.order.parcels
    if not step_order(session, payment.order, "pay", act):
        raise Overtaken
    _step(session, payment, act)
    step_parcels(session, parcels, "release", act, whys={parcel.id: "" for parcel in parcels})
    book(session, payment, captured, at=act.at)
    hand_over(session, handover)


def _pay_late(session: Session, payment: Payment, captured: Capture, act: Act) -> None:
    """Seldom: the order was cancelled, and nobody else wants it any more."""
    hold_order(session, payment.order)
    if payment.order.state == "unpaid":
        raise Overtaken
    _step(session, payment, act)
    book(session, payment, captured, at=act.at)
    refund_late(session, payment, at=act.at)


def _step(session: Session, payment: Payment, act: Act) -> None:
    """Raises Overtaken where the same notice at the same moment was first."""
    facts = {"paid_at": act.at, "reference": act.why[:80], "trouble": "", "ask_at": None}
    if not step_payment(session, payment, "pay", act, **facts):
        raise Overtaken
