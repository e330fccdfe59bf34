"""Visits go after some days: where somebody was is nobody's business for longer. Their figures stay."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from models.kernel.database import Database, in_turn, insert_into
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.statistics.counting import counting_day, visitor_key
from models.statistics.days import shanghai_day
from models.statistics.rolling import VISITS_MARK, roll_up, rolled_to
from models.statistics.visit import Visit
from models.statistics.visit_rollup import ROLLING_TURN, RollupMark, VisitRollup
from models.statistics.visitors import GONE_MARK, gone_before

_GONE_AT_ONCE = 5_000
_visit, _rollup, _mark = table_of(Visit), table_of(VisitRollup), table_of(RollupMark)


def forget_visits(database: Database, *, rules: Rules, at: datetime) -> int:
    """Deletes the visits of days that are over for too long, once they are in the roll-ups; returns how many."""
    roll_up(database)
    before = shanghai_day(at) - timedelta(days=rules.visit_days)
    with database.transaction() as session:
        in_turn(session, ROLLING_TURN)
        before = max(before, gone_before(session))
        _set_mark(session, GONE_MARK, int(before.timestamp()))
    gone = 0
    while many := _forget_some(database, before):
        gone += many
    return gone


def begin_anew(database: Database) -> None:
    """Takes away the roll-ups of all days whose visits stand: rolling up goes through those visits once more."""
    with database.transaction() as session:
        in_turn(session, ROLLING_TURN)
        gone = gone_before(session)
        # What came late, of days that are gone, is in their figures already.
        _forget(session, gone, _GONE_AT_ONCE**2)
        session.connection().execute(delete(_rollup).where(_rollup.c.begins >= gone))
        _set_mark(session, VISITS_MARK, 0)


def visitor_keys(visitor: str, *, secret: str, days: tuple[int, int], at: datetime) -> frozenset[str]:
    """Under which keys a visitor's visits may stand now; `days` are those after which keys change, and those that
    visits are kept. Those of another secret, or of before the days were set otherwise, nobody finds again."""
    changing, kept = days
    if not visitor or not secret:
        return frozenset()
    today = counting_day(at)
    # One more: visits of a day go once it is over.
    asked = {*range(today, today - kept - 2, -changing), today - kept - 1}
    return frozenset(visitor_key(secret, visitor, day=day, days=changing) for day in asked)


def forget_visitor(session: Session, visitor: str) -> int:
    """What a browser left is nobody's any more: its visits become those of a visitor whom nobody knows, so that all
    figures stay as they are. Returns how many."""
    nobody = update(_visit).where(_visit.c.visitor == visitor).values(visitor=secrets.token_hex(8))
    return session.connection().execute(nobody).rowcount


def _forget_some(database: Database, before: datetime) -> int:
    with database.transaction() as session:
        in_turn(session, ROLLING_TURN)
        return _forget(session, before, _GONE_AT_ONCE)


def _forget(session: Session, before: datetime, most: int) -> int:
    """Those that are rolled up. SQLite gives the highest id again once its row is gone: so the mark never stands above
    it."""
    upto = rolled_to(session)
    old = select(_visit.c.id).where(_visit.c.hour < before, _visit.c.id <= upto).limit(most)
    many = session.connection().execute(delete(_visit).where(_visit.c.id.in_(old))).rowcount
    highest = session.connection().execute(select(func.max(_visit.c.id))).scalar() or 0
    if highest < upto:
        _set_mark(session, VISITS_MARK, highest)
    return many


def _set_mark(session: Session, name: str, upto: int) -> None:
    row = insert_into(session, RollupMark).values(name=name, upto=upto)
    session.connection().execute(row.on_conflict_do_update(index_elements=["name"], set_={"upto": upto}))
