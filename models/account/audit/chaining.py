"""Chaining: rows that were committed get their places, one chainer at a time across processes and machines.

Whoever writes a row waits for nobody: ids are given out before the commit, so on PostgreSQL a row may come into sight
after a later one. It gets the next place all the same; the order of the chain is the order in which rows were seen.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlmodel import Session

from models.account.audit.audit import Audit
from models.account.audit.chain_mark import ChainMark
from models.account.audit.marks import BEGINNING, MARKED_COLUMNS, mark_of, written_moment
from models.kernel.database import Database, in_turn
from models.kernel.record import table_of

CHAIN_BATCH = 500
# How far behind the newest row a quick look still looks for one that came into sight late.
CHAIN_WINDOW = 2_000
_audit, _mark = table_of(Audit), table_of(ChainMark)
_COLUMNS = tuple(_audit.c[name] for name in MARKED_COLUMNS)
_NEWEST = select(func.coalesce(func.max(_audit.c.id), 0))


def unchained(*columns: Any, after: int = 0) -> Select[Any]:
    """Rows without a place, the lowest id first; of those past an id."""
    query = select(*columns).outerjoin_from(_audit, _mark, _mark.c.audit_id == _audit.c.id)
    return query.where(_mark.c.audit_id.is_(None), _audit.c.id > after).order_by(_audit.c.id)


def chain(database: Database, *, at: datetime, window: int | None = CHAIN_WINDOW) -> int:
    """Gives every row that waits its place, batch by batch; returns how many got one. Where nothing waits, nothing is
    written and nobody waits."""
    chained = 0
    while _waits(database, window):
        with database.transaction() as session:
            done = chain_batch(session, at=at, window=window)
        chained += done
        if done < CHAIN_BATCH:
            break
    return chained


def chain_batch(session: Session, *, at: datetime, window: int | None = CHAIN_WINDOW) -> int:
    """One batch, in its own transaction. Nobody else moves the head from behind the turn to the commit."""
    in_turn(session, "trail")
    connection = session.connection()
    rows = connection.execute(unchained(*_COLUMNS, after=_begin(connection, window)).limit(CHAIN_BATCH)).all()
    if rows:
        connection.execute(_mark.insert(), places_after(rows, chain_head(session), at))
    return len(rows)


def chain_head(session: Session) -> tuple[int, str]:
    """The last place and its mark; before the first row 0 and the beginning."""
    last = select(_mark.c.position, _mark.c.mark).order_by(_mark.c.position.desc()).limit(1)
    found = session.connection().execute(last).first()
    return (found.position, found.mark) if found else (0, BEGINNING)


def places_after(rows: Sequence[Any], head: tuple[int, str], at: datetime) -> list[dict[str, Any]]:
    """The places of these rows, which follow on a head."""
    position, mark = head
    chained_at, made = written_moment(at), []
    for number, *facts, moment in rows:
        position += 1
        mark = mark_of(mark, position, chained_at, (number, *facts, written_moment(moment)))
        made.append({"position": position, "audit_id": number, "mark": mark, "chained_at": at})
    return made


def waiting_since(database: Database) -> datetime | None:
    """The moment of the oldest of the newest rows that have no place yet; None where all have one."""
    with database.reading() as session:
        connection = session.connection()
        late = unchained(_audit.c.at, after=_begin(connection, CHAIN_WINDOW)).limit(1)
        oldest: datetime | None = connection.execute(late).scalar()
    return oldest


def _waits(database: Database, window: int | None) -> bool:
    with database.reading() as session:
        connection = session.connection()
        late = unchained(_audit.c.id, after=_begin(connection, window)).limit(1)
        return connection.execute(late).first() is not None


def _begin(connection: Connection, window: int | None) -> int:
    """The id from which on it is looked. Asked for by itself: a planner that knows it walks the end of the index."""
    return 0 if window is None else int(connection.execute(_NEWEST).scalar_one()) - window
