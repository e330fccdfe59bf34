"""What a verified notice does: the payment is paid, the order too, and its parcels may ship. Twice is once."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.kernel.errors import N_, Gone, Refused
from models.payment.gateways import Notice
from models.payment.payment import Payment
from models.trade.steps import step_order, step_parcel


def confirm_payment(session: Session, gateway: str, notice: Notice, *, at: datetime) -> Payment:
    """Raises Gone for a payment this gateway was never asked for, Refused where the amount differs or the order was
    cancelled meanwhile: then nothing moves."""
    found = select(Payment).where(Payment.code == notice.payment, Payment.gateway == gateway)
    payment = session.exec(found).first()
    if payment is None:
        raise Gone(notice.payment)
    if notice.amount != payment.amount:
        raise Refused("amount", N_("通知的金额和订单不一样"))
    if payment.state == "paid":
        return payment
    # The order first, then its parcels and its payment, as in cancelling: so the two never wait for each other.
    if not step_order(session, payment.order, "pay", who="gateway", at=at, why=notice.reference):
        session.refresh(payment)
        if payment.state == "paid":
            # The same notice at the same moment was first.
            return payment
        raise Refused("", N_("订单已经取消，这笔钱会退回"))
    for parcel in payment.order.parcels:
        step_parcel(session, parcel, "release", who="gateway", at=at)
    values = {"state": "paid", "paid_at": at, "reference": notice.reference}
    session.exec(update(Payment).where(col(Payment.id) == payment.id).values(**values))
    session.refresh(payment)
    return payment
