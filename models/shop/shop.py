"""A shop: one shopkeeper's door, with its six-digit number."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.kernel.errors import N_, Refused
from models.kernel.prefixes import PATTERN
from models.kernel.record import Record, belongs_to, long_text, moment, row_id

_FIRST = text("grant_id IS NULL")
DoorState = Literal["soon", "open", "closed", "paused"]


class DoorNumber(Record, table=True):
    """A number that was issued. The row stays for ever, so that no number is ever issued twice."""

    __table_args__ = (CheckConstraint("number BETWEEN 100000 AND 999999", name="six_digits"),)

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    issued_at: datetime = moment()


class Shop(Record, table=True):
    """`name` is shown with the network's suffix. `picks_count`, kept by conditional updates, guards the limit. A
    keeper's first shop needs no grant, each further one has its own (grant.py). `opened_at` is empty until its door
    first opens (models/gate): until then it is shut since it was begun, so that no `closed_at` is what sells. `paused`
    is one that was closed because its keeper was stopped (models/stories/stop/member.py)."""

    __table_args__ = (
        CheckConstraint("picks_count >= 0", name="picks_count_not_negative"),
        CheckConstraint("closed_at IS NOT NULL OR NOT paused", name="paused_is_closed"),
        CheckConstraint("closed_at IS NOT NULL OR opened_at IS NOT NULL", name="unopened_is_shut"),
        # One shop a member, but for those that were granted.
        Index("uq_shop_first", "keeper_id", unique=True, sqlite_where=_FIRST, postgresql_where=_FIRST),
        Index("ix_shop_name", "name", postgresql_ops={"name": PATTERN}),
    )

    id: int = row_id()
    number: int = Field(foreign_key="door_number.number", unique=True)
    keeper_id: int = belongs_to("member.id")
    grant_id: int | None = Field(default=None, foreign_key="shop_grant.id", unique=True, nullable=True)
    name: str = Field(max_length=20)
    introduction: str = long_text(default="")
    logo: str | None = Field(default=None, max_length=32)
    picks_count: int = 0
    begun_at: datetime = moment()
    opened_at: datetime | None = moment(default=None, nullable=True)
    closed_at: datetime | None = moment(default=None, nullable=True)
    farewell: str = long_text(default="")
    paused: bool = False

    keeper: Member = Relationship()

    @property
    def door(self) -> DoorState:
        """How its door stands: not yet open, open, closed by its keeper, or paused."""
        return door_state(self)

    @property
    def opens_soon(self) -> bool:
        """Whether its door never opened so far."""
        return self.opened_at is None

    def first_open(self, *, at: datetime) -> None:
        """Opens the door for the first time; of a keeper who is stopped it stays shut until they are let back."""
        self.opened_at = at
        if self.keeper.stopped:
            self.paused = True
        else:
            self.closed_at = None

    def close(self, *, farewell: str, at: datetime) -> None:
        """Shuts the door; the number says so from now on, with a word from the keeper. Raises Refused where it never
        opened."""
        if self.opens_soon:
            raise Refused("", N_("店还没开门，不用打烊"))
        self.closed_at, self.farewell = at, farewell

    def reopen(self) -> None:
        """Opens the door again under the same number. Raises Refused while its keeper is stopped, and where it never
        opened."""
        if self.opens_soon:
            raise Refused("", N_("开店清单做完才开门"))
        if self.paused:
            raise Refused("", N_("掌柜的账号停用着，恢复以后店会一起开"))
        self.closed_at, self.farewell = None, ""


def door_state(shop: Any) -> DoorState:
    """How the door of a shop stands, or of a row with these three facts of one."""
    if shop.opened_at is None:
        return "soon"
    return "paused" if shop.paused else "closed" if shop.closed_at else "open"


# What people say of a shop's door, by noun and value.
DOOR_WORDS = {
    "door": {
        "soon": N_("还没开门"),
        "open": N_("开着"),
        "closed": N_("打烊"),
        "paused": N_("暂停营业"),
    },
}
