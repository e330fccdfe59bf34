"""The figures of one shop over a span, from roll-ups alone: as fast for ten million visits as for one.

Each question is one prebuilt statement on an index of each roll-up: of what was seen, and of what was sold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.report.numbers.day_range import By, DayRange, first_of, midnight_of
from models.report.numbers.figures import Figures, PartFigures, Step, made
from models.report.numbers.trade_rollup import TradeRollup
from models.statistics.days import clock_hour
from models.statistics.visit_rollup import RollupSpan, VisitRollup

Of = Literal["goods", "link", "placement", "style", "tone", "coupon"]
_seen, _sold = table_of(VisitRollup), table_of(TradeRollup)
_SEEN = ("visits", "goods_views", "scans", "lookups", "coupons", "carts", "visitors", "been_before")
_SOLD = ("orders", "paid", "commission", "refunds", "follows", "reviews")
_FIGURES = (*_SEEN, *_SOLD)
_BY_ID = ("goods", "link", "coupon")
_Found = dict[str, int]


class ShopDays:
    """The figures of a shop's days, read once; whatever lies within them is added up from these."""

    def __init__(self, session: Session, shop_id: int, *spans: DayRange) -> None:
        """Reads from the first of the spans' days to their last."""
        since, until = min(span.since for span in spans), max(span.until for span in spans)
        self._days = _steps(session, shop_id, since, until, "day")

    def series(self, span: DayRange, by: By) -> tuple[Step, ...]:
        """Every day, week or month of a span in order, those without anything included."""
        groups: dict[datetime, _Found] = defaultdict(lambda: defaultdict(int))
        for began, found in self._within(span):
            if by == "day":
                groups[began] = found
            else:
                _add(groups[midnight_of(first_of(local(began).date(), by))], found)
        return _in_order(span, by, groups)

    def total(self, span: DayRange) -> Figures:
        """Of a whole span."""
        whole: _Found = defaultdict(int)
        for _began, found in self._within(span):
            _add(whole, found)
        return _figures(whole, one_day=span.days == 1)

    def _within(self, span: DayRange) -> Iterator[tuple[datetime, _Found]]:
        since, until = span.since, span.until
        return ((began, found) for began, found in self._days.items() if since <= began < until)


def series(session: Session, shop_id: int, span: DayRange, by: By) -> tuple[Step, ...]:
    """Every step of the span in order, those without anything included."""
    if by == "hour":
        return _in_order(span, by, _steps(session, shop_id, span.since, span.until, "hour"))
    return ShopDays(session, shop_id, span).series(span, by)


def total(session: Session, shop_id: int, span: DayRange) -> Figures:
    """Of the whole span."""
    whole: _Found = defaultdict(int)
    for row in _TOTAL.rows(session, _asked(shop_id, span, "day", [""])):
        _add(whole, row._asdict())
    return _figures(whole, one_day=span.days == 1)


def parts(session: Session, shop_id: int, span: DayRange, of: Of, most: int = 50) -> tuple[PartFigures, ...]:
    """By what was paid, then by visits; what is past `most` is one more, without a key. An order with lines of two
    parts is an order of each."""
    return parts_by(session, shop_id, span, (of,), most)[of]


def parts_by(
    session: Session, shop_id: int, span: DayRange, ofs: Sequence[Of], most: int = 50
) -> dict[Of, tuple[PartFigures, ...]]:
    """The same of several kinds of parts at once. The database ranks them, and adds up what is past `most`."""
    found: dict[Of, list[PartFigures]] = {of: [] for of in ofs}
    asked = _asked(shop_id, span, "day", sorted(found)) | {"most": most, "rest": most + 1}
    for row in _PARTS.rows(session, asked):
        key = None if row.place > most else int(row.key) if row.part in _BY_ID else row.key
        found[row.part].append(PartFigures(key, _figures(row._asdict())))
    return {of: tuple(some) for of, some in found.items()}


def hours_of_day(session: Session, shop_id: int, span: DayRange) -> tuple[Figures, ...]:
    """Twenty-four, from midnight on: what came in that hour, on all days of the span together."""
    found: dict[int, _Found] = defaultdict(lambda: defaultdict(int))
    for row in _hours(session).rows(session, _asked(shop_id, span, "hour", [""])):
        _add(found[row.clock], row._asdict())
    return tuple(_figures(found[hour]) for hour in range(24))


