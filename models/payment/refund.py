"""A refund: money that goes back through the gateway that took it. Which lines, how much freight, how far it is."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, moment, row_id, said_text, word
from models.kernel.steps import state_check
from models.payment.payment import Payment
from models.payment.states import REFUND, StateOfRefund
from models.trade.order.order import Line, Parcel

Cause = Literal["cancel", "after_sale", "came_back", "late"]
CAUSES = get_args(Cause)
_WAITING = text("state IN ('stuck', 'by_hand')")


class Refund(Record, table=True):
    """`key` is why it exists (the cause, and what caused it); one key makes one refund. `code` is what the gateway
    knows it by. `late` gives back a payment that came after its order was cancelled, and names no lines."""

    __table_args__ = (
        CheckConstraint(state_check(REFUND, "asked"), name="state_known"),
        CheckConstraint("cause IN ('cancel', 'after_sale', 'came_back', 'late')", name="cause_known"),
        CheckConstraint("amount > 0 AND freight >= 0 AND freight <= amount", name="amounts_make_sense"),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done_has_its_time"),
        Index("ix_refund_waiting", "asked_at", "code", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=20)
    key: str = Field(unique=True, max_length=40)
    payment_id: int = belongs_to("payment.id")
    after_sale_id: int | None = Field(default=None, foreign_key="after_sale.id", unique=True)
    cause: Cause = word(12)
    amount: Money = fen()
    freight: Money = fen(default=0)
    state: StateOfRefund = word(10, default="asked", index=True)
    attempts: int = 0
    next_try_at: datetime = moment(index=True)
    last_words: str = said_text(default="")
    reference: str = Field(default="", max_length=80, index=True)
    # How the money left: the gateway's name, or "bank" where people paid it back; empty until it has.
    channel: str = Field(default="", max_length=12)
    asked_at: datetime = moment()
    done_at: datetime | None = moment(default=None, nullable=True, index=True)

    payment: Payment = Relationship()
    lines: list["RefundLine"] = Relationship(sa_relationship_kwargs={"order_by": "RefundLine.line_id"})
    freights: list["RefundFreight"] = Relationship(sa_relationship_kwargs={"order_by": "RefundFreight.parcel_id"})


class RefundLine(Record, table=True):
    """A line's part of a refund: pieces (none for a mere reduction) and money."""

    __table_args__ = (CheckConstraint("quantity >= 0 AND amount >= 0", name="not_negative"),)

    refund_id: int = Field(foreign_key="refund.id", primary_key=True)
    line_id: int = Field(foreign_key="order_line.id", primary_key=True, index=True)
    quantity: int
    amount: Money = fen()

    line: Line = Relationship()


class RefundFreight(Record, table=True):
    """What a refund gives back of a parcel's freight; together they are the refund's freight."""

    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    refund_id: int = Field(foreign_key="refund.id", primary_key=True)
    parcel_id: int = Field(foreign_key="parcel.id", primary_key=True, index=True)
    amount: Money = fen()

    parcel: Parcel = Relationship()
