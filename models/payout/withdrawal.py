"""A withdrawal: money on its way from what an owner has available to the account outside that the owner gave."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Relationship

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Who
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, long_text, moment, row_id, word
from models.kernel.steps import state_check
from models.ledger.owners import ONE_OWNER, Owner
from models.payout.payee import PayeeAccount
from models.payout.states import WITHDRAWAL, WithdrawalState
from models.shop.shop import Shop


class Withdrawal(Record, table=True):
    """`once` marks the form that asked for it. `batch` is the code of those that were approved together, `exported_at`
    when a file of payments first held it; `reference` says where the payment can be seen. The amount is set aside from
    the request on until it is paid or comes back. `returned_at` is the day on which the bank sent it back, as the bank
    says: booked it is when the desk learns of it."""

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(state_check(WITHDRAWAL, "requested"), name="state_known"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint(
            "(batch <> '') = (state IN ('approved', 'paid', 'failed', 'returned'))", name="batch_once_approved"
        ),
        CheckConstraint("exported_at IS NULL OR batch <> ''", name="exported_once_approved"),
        CheckConstraint("(returned_at IS NOT NULL) = (state = 'returned')", name="returned_has_its_day"),
        Index("ix_withdrawal_state_requested_at", "state", "requested_at"),
        Index("ix_withdrawal_waiting", "state", "requested_at", "code"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    once: str = Field(unique=True, max_length=64)
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    supplier_id: int | None = belongs_to("supplier.id", default=None, nullable=True)
    payee_id: int = belongs_to("payee_account.id")
    amount: Money = fen()
    state: WithdrawalState = word(10, default="requested")
    batch: str = Field(default="", max_length=8, index=True)
    exported_at: datetime | None = moment(default=None, nullable=True)
    reference: str = Field(default="", max_length=80, index=True)
    requested_at: datetime = moment()
    changed_at: datetime = moment()
    returned_at: datetime | None = moment(default=None, nullable=True)

    payee: PayeeAccount = Relationship()
    shop: Shop | None = Relationship()
    supplier: Supplier | None = Relationship()
    events: list["WithdrawalEvent"] = Relationship(sa_relationship_kwargs={"order_by": "WithdrawalEvent.id"})

    @property
    def owner(self) -> Owner:
        """The shop or the supplier whose money it is."""
        owner = self.shop or self.supplier
        assert owner, "the table's own constraint"
        return owner


class WithdrawalEvent(Record, table=True):
    """A step of it: "request" first. `who` is "owner" or "operator"."""

    id: int = row_id()
    withdrawal_id: int = belongs_to("withdrawal.id")
    step: str = Field(max_length=10)
    who: Who = word(10)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    why: str = long_text(default="")
    at: datetime = moment(index=True)
