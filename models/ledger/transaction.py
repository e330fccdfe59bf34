"""Transactions and their entries. Written once by posting.py, then neither changed nor deleted: guards.py."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, moment, row_id, said_text

TRANSACTION_KINDS = (
    "capture",
    "late",
    "refund",
    "refunded",
    "remitted",
    "release",
    "coupon",
    "deposit_paid",
    "deposit_deducted",
    "deposit_returned",
    "withdrawal_requested",
    "withdrawal_paid",
    "withdrawal_failed",
    "withdrawal_returned",
    "correction",
)


class Transaction(Record, table=True):
    """One movement of money: why (`kind`), about what (`reference`, a public code), by whom. `key` makes it happen
    once: whoever posts it again gets the first. `entry_count` is how many entries it has, so that none is added later.
    """

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        CheckConstraint(f"kind IN {TRANSACTION_KINDS}", name="kind_known"),
        CheckConstraint("key <> ''", name="key_given"),
        CheckConstraint("entry_count >= 2", name="two_sides"),
        Index("ix_ledger_transaction_kind", "kind", "at"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=12)
    kind: str = Field(max_length=24)
    key: str = Field(unique=True, max_length=80)
    reference: str = Field(max_length=40, index=True)
    entry_count: int
    member_id: int | None = belongs_to("member.id", default=None, nullable=True)
    why: str = said_text(default="")
    at: datetime = moment()


class Entry(Record, table=True):
    """An amount in or out of one account; `line_id` is the order line it is about. `at` is the transaction's, here too
    so that an account's months are found without the others' (index "at")."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        # With the amount in them, these answer sums by themselves.
        Index("ix_ledger_entry_account_id", "account_id", "id", "amount"),
        Index("ix_ledger_entry_at", "account_id", "at", "amount"),
        Index(
            "ix_ledger_entry_line_id",
            "line_id",
            "account_id",
            "amount",
            sqlite_where=text("line_id IS NOT NULL"),
            postgresql_where=text("line_id IS NOT NULL"),
        ),
        Index(
            "ix_ledger_entry_freight",
            "account_id",
            "amount",
            sqlite_where=text("note = 'freight'"),
            postgresql_where=text("note = 'freight'"),
        ),
    )

    id: int = row_id()
    transaction_id: int = belongs_to("ledger_transaction.id")
    account_id: int = Field(foreign_key="ledger_account.id")
    amount: Money = fen()
    line_id: int | None = Field(default=None, foreign_key="order_line.id")
    note: str = Field(default="", max_length=60)
    at: datetime = moment()
