"""What figures there are, of a shop or a part of it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from models.kernel.money import Money

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """`visitors` are counted a day at a time, and None where several days, or single hours, are told together: a
    visitor of two days is not two. `visitor_days`, and `new` and `returning` that it is made of, add those days up;
    hours have none. `coupons` are those that were taken."""

    visits: int = 0
    visitors: int | None = None
    visitor_days: int = 0
    goods_views: int = 0
    carts: int = 0
    orders: int = 0
    paid: Money = _NOTHING
    commission: Money = _NOTHING
    refunds: Money = _NOTHING
    scans: int = 0
    lookups: int = 0
    follows: int = 0
    reviews: int = 0
    new: int = 0
    returning: int = 0
    coupons: int = 0


class Step(NamedTuple):
    """The figures of an hour, day, week or month that begins then."""

    begins: datetime
    figures: Figures


class PartFigures(NamedTuple):
    """Of goods, a link or a coupon, by its id; of a placement, style or tone, by its name. None: all the others."""

    key: int | str | None
    figures: Figures


_ADDED = [one.name for one in fields(Figures) if one.name != "visitors"]
_MONEY = ("paid", "commission", "refunds")


def added(many: Iterable[Figures]) -> Figures:
    """Their sum. Visitors of several days are nobody's number."""
    given = list(many)
    return made({name: sum(getattr(one, name) for one in given) for name in _ADDED})


def made(found: dict[str, Any]) -> Figures:
    """Figures from plain numbers."""
    return Figures(**found | {name: Money(found.get(name, 0)) for name in _MONEY})
