"""Rounds of the day: work of a fixed hour that is made up for soon where the hour fell into an outage.

The clock looks every few minutes whether the newest round has been done. A row a round says so: one worker takes it,
whoever else looks meanwhile leaves it; one that fails is tried again after a few minutes, one whose worker was killed
after an hour.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlmodel import Field

from models.kernel.database import Database, insert_ignoring
from models.kernel.record import Record, moment, table_of

# When it is tried again: after a failure, and after a worker that was never heard of again.
ROUND_PAUSE, ROUND_PATIENCE = timedelta(minutes=10), timedelta(hours=1)


class DailyRound(Record, table=True):
    """When a round was done last, and before when nobody else takes it."""

    name: str = Field(primary_key=True, max_length=40)
    done_at: datetime = moment()
    again_at: datetime = moment()


_round = table_of(DailyRound)


def make_round(
    database: Database,
    name: str,
    hours: Sequence[time],
    make: Callable[[], object],
    *,
    clock: Callable[[], datetime],
) -> bool:
    """Makes the round where its newest hour (UTC) has passed and it was not done since; says whether it did. What
    `make` raises is raised, and it is tried again later. The first look of all only begins."""
    at = clock()
    if not _take(database, name, newest_hour(hours, at), at):
        return False
    try:
        make()
    except BaseException:
        _note(database, name, again_at=clock() + ROUND_PAUSE)
        raise
    # By when it was begun: an hour that passed while it was made is another round.
    _note(database, name, done_at=at, again_at=at)
    return True


def newest_hour(hours: Sequence[time], at: datetime) -> datetime:
    """The newest of these hours of the day that has passed."""
    days = (at.date(), at.date() - timedelta(days=1))
    passed = (datetime.combine(day, hour, at.tzinfo) for day in days for hour in hours)
    return max(one for one in passed if one <= at)


def _take(database: Database, name: str, due: datetime, at: datetime) -> bool:
    # A mark of a time that is still to come was left by a clock that ran back since.
    ahead = at + ROUND_PATIENCE
    undone = or_(_round.c.done_at < due, _round.c.done_at > ahead)
    is_free = or_(_round.c.again_at <= at, _round.c.again_at > ahead)
    is_due = undone & is_free
    # Looked at without the lock first: most looks find that it is done.
    with database.reading() as session:
        found = session.connection().execute(select(is_due).where(_round.c.name == name)).scalar()
        if found is False:
            return False
    with database.transaction() as session:
        begun = insert_ignoring(session, DailyRound).values(name=name, done_at=at, again_at=at)
        if session.exec(begun).rowcount:
            return False
        taken = update(_round).where(_round.c.name == name, is_due).values(again_at=ahead)
        return session.connection().execute(taken).rowcount == 1


def _note(database: Database, name: str, **facts: Any) -> None:
    with database.transaction() as session:
        session.connection().execute(update(_round).where(_round.c.name == name).values(**facts))
