"""After-sales: what a buyer asks for on a line, and the dispute where the two cannot agree.

Only steps.py sets a state. How the asking, answering and ruling go: asking.py, answering.py, ruling.py.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from models.kernel.act import Who
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, long_text, moment, row_id, word
from models.kernel.steps import one_of, state_check
from models.trade.after_sale.kinds import AfterSaleKind, after_sale_kinds
from models.trade.after_sale.states import AFTER_SALE, BROUGHT, OPEN_AFTER_SALES, TURNS, AfterSaleState, BroughtStanding
from models.trade.order.order import Line, Order

REASONS = ("unwanted", "not_as_described", "damaged", "wrong", "missing", "quality", "late", "other")
RECEPTIONS = ("received", "wrong", "damaged", "missing")
_EARLY = one_of("kind", [kind.name for kind in after_sale_kinds().values() if kind.before_shipping])
_OPEN = ", ".join(f"'{state}'" for state in OPEN_AFTER_SALES)


class AfterSale(Record, table=True):
    """A request on some pieces of a line. `amount` is what the buyer asks for, `offered_amount` what the supplier would
    give while refusing that, `agreed_amount` what was agreed or ruled. `answer_by` is the moment by which the side
    whose turn it is must act. `before_shipping` asks for pieces that had not left. A line has at most one open
    request."""

    __table_args__ = (
        CheckConstraint(one_of("kind", after_sale_kinds()), name="kind_known"),
        CheckConstraint(state_check(AFTER_SALE, "asked"), name="state_known"),
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("amount >= 0 AND (agreed_amount IS NULL OR agreed_amount >= 0)", name="amounts_not_negative"),
        CheckConstraint("offered_amount IS NULL OR offered_amount BETWEEN 1 AND amount", name="offered_within_asked"),
        CheckConstraint(f"NOT before_shipping OR {_EARLY}", name="nothing_to_send_back_before_shipping"),
        CheckConstraint("reception IN ('', 'received', 'wrong', 'damaged', 'missing')", name="reception_known"),
        Index(
            "ix_after_sale_one_open",
            "line_id",
            unique=True,
            sqlite_where=text(f"state IN ({_OPEN})"),
            postgresql_where=text(f"state IN ({_OPEN})"),
        ),
        Index("ix_after_sale_waiting", "state", "answer_by", "code"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    once: str = Field(unique=True, max_length=32)
    order_id: int = belongs_to("buyer_order.id")
    line_id: int = belongs_to("order_line.id")
    supplier_id: int = belongs_to("supplier.id")
    kind: str = Field(max_length=10)
    reason: str = Field(max_length=20)
    words: str = long_text(default="")
    before_shipping: bool = False
    quantity: int
    amount: Money = fen()
    offered_amount: Money | None = fen(default=None, nullable=True)
    agreed_amount: Money | None = fen(default=None, nullable=True)
    state: AfterSaleState = word(12, default="asked", index=True)
    asked_at: datetime = moment()
    answer_by: datetime = moment(index=True)
    changed_at: datetime = moment()
    return_to: str = long_text(default="")
    return_carrier: str = Field(default="", max_length=20)
    return_tracking: str = Field(default="", max_length=40)
    reception: str = Field(default="", max_length=10)
    reception_words: str = long_text(default="")
    resent_carrier: str = Field(default="", max_length=20)
    resent_tracking: str = Field(default="", max_length=40)

    order: Order = Relationship()
    line: Line = Relationship()
    photos: list["AfterSalePhoto"] = Relationship(sa_relationship_kwargs={"order_by": "AfterSalePhoto.position"})
    dispute: "Dispute" = Relationship(back_populates="after_sale", sa_relationship_kwargs={"uselist": False})

    @property
    def wanted(self) -> AfterSaleKind:
        """What kind of thing the buyer asks for."""
        return after_sale_kinds()[self.kind]

    @property
    def standing(self) -> AfterSaleState | BroughtStanding:
        """Its state as people are told it: what was fetched is brought back, and not sent."""
        return BROUGHT.get(self.state, self.state) if self.line.parcel.is_pickup else self.state

    @property
    def is_negotiable(self) -> bool:
        """Whether less money may be asked for or offered. Pieces that have not left are given back whole."""
        return self.wanted.gives_money and not self.before_shipping

    @property
    def turn(self) -> Who | None:
        """Who is to act next; nobody where nobody must."""
        return TURNS.get(self.state)

    @property
    def is_open(self) -> bool:
        """Whether somebody, or the program, still has something to do."""
        return self.state in OPEN_AFTER_SALES

    @property
    def was_sent_back(self) -> bool:
        """Whether the buyer has given the pieces away: then it cannot simply end without money or goods."""
        return bool(self.return_carrier)

    @property
    def came_back(self) -> bool:
        """Whether the supplier has the pieces, and no others, in its hands."""
        return self.reception in ("received", "damaged")

    @property
    def owed(self) -> Money:
        """What is given back when the supplier agrees: what a ruling said, or else what was asked for."""
        return self.amount if self.agreed_amount is None else self.agreed_amount

    def is_late(self, at: datetime) -> bool:
        """Whether the side whose turn it is has let the time pass."""
        return bool(self.turn) and at > self.answer_by


class AfterSalePhoto(Record, table=True):
    """A photo the buyer added. `key` is where the media store keeps it; nobody can guess it."""

    __table_args__ = (UniqueConstraint("after_sale_id", "position"),)

    id: int = row_id()
    after_sale_id: int = belongs_to("after_sale.id")
    key: str = Field(unique=True, max_length=80)
    position: int


class Dispute(Record, table=True):
    """What the operator must decide. `for_buyer` is empty until it is; the ruling binds refund and commission."""

    __table_args__ = (CheckConstraint("(ruled_at IS NULL) = (for_buyer IS NULL)", name="ruled_has_its_time"),)

    id: int = row_id()
    after_sale_id: int = belongs_to("after_sale.id", unique=True, index=False)
    raised_at: datetime = moment(index=True)
    ruled_at: datetime | None = moment(default=None, nullable=True, index=True)
    ruled_by: int | None = Field(default=None, foreign_key="member.id")
    for_buyer: bool | None = None
    amount: Money | None = fen(default=None, nullable=True)
    reason: str = long_text(default="")

    after_sale: AfterSale = Relationship(back_populates="dispute")
    statements: list["DisputeStatement"] = Relationship(sa_relationship_kwargs={"order_by": "DisputeStatement.id"})


class DisputeStatement(Record, table=True):
    """What one side says in a dispute."""

    __tablename__ = "statement"
    __table_args__ = (CheckConstraint("who IN ('buyer', 'supplier', 'operator')", name="who_known"),)

    id: int = row_id()
    dispute_id: int = belongs_to("dispute.id")
    who: Who = word(12)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    words: str = long_text()
    at: datetime = moment()
