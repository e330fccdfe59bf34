"""Roll-ups as brute force has them: every visit that there is or was, looked at one by one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from models.kernel.database import Database
from models.kernel.record import table_of
from models.link.link import Link
from models.statistics.days import shanghai_day
from models.statistics.visit import PAGE_KINDS, Visit
from models.statistics.visit_rollup import VisitRollup

COUNTED = ("visits", "goods_views", "scans", "lookups", "coupons", "carts")
Place = tuple[int, str, str, datetime, str]
Counts = dict[Place, tuple[int, ...]]


def visits_of(session: Session) -> list[Any]:
    """All rows, with what their links say."""
    visit, link = table_of(Visit), table_of(Link)
    query = select(visit, link.c.placement, link.c.style, link.c.tone).outerjoin_from(visit, link)
    return list(session.connection().execute(query.where(visit.c.shop_id.is_not(None))))


def brute_force(visits: Iterable[Any]) -> Counts:
    """What the roll-ups of these visits count, visitors apart."""
    found: dict[Place, list[int]] = defaultdict(lambda: [0] * len(COUNTED))
    for one in visits:
        is_goods = one.kind == "goods" or (one.kind == "link" and one.goods_id is not None)
        seen = (one.kind in PAGE_KINDS, is_goods, *(one.kind == kind for kind in ("link", "lookup", "coupon", "cart")))
        for place in _places(one):
            found[place] = [count + is_one for count, is_one in zip(found[place], seen, strict=True)]
    return {place: tuple(counts) for place, counts in found.items()}


def visitors_of(visits: Iterable[Any]) -> dict[tuple[int, datetime], tuple[int, int]]:
    """How many visitors each day of each shop had, and how many of them had been there before."""
    found: dict[tuple[int, datetime], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in visits:
        everybody, before = found[one.shop_id, shanghai_day(one.hour)]
        everybody.add(one.visitor)
        if one.been_before:
            before.add(one.visitor)
    return {day: (len(everybody), len(before)) for day, (everybody, before) in found.items()}


def rolled_counts(database: Database) -> tuple[Counts, dict[tuple[int, datetime], tuple[int, int]]]:
    """What stands in the roll-ups, and the visitors in them; rows without anything count as none."""
    with database.reading() as session:
        rows = session.connection().execute(select(table_of(VisitRollup))).all()
    counts = {
        (row.shop_id, row.span, row.part, row.begins, row.key): tuple(getattr(row, name) for name in COUNTED)
        for row in rows
    }
    people = {(row.shop_id, row.begins): (row.visitors, row.been_before) for row in rows if row.visitors}
    return {place: found for place, found in counts.items() if any(found)}, people


def write_visits(database: Database, rows: Iterable[dict[str, Any]]) -> None:
    """As they stand in the table, past the counter."""
    plain = {"goods_id": None, "link_id": None, "coupon_id": None, "been_before": False}
    with database.transaction() as session:
        session.connection().execute(insert(table_of(Visit)), [plain | row for row in rows])


def _places(one: Any) -> Iterator[Place]:
    day = shanghai_day(one.hour)
    yield one.shop_id, "hour", "", one.hour, ""
    yield one.shop_id, "day", "", day, ""
    for part in ("goods", "link", "coupon"):
        if (key := getattr(one, f"{part}_id")) is not None:
            yield one.shop_id, "day", part, day, str(key)
    if one.link_id is not None:
        for part in ("placement", "style", "tone"):
            yield one.shop_id, "day", part, day, getattr(one, part)
