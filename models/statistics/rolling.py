"""Rolling visits up: each row once, in the order of their ids, a batch a transaction.

Visits are written one process at a time (counting.py), so ids stand in the order in which they can be read: the last
id that was rolled up says it all, also after a worker was killed. Late visits add to the hour that they belong to.
Visitors do not add up: they are counted anew for days that had visits (visitors.py).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select, update
from sqlmodel import Session

from models.kernel.database import Database, in_turn, insert_ignoring, insert_into
from models.kernel.record import table_of
from models.link.link import Link
from models.statistics.days import day_began
from models.statistics.visit import PAGE_KINDS, Visit
from models.statistics.visit_rollup import ROLLING_TURN, RollupMark, VisitRollup, rolled_upto
from models.statistics.visitors import count_due_days, note_days_due

ROLLUP_BATCH = 20_000
VISITS_MARK = "visits"
_visit, _link = table_of(Visit), table_of(Link)
_rollup, _mark = table_of(VisitRollup), table_of(RollupMark)
_COUNTED = ("visits", "goods_views", "scans", "lookups", "coupons", "carts")
_KEYS = ("shop_id", "span", "part", "begins", "key")


def roll_up(database: Database) -> int:
    """Rolls up what has come since, then counts the days that are due; returns how many visits."""
    rolled = 0
    while batch := roll_batch(database):
        rolled += batch
    count_due_days(database)
    return rolled


def roll_batch(database: Database, most: int = ROLLUP_BATCH) -> int:
    """Rolls up the next visits, in one transaction; returns how many. Does nothing where another worker is at it."""
    with database.reading() as session:
        first, last, many = _next(session, most)
    if not many:
        return 0
    with database.transaction() as session:
        in_turn(session, ROLLING_TURN)
        # Another worker was faster: it rolled these up.
        if not _move_mark(session, first, last):
            return many
        within = and_(_visit.c.id > first, _visit.c.id <= last, _visit.c.shop_id.is_not(None))
        _add_up(session, within)
        note_days_due(session, within)
    return many


def rolled_to(session: Session) -> int:
    """The id of the last visit that is in the roll-ups."""
    return rolled_upto(session.connection(), VISITS_MARK)


def _next(session: Session, most: int) -> tuple[int, int, int]:
    """After which id the next begin, the last of them, and how many they are."""
    first = rolled_to(session)
    ids = select(_visit.c.id).where(_visit.c.id > first).order_by(_visit.c.id).limit(most).subquery()
    last, many = session.connection().execute(select(func.max(ids.c.id), func.count())).one()
    return first, last or first, many


def _move_mark(session: Session, first: int, last: int) -> bool:
    moved = update(_mark).where(_mark.c.name == VISITS_MARK, _mark.c.upto == first).values(upto=last)
    if session.connection().execute(moved).rowcount == 1:
        return True
    new = insert_ignoring(session, RollupMark).values(name=VISITS_MARK, upto=last)
    return first == 0 and session.connection().execute(new).rowcount == 1


def _add_up(session: Session, within: ColumnElement[bool]) -> None:
    """Adds visits to the rows of their hours and days, of the whole shop and of each part."""
    day = day_began(session, _visit.c.hour)
    for span, begins, part, key, where in _grains(day):
        columns = [
            _visit.c.shop_id, literal(span), literal(part), begins.label("begins"), key.label("key"),
            *(_count(which) for which in _WHICH.values()), literal(0), literal(0),
        ]  # fmt: skip
        found = select(*columns).where(within, where)
        if part not in ("", "goods", "coupon"):
            found = found.join_from(_visit, _link, _visit.c.link_id == _link.c.id)
        groups = [_visit.c.shop_id, begins, *([key] if part else [])]
        row = insert_into(session, VisitRollup).from_select(
            [*_KEYS, *_COUNTED, "visitors", "been_before"], found.group_by(*groups)
        )
        more = {name: _rollup.c[name] + row.excluded[name] for name in _COUNTED}
        session.connection().execute(row.on_conflict_do_update(index_elements=list(_KEYS), set_=more))


def _grains(day: ColumnElement[datetime]) -> Iterator[tuple[str, Any, str, Any, ColumnElement[bool]]]:
    """Span, its beginning, part, its key, and which visits count there."""
    everything = _visit.c.shop_id.is_not(None)
    yield "hour", _visit.c.hour, "", literal(""), everything
    yield "day", day, "", literal(""), everything
    for part in ("goods", "link", "coupon"):
        column = _visit.c[f"{part}_id"]
        yield "day", day, part, cast(column, String), column.is_not(None)
    for part in ("placement", "style", "tone"):
        yield "day", day, part, _link.c[part], _visit.c.link_id.is_not(None)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


_IS_GOODS = or_(_visit.c.kind == "goods", and_(_visit.c.kind == "link", _visit.c.goods_id.is_not(None)))
_WHICH: dict[str, ColumnElement[bool]] = {
    "visits": _visit.c.kind.in_(PAGE_KINDS),
    "goods_views": _IS_GOODS,
    "scans": _visit.c.kind == "link",
    "lookups": _visit.c.kind == "lookup",
    "coupons": _visit.c.kind == "coupon",
    "carts": _visit.c.kind == "cart",
}
