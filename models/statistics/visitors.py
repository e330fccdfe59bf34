"""Visitors, counted a day at a time and exactly. A day that had visits is due; it is counted from its visits, outside
of any lock, and kept only where nothing came meanwhile. A day whose visits are gone keeps its number."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, literal, or_, select
from sqlmodel import Session

from models.kernel.database import Database, in_turn, insert_into
from models.kernel.record import table_of
from models.statistics.days import day_after, day_began
from models.statistics.visit import Visit
from models.statistics.visit_rollup import ROLLING_TURN, DayDue, VisitRollup, rolled_upto

# Visits of earlier days than this mark says (seconds since 1970) are gone, or are going.
GONE_MARK = "gone"
_DAYS_AT_ONCE = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_visit, _due, _rollup = table_of(Visit), table_of(DayDue), table_of(VisitRollup)
_KEYS = ["shop_id", "span", "part", "begins", "key"]


def note_day_due(session: Session, shop_id: int, day: datetime) -> None:
    """That the visitors of a day are to be counted anew."""
    row = insert_into(session, DayDue).values(shop_id=shop_id, day=day, stamp=_new_stamp())
    _note(session, row)


def note_days_due(session: Session, within: ColumnElement[bool]) -> None:
    """The same of all days of these visits."""
    day = day_began(session, _visit.c.hour)
    found = select(_visit.c.shop_id, day.label("day"), literal(_new_stamp())).where(within).distinct()
    _note(session, insert_into(session, DayDue).from_select(["shop_id", "day", "stamp"], found))


def count_due_days(database: Database) -> int:
    """Counts the visitors of all days that are due; returns how many days."""
    counted, after = 0, (0, _EPOCH)
    while True:
        with database.reading() as session:
            found = _counted(session, after)
        if not found:
            return counted
        with database.transaction() as session:
            # The same rows as rolling up writes, in another order.
            in_turn(session, ROLLING_TURN)
            counted += _keep(session, found)
        after = (found[-1].shop_id, found[-1].day)


def gone_before(session: Session) -> datetime:
    """The beginning of the first day whose visits all stand."""
    return datetime.fromtimestamp(rolled_upto(session.connection(), GONE_MARK), UTC)


def _counted(session: Session, after: tuple[int, datetime]) -> Sequence[Any]:
    """The next days that are due, with their visitors."""
    later = or_(_due.c.shop_id > after[0], and_(_due.c.shop_id == after[0], _due.c.day > after[1]))
    due = select(_due).where(later).order_by(_due.c.shop_id, _due.c.day).limit(_DAYS_AT_ONCE).subquery()
    is_there = and_(_visit.c.shop_id == due.c.shop_id, _visit.c.hour >= due.c.day)
    is_there = and_(is_there, _visit.c.hour < day_after(session, due.c.day))
    before = func.count(case((_visit.c.been_before, _visit.c.visitor)).distinct()).label("been_before")
    query = select(*due.c, func.count(_visit.c.visitor.distinct()).label("visitors"), before)
    query = query.outerjoin_from(due, _visit, is_there).group_by(*due.c).order_by(due.c.shop_id, due.c.day)
    return session.connection().execute(query).all()


def _keep(session: Session, found: Sequence[Any]) -> int:
    """Keeps what was counted of the days that are still due as they were."""
    first, last = found[0], found[-1]
    shops = (_due.c.shop_id >= first.shop_id, _due.c.shop_id <= last.shop_id)
    days = (_due.c.day >= min(row.day for row in found), _due.c.day <= max(row.day for row in found))
    stamps = session.connection().execute(select(_due).where(*shops, *days).with_for_update())
    still = {(row.shop_id, row.day): row.stamp for row in stamps}
    done = [row for row in found if still.get((row.shop_id, row.day)) == row.stamp]
    # Asked here, where nothing can go meanwhile: what was counted while visits went is thrown away.
    gone = gone_before(session)
    if standing := [row for row in done if row.day >= gone]:
        row = insert_into(session, VisitRollup)
        new = {name: row.excluded[name] for name in ("visitors", "been_before")}
        row = row.on_conflict_do_update(index_elements=_KEYS, set_=new)
        session.connection().execute(row, [_day_row(one) for one in standing])
    for one in done:
        session.connection().execute(delete(_due).where(_due.c.shop_id == one.shop_id, _due.c.day == one.day))
    return len(standing)


def _day_row(counted: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("visits", "goods_views", "scans", "lookups", "coupons", "carts"), 0)
    where = {"shop_id": counted.shop_id, "span": "day", "part": "", "begins": counted.day, "key": ""}
    return where | nothing | {"visitors": counted.visitors, "been_before": counted.been_before}


def _note(session: Session, row: Any) -> None:
    again = {"stamp": row.excluded.stamp}
    session.connection().execute(row.on_conflict_do_update(index_elements=["shop_id", "day"], set_=again))


def _new_stamp() -> int:
    return secrets.randbits(62)