def _steps(
    session: Session, shop_id: int, since: datetime, until: datetime, grain: RollupSpan
) -> dict[datetime, _Found]:
    """By the moment at which each hour or day began."""
    given = {"shop_id": shop_id, "span": grain, "parts": [""], "since": since, "until": until}
    return {row.begins.astimezone(UTC): row._asdict() for row in _STEPS.rows(session, given)}


def _in_order(span: DayRange, by: By, found: Mapping[datetime, Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(Step(begins, _figures(found.get(begins, {}), one_day=by == "day")) for begins in span.steps(by))


def _asked(shop_id: int, span: DayRange, grain: RollupSpan, of: Sequence[str]) -> dict[str, Any]:
    return {"shop_id": shop_id, "span": grain, "parts": of, "since": span.since, "until": span.until}


def _halves(*grouped: Callable[[Table], Any], adds_up: bool = True) -> CompoundSelect[Any]:
    """What was seen, then what was sold, each with noughts for the other's figures."""
    return union_all(*(_half(table, names, grouped, adds_up) for table, names in ((_seen, _SEEN), (_sold, _SOLD))))


def _half(table: Table, names: Sequence[str], grouped: Sequence[Callable[[Table], Any]], adds_up: bool) -> Select[Any]:
    keys = [key(table) for key in grouped]
    own: dict[str, Any] = {name: type_coerce(table.c[name], BigInteger) for name in names}
    if adds_up:
        own = {name: func.coalesce(func.sum(column), 0) for name, column in own.items()}
    figures = [own.get(name, _NOUGHT).label(name) for name in _FIGURES]
    whose = (table.c.shop_id == _SHOP, table.c.span == _SPAN, table.c.part.in_(_OF))
    query = select(*keys, *figures).where(*whose, table.c.begins >= _SINCE, table.c.begins < _UNTIL)
    return query.group_by(*keys) if adds_up and keys else query


def _each_step() -> Select[Any]:
    each = _halves(lambda table: table.c.begins, adds_up=False).subquery()
    return select(each.c.begins, *_sums(each)).group_by(each.c.begins)


def _ranked_parts() -> Select[Any]:
    """Part by part, the largest first; those past the most together, in the place after them."""
    each = _halves(lambda table: table.c.part, lambda table: table.c.key).subquery()
    one = select(each.c.part, each.c.key, *_sums(each)).group_by(each.c.part, each.c.key).subquery()
    rank = func.row_number().over(partition_by=one.c.part, order_by=(one.c.paid.desc(), one.c.visits.desc(), one.c.key))
    ranked = select(one, rank.label("rank")).subquery()
    place = case((ranked.c.rank <= _MOST, ranked.c.rank), else_=_REST)
    placed = select(ranked, place.label("place")).subquery()
    query = select(placed.c.part, placed.c.place, func.min(placed.c.key).label("key"), *_sums(placed))
    return query.group_by(placed.c.part, placed.c.place).order_by(placed.c.part, placed.c.place)


def _sums(of: Subquery) -> Iterator[Any]:
    return (func.sum(of.c[name]).label(name) for name in _FIGURES)


def _hours(session: Session) -> Prebuilt:
    """The databases tell the hour of a moment each in its own way."""
    name = session.get_bind().dialect.name
    if name not in _HOURS:
        _HOURS[name] = Prebuilt(_halves(lambda table: clock_hour(session, table.c.begins).label("clock")))
    return _HOURS[name]


def _add(found: _Found, more: Mapping[str, Any]) -> None:
    for name in _FIGURES:
        found[name] += int(more[name])


def _figures(found: Mapping[str, Any], *, one_day: bool = False) -> Figures:
    plain: dict[str, Any] = {name: int(found.get(name, 0)) for name in _FIGURES}
    visitors, returning = plain.pop("visitors"), plain.pop("been_before")
    plain |= {"visitor_days": visitors, "returning": returning, "new": visitors - returning}
    return made(plain | {"visitors": visitors} if one_day else plain)


# Whatever changes from call to call.
_SHOP = bindparam("shop_id", type_=_seen.c.shop_id.type)
_SPAN = bindparam("span", type_=_seen.c.span.type)
_OF = bindparam("parts", expanding=True, type_=_seen.c.part.type)
_SINCE, _UNTIL = (bindparam(name, type_=_seen.c.begins.type) for name in ("since", "until"))
_MOST, _REST = (bindparam(name, type_=BigInteger()) for name in ("most", "rest"))
_NOUGHT: ColumnElement[int] = literal_column("0", BigInteger())
_TOTAL = Prebuilt(_halves())
_STEPS = Prebuilt(_each_step())
_PARTS = Prebuilt(_ranked_parts())
_HOURS: dict[str, Prebuilt] = {}
