"""A payment of a self-run seller's deposit through a gateway: asked for, paid, and given back by the way it came."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship, Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, long_text, moment, row_id, said_text, word
from models.kernel.steps import Steps, state_check

DepositPaymentState = Literal["pending", "paid", "void", "returning", "by_hand", "returned"]
DepositPaymentStep = Literal["pay", "void", "give_back", "by_hand", "finish"]

# step → (where it may start, where it ends). Money may still come for one that nobody waits for any more.
DEPOSIT_PAYMENT: Steps[DepositPaymentStep, DepositPaymentState] = {
    "pay": (("pending", "void"), "paid"),
    "void": (("pending",), "void"),
    "give_back": (("paid",), "returning"),
    "by_hand": (("returning",), "by_hand"),
    "finish": (("returning", "by_hand"), "returned"),
}
_PENDING = text("state = 'pending'")
# What somebody at the desk does: pay back by the bank, or clear up what the gateway said.
DEPOSIT_STUCK = "(deposit_payment.state = 'by_hand' OR deposit_payment.trouble <> '')"
_STUCK = text("state = 'by_hand' OR trouble <> ''")
# Longer than the code of an order's payment, so that one is never taken for the other.
DEPOSIT_CODE = 14


class DepositPayment(Record, table=True):
    """`level` is what the deposit is to be with it; `reference` the gateway's own number; `back` what goes back of it,
    once. `ask_at` is when the gateway is asked next how it stands, or for the money back; `trouble` what it said that
    cannot be booked."""

    __table_args__ = (
        CheckConstraint(state_check(DEPOSIT_PAYMENT, "pending"), name="state_known"),
        CheckConstraint("amount > 0 AND level >= amount", name="amounts_make_sense"),
        CheckConstraint("back BETWEEN 0 AND amount", name="back_within_amount"),
        CheckConstraint("(back > 0) = (state IN ('returning', 'by_hand', 'returned'))", name="back_where_it_goes"),
        CheckConstraint("(paid_at IS NOT NULL) = (state NOT IN ('pending', 'void'))", name="paid_has_its_time"),
        Index(
            "uq_deposit_payment_pending",
            "supplier_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_deposit_payment_ask_at", "ask_at"),
        Index("ix_deposit_payment_stuck", "checked_at", "code", sqlite_where=_STUCK, postgresql_where=_STUCK),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=20)
    supplier_id: int = belongs_to("supplier.id")
    gateway: str = Field(max_length=12)
    amount: Money = fen()
    level: Money = fen()
    state: DepositPaymentState = word(10, default="pending")
    reference: str = Field(default="", max_length=80)
    asked_by: int = Field(foreign_key="member.id")
    asked_at: datetime = moment()
    paid_at: datetime | None = moment(default=None, nullable=True)
    back: Money = fen(default=0)
    back_at: datetime | None = moment(default=None, nullable=True)
    returned_at: datetime | None = moment(default=None, nullable=True)
    attempts: int = 0
    ask_at: datetime | None = moment(default=None, nullable=True)
    checked_at: datetime | None = moment(default=None, nullable=True)
    last_words: str = said_text(default="")
    trouble: str = long_text(default="")

    supplier: Supplier = Relationship()


def deposit_payment_coded(session: Session, gateway: str, code: str) -> DepositPayment | None:
    """One by the code that its gateway knows it by."""
    query = select(DepositPayment).where(DepositPayment.code == code, DepositPayment.gateway == gateway)
    return session.exec(query).first()


def deposit_payment_named(session: Session, code: str) -> DepositPayment | None:
    """One by its code, whichever gateway knows it."""
    return session.exec(select(DepositPayment).where(DepositPayment.code == code)).first()


def deposit_payments_of(session: Session, supplier: Supplier) -> list[DepositPayment]:
    """A seller's, the newest first."""
    mine = select(DepositPayment).where(DepositPayment.supplier_id == supplier.id)
    return list(session.exec(mine.order_by(col(DepositPayment.id).desc())))


def due_deposit_payments(session: Session, *, at: datetime, limit: int = 200) -> list[int]:
    """The ids of those whose gateway is to be asked now."""
    due = select(DepositPayment.id).where(col(DepositPayment.ask_at) <= at).order_by(col(DepositPayment.ask_at))
    return list(session.exec(due.limit(limit)))


# What people call them, by noun and value.
DEPOSIT_PAYMENT_WORDS = {
    "deposit_payment": {
        "pending": N_("等付款"),
        "paid": N_("已付款"),
        "void": N_("不再等"),
        "returning": N_("原路退回中"),
        "by_hand": N_("等人工转账"),
        "returned": N_("已退回"),
    },
}
