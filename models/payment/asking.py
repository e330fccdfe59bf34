"""Who may ask a gateway how a payment stands, and when: a buyer who taps again and again asks once."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col

from models.payment.payment import Payment


def may_ask(session: Session, payment: Payment, *, pause: timedelta, at: datetime) -> bool:
    """Whether nobody asked within the pause. One of two who ask at once may."""
    quiet = or_(col(Payment.checked_at).is_(None), col(Payment.checked_at) <= at - pause)
    mine = update(Payment).where(col(Payment.id) == payment.id, quiet).values(checked_at=at)
    return bool(session.exec(mine).rowcount == 1)
