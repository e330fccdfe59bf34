"""The chain of the trail, walked from its first place to its last: no row was changed, moved, put in or taken away.

A stretch of places at a time, so that a million rows take seconds and no more memory than a stretch. SQLite's rows are
hashed here, as its driver gives them; PostgreSQL hashes its own, since handing rows over takes longer than that.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from models.account.audit.audit import Audit
from models.account.audit.chain_mark import ChainMark
from models.account.audit.chaining import unchained
from models.account.audit.heads import NEWEST, Head
from models.account.audit.marks import BEGINNING, MARKED_COLUMNS, mark_of, written_moment
from models.checks.trail_in_sql import BENT
from models.kernel.fault import Fault
from models.kernel.record import table_of

# Places at a time. What PostgreSQL hashes stays on its side, and a longer stretch is joined by a quicker way.
STRETCHES = {"sqlite": 5_000, "postgresql": 50_000}
# A row that has no place for so long was not left to the chainer.
SOON = timedelta(minutes=1)
_NIGHTS = timedelta(days=2)
_audit, _mark = table_of(Audit), table_of(ChainMark)
_PLACES = (
    "SELECT m.position, m.audit_id, m.mark, m.chained_at, "  # noqa: S608  The names are our own.
    f"{', '.join(f'a.{name}' for name in MARKED_COLUMNS)} FROM chain_mark m LEFT JOIN audit a ON a.id = m.audit_id "
    "WHERE m.position BETWEEN {} AND {} ORDER BY m.position"
)


def chain_faults(connection: Connection) -> Iterator[Fault]:
    """The first row that is not what was chained at its place."""
    last = connection.execute(select(func.coalesce(func.max(_mark.c.position), 0))).scalar_one()
    stretch = STRETCHES[connection.dialect.name]
    for after in range(0, last, stretch):
        fault = _fault_within(connection, after, after + stretch)
        if fault:
            yield fault
            break


def rows_without_place(connection: Connection, at: datetime) -> Iterator[Fault]:
    """Rows that wait for the chainer too long, as one fault."""
    late = unchained(_audit.c.id).where(_audit.c.at < at - SOON)
    first = connection.execute(late.limit(1)).scalar()
    if first is not None:
        waiting = connection.execute(select(func.count()).select_from(late.subquery())).scalar_one()
        words = f"not in the chain, {waiting} in all: no chainer is at work, or they were put in behind its back"
        yield Fault("trail.unchained", f"row {first}", words)


def _fault_within(connection: Connection, after: int, last: int) -> Fault | None:
    """The first fault of the stretch that follows on a place."""
    if connection.dialect.name == "postgresql":
        bent = connection.execute(BENT, {"after": after, "last": last, "beginning": BEGINNING}).scalar()
        if bent is None:
            return None
        # Said by the same words as everywhere.
        return _fault_in(connection, bent - 1, bent)
    return _fault_in(connection, after, last)


def _fault_in(connection: Connection, after: int, last: int) -> Fault | None:
    driver: Any = connection.connection.driver_connection
    at, before = after, BEGINNING if after == 0 else ""
    for position, number, mark, chained_at, *row in driver.execute(_PLACES.format(after, last)).fetchall():
        if position != after:
            fault = _amiss(at if before else at - 1, before, (position, number, mark, chained_at), row)
            if fault:
                return fault
        at, before = position, mark
    return None


def _amiss(at: int, before: str, place: tuple[Any, ...], row: list[Any]) -> Fault | None:
    """What is wrong at a place that follows on another."""
    position, number, mark, chained_at = place
    if position != at + 1:
        return Fault("trail.chain", f"place {at + 1}", f"missing from the chain, up to place {position - 1}")
    if row[0] is None:
        return Fault("trail.chain", f"row {number}", f"missing: it stood at place {position} of the chain")
    if mark != _marked(before, position, chained_at, row):
        words = f"changed, or moved: it is not what was chained at place {position}"
        return Fault("trail.chain", f"row {number}", f"{words} ({row[4]}, {str(row[5])[:40]})")
    return None


def _marked(before: str, position: int, chained_at: Any, row: list[Any]) -> str:
    """The mark that the row should have; none where its columns are not even what they can be."""
    try:
        return mark_of(before, position, written_moment(chained_at), (*row[:-1], written_moment(row[-1])))
    except (AttributeError, TypeError, ValueError):
        return ""


def head_faults(connection: Connection, kept: Iterable[Head]) -> Iterator[Fault]:
    """The first of the heads that were kept apart through which the chain does not go."""
    heads = sorted(kept)
    places = select(_mark.c.position, _mark.c.mark).where(_mark.c.position.in_([head.position for head in heads]))
    there = {row.position: row.mark for row in connection.execute(places)}
    for head in heads:
        if head.position not in there:
            words = f"a head was kept of it at {head.kept_at}, but the chain does not reach it"
        elif there[head.position] != head.mark:
            words = f"not the mark that was kept at {head.kept_at}: the chain was written anew at or before it"
        else:
            continue
        yield Fault("trail.head", f"place {head.position}", words)
        return


def missed_nights(connection: Connection, kept: Mapping[str, Head], at: datetime) -> Iterator[Fault]:
    """Where the trail goes on and no head was kept for two days, a rewriting would not show."""
    nights = [datetime.fromisoformat(head.kept_at) for key, head in kept.items() if key != NEWEST and head.position]
    if not nights or at - max(nights) < _NIGHTS:
        return
    later = select(func.count()).select_from(_mark).where(_mark.c.chained_at > max(nights))
    if connection.execute(later).scalar_one():
        words = f"the last night's head was kept at {max(nights).isoformat()}: no worker keeps it"
        yield Fault("trail.head", "nights", words)
