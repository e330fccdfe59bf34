"""A supplier: owns goods and stock, ships, does after-sales. And the members who work for one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship, Session, select

from models.account.member import Member
from models.account.role import LAST_ON_STAFF, STAFF_ROLES, StaffRole
from models.kernel import regions
from models.kernel.codes import fresh_code
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, json_list, long_text, moment, row_id, word

_STANDS = text("taken_at IS NULL")
_KNOWN = ", ".join(f"'{role.name}'" for role in STAFF_ROLES)
SUPPLIER_KINDS = ("brand", "distributor", "factory", "retailer")


class FreightZone(Record, table=True):
    """Provinces, by the first two digits of their codes, with a freight of their own. `delivers` False: nothing goes
    there. A province is in one zone of a supplier at most."""

    __table_args__ = (
        CheckConstraint("fee >= 0 AND (free_over IS NULL OR free_over >= 0)", name="freight_not_negative"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    provinces: list[str] = json_list()
    fee: Money = fen(default=0)
    free_over: Money | None = fen(default=None, nullable=True)
    delivers: bool = True

    @property
    def names(self) -> list[str]:
        """The names of its provinces."""
        return [place.name for place in regions.provinces() if place.code[:2] in self.provinces]


class Supplier(Record, table=True):
    """A company with goods. Its usual freight is flat, and free from an amount on where `free_over` is set; `zones` are
    provinces with another one (freight.py). `deposit_short` says that the ledger holds less than `deposit_required`:
    models/stories/money/deposits.py keeps it true, and keeps the goods off sale meanwhile."""

    __table_args__ = (
        CheckConstraint("kind IN ('brand', 'distributor', 'factory', 'retailer')", name="kind_known"),
        CheckConstraint("freight >= 0 AND (free_over IS NULL OR free_over >= 0)", name="freight_not_negative"),
        CheckConstraint("deposit_required >= 0", name="deposit_not_negative"),
        CheckConstraint("deposit_required > 0 OR NOT deposit_short", name="short_of_what_is_required"),
    )

    id: int = row_id()
    code: str = Field(default="", unique=True, max_length=8)
    name: str = Field(unique=True, max_length=60)
    kind: str = Field(max_length=12)
    story: str = long_text(default="")
    ships_from: str = Field(default="", max_length=40)
    freight: Money = fen(default=0)
    free_over: Money | None = fen(default=None, nullable=True)
    deposit_required: Money = fen(default=0)
    deposit_short: bool = False
    # Sells nothing for now (stop.py).
    stopped: bool = False
    joined_at: datetime = moment(default=None)

    zones: list[FreightZone] = Relationship(sa_relationship_kwargs={"order_by": "FreightZone.id"})


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
    },
}
