"""A payment: one order's amount at one gateway."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy import select as core_select
from sqlalchemy.orm import joinedload
from sqlmodel import Field, Relationship, Session, col, select

from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, long_text, moment, related, row_id, word
from models.kernel.steps import state_check
from models.payment.states import PAYMENT, StateOfPayment
from models.trade.order.order import Order

PAYMENTS_BATCH = 500
_COLLECTED = text("gateway = 'cod' AND state = 'paid' AND remitted_at IS NULL")


class Payment(Record, table=True):
    """One an order. `reference` is the gateway's own number for it; notices are matched by `code`. `refunded` is what
    was given back or is on its way back: never more than was taken. `checked_at` is when the gateway was last asked,
    `ask_at` when it is asked next; `trouble` what it said that cannot be booked, which somebody must look into."""

    __table_args__ = (
        CheckConstraint(state_check(PAYMENT, "pending"), name="state_known"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("refunded BETWEEN 0 AND amount", name="refunded_within_amount"),
        # Of cash on delivery a parcel's share is collected before the order counts as paid.
        CheckConstraint("refunded = 0 OR state = 'paid' OR gateway = 'cod'", name="refunded_was_paid"),
        Index("ix_payment_to_remit", "paid_at", "code", sqlite_where=_COLLECTED, postgresql_where=_COLLECTED),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=20)
    order_id: int = belongs_to("buyer_order.id", unique=True, index=False)
    gateway: str = Field(max_length=12)
    amount: Money = fen()
    state: StateOfPayment = word(10, default="pending")
    reference: str = Field(default="", max_length=80, index=True)
    asked_at: datetime = moment()
    paid_at: datetime | None = moment(default=None, nullable=True, index=True)
    refunded: Money = fen(default=0)
    checked_at: datetime | None = moment(default=None, nullable=True)
    ask_at: datetime | None = moment(default=None, nullable=True, index=True)
    # Of cash on delivery: when the carrier had paid out what it collected. Nothing of it is settled before.
    remitted_at: datetime | None = moment(default=None, nullable=True)
    trouble: str = long_text(default="")

    order: Order = Relationship()


def payment_for(session: Session, order: Order) -> Payment:
    """The payment of an order; there is always one."""
    return session.exec(select(Payment).where(Payment.order_id == order.id)).one()


def payment_coded(session: Session, gateway: str, code: str) -> Payment | None:
    """A payment by the code its gateway knows it by."""
    return session.exec(select(Payment).where(Payment.code == code, Payment.gateway == gateway)).first()


def payments_in_trouble(session: Session, *, limit: int = 50) -> list[Payment]:
    """Payments of which a gateway said something that could not be booked, oldest first."""
    query = select(Payment).where(Payment.trouble != "").order_by(col(Payment.id)).limit(limit)
    return list(session.exec(query.options(joinedload(related(Payment.order)))))


def due_payments(session: Session, *, at: datetime, limit: int = PAYMENTS_BATCH) -> list[tuple[int, str, str]]:
    """Id, gateway and code of those whose gateway is to be asked now."""
    facts = core_select(col(Payment.id), col(Payment.gateway), col(Payment.code)).where(col(Payment.ask_at) <= at)
    return [tuple(row) for row in session.execute(facts.order_by(col(Payment.ask_at)).limit(limit))]
