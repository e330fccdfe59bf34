"""Roll-ups of visits: how many there were, by hour and by day, of a shop and of its parts. Visits add up; visitors are
counted a day at a time."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, CheckConstraint, Connection, select
from sqlmodel import Field

from models.kernel.record import Record, moment, table_of, word

RollupSpan = Literal["hour", "day"]
# What a part is of; "" is the whole shop.
Part = Literal["", "goods", "link", "placement", "style", "tone", "coupon"]
# The lock of who rolls up, counts days, or begins anew.
ROLLING_TURN = "rolling up"
_PARTS = "part IN ('', 'goods', 'link', 'placement', 'style', 'tone', 'coupon')"


def rollup_rules() -> tuple[Any, ...]:
    """What holds of every table of roll-ups. SQLite keeps their rows in the order of their key."""
    known = CheckConstraint("span IN ('hour', 'day')", name="span_known")
    return known, CheckConstraint(_PARTS, name="part_known"), {"sqlite_with_rowid": False}


class VisitRollup(Record, table=True):
    """Of one shop, hour or day (in Asia/Shanghai), and part. `key` says which goods, link or coupon, by its id, or
    which placement, style or tone, by its name. `visits` are openings of pages; `scans`, `lookups` and `goods_views`
    are among them. `visitors`, and how many of them had `been_before`, stand where it is a day of the whole shop."""

    __table_args__ = rollup_rules()

    shop_id: int = Field(foreign_key="shop.id", primary_key=True)
    span: RollupSpan = word(4, primary_key=True)
    part: Part = word(10, primary_key=True)
    begins: datetime = moment(primary_key=True)
    key: str = Field(default="", max_length=20, primary_key=True)
    visits: int = 0
    goods_views: int = 0
    scans: int = 0
    lookups: int = 0
    coupons: int = 0
    carts: int = 0
    visitors: int = 0
    been_before: int = 0


class RollupMark(Record, table=True):
    """How far a kind of roll-up has got: the last visit's id, or a moment in seconds since 1970."""

    name: str = Field(primary_key=True, max_length=20)
    upto: int = Field(sa_type=BigInteger)


class DayDue(Record, table=True):
    """A day whose visitors are to be counted anew. `stamp` is another one each time: who counted takes the row away
    only where it is still the one it saw."""

    shop_id: int = Field(foreign_key="shop.id", primary_key=True)
    day: datetime = moment(primary_key=True)
    stamp: int = Field(sa_type=BigInteger)


def rolled_upto(connection: Connection, name: str) -> int:
    """How far a kind of roll-up has got; 0 where it has not begun."""
    mark = table_of(RollupMark)
    return int(connection.execute(select(mark.c.upto).where(mark.c.name == name)).scalar() or 0)
