"""A supplier: owns goods and stock, ships, does after-sales. And the members who work for one."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship, Session, select

from models.account.member import Member
from models.account.role import LAST_ON_STAFF, STAFF_ROLES, StaffRole
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate, GrowsBy
from models.kernel import regions
from models.kernel.codes import fresh_code
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, json_list, long_text, moment, row_id, word

_STANDS = text("taken_at IS NULL")
_KNOWN = ", ".join(f"'{role.name}'" for role in STAFF_ROLES)
# What one applies as. A shop that sells its own goods (自营) is a supplier of that one shop.
SUPPLIER_KINDS = ("brand", "distributor", "factory", "retailer")
SELF_RUN = "self_run"


# What grows has all of it, and whole units.
_GROWTH = (
    "(growth_by IS NULL AND growth_first IS NULL AND growth_per IS NULL AND growth_more IS NULL) OR "
    "(growth_by IN ('weight', 'piece') AND growth_first >= 1 AND growth_per >= 1 AND growth_more >= 0)"
)


class FreightZone(Record, table=True):
    """Provinces, by the first two digits of their codes, with a freight of their own. `delivers` False: nothing goes
    there. A province is in one zone of a supplier at most."""

    __table_args__ = (
        CheckConstraint("fee >= 0 AND (free_over IS NULL OR free_over >= 0)", name="freight_not_negative"),
        CheckConstraint(_GROWTH, name="growth_is_whole"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    provinces: list[str] = json_list()
    fee: Money = fen(default=0)
    free_over: Money | None = fen(default=None, nullable=True)
    growth_by: GrowsBy | None = word(8, default=None, nullable=True)
    growth_first: int | None = None
    growth_per: int | None = None
    growth_more: Money | None = fen(default=None, nullable=True)
    delivers: bool = True

    @property
    def rate(self) -> FreightRate:
        """What a parcel costs there."""
        return FreightRate(self.fee, self.free_over, growth_of(self))

    @property
    def names(self) -> list[str]:
        """The names of its provinces."""
        return [place.name for place in regions.provinces() if place.code[:2] in self.provinces]


class Supplier(Record, table=True):
    """A company with goods, or a shop that sells its own (`shop_id`): its keeper owns the account then, and nobody else
    may pick what it sells (models/pick/self_run.py). `freight` is the usual one, free from an amount on where
    `free_over` is set, and growing by weight or pieces where `growth_…` are; `zones` are provinces with another one
    (freight.py). `deposit_short` says that the ledger holds less than `deposit_required`:
    models/stories/money/deposits.py keeps it true, and keeps the goods off sale meanwhile. `deposit_waits`: it may
    sell before its first deposit is whole, and payouts wait."""

    __table_args__ = (
        CheckConstraint("kind IN ('brand', 'distributor', 'factory', 'retailer', 'self_run')", name="kind_known"),
        CheckConstraint("(kind = 'self_run') = (shop_id IS NOT NULL)", name="self_run_has_its_shop"),
        CheckConstraint("freight >= 0 AND (free_over IS NULL OR free_over >= 0)", name="freight_not_negative"),
        CheckConstraint(_GROWTH, name="growth_is_whole"),
        CheckConstraint("usual_grams BETWEEN 1 AND 1000000", name="usual_grams_make_sense"),
        CheckConstraint("deposit_required >= 0", name="deposit_not_negative"),
        CheckConstraint("deposit_required > 0 OR NOT deposit_short", name="short_of_what_is_required"),
        CheckConstraint("NOT (deposit_waits AND deposit_short)", name="waits_or_is_short"),
    )

    id: int = row_id()
    code: str = Field(default="", unique=True, max_length=8)
    name: str = Field(unique=True, max_length=60)
    kind: str = Field(max_length=12)
    shop_id: int | None = Field(default=None, foreign_key="shop.id", unique=True, nullable=True)
    story: str = long_text(default="")
    ships_from: str = Field(default="", max_length=40)
    freight: Money = fen(default=0)
    free_over: Money | None = fen(default=None, nullable=True)
    growth_by: GrowsBy | None = word(8, default=None, nullable=True)
    growth_first: int | None = None
    growth_per: int | None = None
    growth_more: Money | None = fen(default=None, nullable=True)
    # What a piece counts as whose weight nobody said.
    usual_grams: int = 500
    deposit_required: Money = fen(default=0)
    deposit_short: bool = False
    deposit_waits: bool = False
    # Sells nothing for now (stop.py).
    stopped: bool = False
    # Sells nothing yet: it applied itself, and its checklist is not done (models/gate).
    applying: bool = False
    # Its branded goods need a right to the brand that stands (brand_right.py). Those that were taken on by hand do not.
    proves_brands: bool = False
    # It said that it sells nothing with a brand.
    unbranded: bool = False
    # The company behind it, as its papers say (company.py).
    company: str = Field(default="", max_length=100)
    credit_code: str | None = Field(default=None, unique=True, nullable=True, max_length=18)
    capital: Money | None = fen(default=None, nullable=True)
    # Where goods that come back are sent to, unless a return says otherwise.
    returns_to: str = long_text(default="")
    # It asked to leave: nothing of its comes on sale any more (leaving.py).
    leaving_at: datetime | None = moment(default=None, nullable=True)
    joined_at: datetime = moment(default=None)

    zones: list[FreightZone] = Relationship(sa_relationship_kwargs={"order_by": "FreightZone.id"})

    @property
    def is_self_run(self) -> bool:
        """Whether it is a shop that sells its own goods."""
        return self.shop_id is not None

    @property
    def rate(self) -> FreightRate:
        """What a parcel usually costs."""
        return FreightRate(self.freight, self.free_over, growth_of(self))

    def owe_deposit(self, required: Money, *, sells_meanwhile: bool) -> None:
        """What is asked of one that is new, of which nothing has come in yet."""
        self.deposit_required = required
        self.deposit_waits = required > 0 and sells_meanwhile
        self.deposit_short = required > 0 and not sells_meanwhile


class SupplierStaff(Record, table=True):
    """That a member works for a supplier."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    supplier_id: int = Field(foreign_key="supplier.id", index=True)
    since: datetime = moment()


