"""A payee account: where an owner's withdrawals go. A row is never rewritten; another account is another row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.sealing import sealed_text
from models.kernel.steps import state_check
from models.ledger.owners import ONE_OWNER, Owner
from models.payout.states import PAYEE, PayeeState
from models.shop.shop import Shop

PAYEE_KINDS = ("bank", "alipay")
# What its number is sealed for.
PAYEE_NUMBER = "payee account number"
_LIVING = text("state IN ('asked', 'verified')")


def _one_living(owner: str) -> Index:
    return Index(f"uq_payee_account_{owner}_living", owner, unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING)


class PayeeAccount(Record, table=True):
    """The number is sealed (kernel/sealing.py); `shown` is what people see of it. `why` is the desk's, for refusing.
    Withdrawals point here: what they were asked to is never changed."""

    __table_args__ = (
        CheckConstraint(f"kind IN {PAYEE_KINDS}", name="kind_known"),
        CheckConstraint(state_check(PAYEE, "asked"), name="state_known"),
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("holder <> '' AND sealed <> '' AND shown <> ''", name="whole"),
        CheckConstraint("kind <> 'bank' OR bank <> ''", name="bank_named"),
        Index("ix_payee_account_waiting", "state", "asked_at", "code"),
        _one_living("shop_id"),
        _one_living("supplier_id"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    supplier_id: int | None = belongs_to("supplier.id", default=None, nullable=True)
    kind: str = Field(max_length=8)
    holder: str = Field(max_length=60)
    sealed: str = sealed_text(PAYEE_NUMBER)
    shown: str = Field(max_length=80)
    bank: str = Field(default="", max_length=40)
    branch: str = Field(default="", max_length=60)
    state: PayeeState = word(10, default="asked", index=True)
    why: str = long_text(default="")
    asked_by: int | None = Field(default=None, foreign_key="member.id")
    asked_at: datetime = moment()
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True)

    shop: Shop | None = Relationship()
    supplier: Supplier | None = Relationship()

    @property
    def owner(self) -> Owner:
        """The shop or the supplier whose account it is."""
        owner = self.shop or self.supplier
        assert owner, "the table's own constraint"
        return owner
