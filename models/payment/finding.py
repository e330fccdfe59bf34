"""Finding refunds: by what caused them, by order, and those that wait for somebody."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.kernel.record import related
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.trade.order.order import Order

# People must look into these; the others go on by themselves.
FOR_PEOPLE = ("stuck", "by_hand")
UNDER_WAY = ("asked", "sent")


def refund_keyed(session: Session, key: str) -> Refund | None:
    """The refund that this cause has made already."""
    return session.exec(select(Refund).where(Refund.key == key)).first()


def refund_coded(session: Session, code: str) -> Refund | None:
    """A refund by its public code."""
    return session.exec(select(Refund).where(Refund.code == code)).first()


def refunds_of(session: Session, order: Order) -> list[Refund]:
    """An order's refunds, oldest first."""
    query = select(Refund).join(Payment).where(Payment.order_id == order.id).order_by(col(Refund.id))
    return list(session.exec(query))


def due_refunds(session: Session, *, at: datetime, limit: int) -> list[int]:
    """The ids of refunds whose next try is due, longest waiting first."""
    query = select(Refund.id).where(col(Refund.state).in_(UNDER_WAY), Refund.next_try_at <= at)
    return list(session.exec(query.order_by(col(Refund.next_try_at), col(Refund.id)).limit(limit)))


def refunds_in(session: Session, *, state: str, limit: int, offset: int) -> list[Refund]:
    """The desk's list, of one state or of all: refunds that wait for people first, then newer before older."""
    query = select(Refund).options(joinedload(related(Refund.payment)).joinedload(related(Payment.order)))
    query = query.where(Refund.state == state) if state else query
    first = col(Refund.state).in_(FOR_PEOPLE).desc()
    return list(session.exec(query.order_by(first, col(Refund.id).desc()).limit(limit).offset(offset)))


def refund_counts(session: Session) -> dict[str, int]:
    """How many refunds there are in each state."""
    return dict(session.exec(select(Refund.state, func.count()).group_by(Refund.state)).all())


def waiting_for_people(session: Session) -> int:
    """How many refunds somebody at the desk must look into."""
    counted = select(func.count()).select_from(Refund).where(col(Refund.state).in_(FOR_PEOPLE))
    return session.exec(counted).one()