class StaffAppointment(Record, table=True):
    """That a member was given a role on a supplier's staff, and when it was taken again. Rows are only added, and ended
    once. `given_by` is empty where the program gave it."""

    __table_args__ = (
        CheckConstraint(f"role IN ({_KNOWN})", name="role_known"),
        CheckConstraint("taken_at IS NOT NULL OR taken_by IS NULL", name="taken_at_some_time"),
        Index(
            "uq_staff_appointment_stands",
            "member_id",
            "role",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: int = row_id()
    supplier_id: int = belongs_to("supplier.id")
    member_id: int = belongs_to("member.id")
    role: StaffRole = word(12)
    given_by: int | None = belongs_to("member.id", default=None, nullable=True, index=False)
    given_at: datetime = moment()
    given_why: str = long_text(default="")
    taken_by: int | None = Field(default=None, foreign_key="member.id")
    taken_at: datetime | None = moment(default=None, nullable=True)
    taken_why: str = long_text(default="")


class _Growing(Protocol):
    """A record with the columns of a freight that grows."""

    growth_by: GrowsBy | None
    growth_first: int | None
    growth_per: int | None
    growth_more: Money | None


def growth_of(record: _Growing) -> FreightGrowth | None:
    """How its freight grows; None where it is flat."""
    if record.growth_by is None:
        return None
    first, per, more = record.growth_first or 1, record.growth_per or 1, record.growth_more or Money(0)
    return FreightGrowth(record.growth_by, first, per, more)


def set_growth(record: _Growing, growth: FreightGrowth | None) -> None:
    """Sets its columns."""
    record.growth_by = growth.by if growth else None
    record.growth_first = growth.first if growth else None
    record.growth_per = growth.per if growth else None
    record.growth_more = growth.more if growth else None


def enrol(session: Session, supplier: Supplier, *, staff: Member, at: datetime) -> Supplier:
    """A new supplier with the member who will own its account."""
    supplier.code = fresh_code(session, Supplier.code, 6)
    supplier.joined_at = at
    session.add(supplier)
    session.flush()
    session.add(SupplierStaff(member_id=staff.id, supplier_id=supplier.id, since=at))
    session.add(StaffAppointment(supplier_id=supplier.id, member_id=staff.id, role=LAST_ON_STAFF, given_at=at))
    session.flush()
    return supplier


def supplier_of(session: Session, member_id: int) -> Supplier | None:
    """The supplier a member works for."""
    return session.exec(select(Supplier).join(SupplierStaff).where(SupplierStaff.member_id == member_id)).first()


# What people call them, by noun and value.
SUPPLIER_WORDS = {
    "supplier": {
        "brand": N_("品牌方"),
        "distributor": N_("经销商"),
        "factory": N_("工厂"),
        "retailer": N_("线下门店"),
        "self_run": N_("自营"),
    },
}
