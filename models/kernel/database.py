"""The one way to the database: an engine, and sessions that either read or write.

SQLite runs in WAL mode with foreign keys on and synchronous FULL (an acknowledged order survives power loss). A
writing transaction begins IMMEDIATE behind an advisory file lock: SQLite's own busy handler is unfair, the lock's
queue is fair. A reading session cannot write, on either database: that is how "no GET writes" is kept.

Who reads much and writes little reads first and queues up afterwards (`reading_first`, `queue_up`): behind the lock it
only proves that what it read still holds, and writes.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Engine, bindparam, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.base import OptionEngine
from sqlalchemy.pool import Pool
from sqlmodel import Session, SQLModel, create_engine

from models.kernel.patience import (
    POOL_SECONDS,
    POSTGRES_PATIENCE,
    ask_after_rest,
    connect_patiently,
    let_the_server_say,
    limit_statements,
)
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import insert_for
from models.kernel.writers_queue import WritersQueue, guard_sqlite

_READ_ONLY = {"writing": False, "postgresql_readonly": True}
# Where a session that reads first keeps its two engines.
_BOTH = "reading and writing"
_TURN = Prebuilt(select(func.pg_advisory_xact_lock(bindparam("name", type_=BigInteger))))


class Overtaken(Exception):
    """What was read before the lock does not hold behind it any more: somebody else was first. Who proves reads
    again."""


class Database:
    """An engine with the house's rules on it, and `reader`, on which the database refuses every write. `url` is
    SQLAlchemy's; postgresql:// means psycopg 3."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        pool: dict[str, Any] = {
            "pool_size": 8,
            "max_overflow": 64,
            "pool_timeout": POOL_SECONDS,
            "connect_args": {} if self.is_sqlite else POSTGRES_PATIENCE,
        }
        # An error is logged with its statement; what people typed into it (names, phones) does not belong into logs.
        self.engine: Engine = create_engine(parsed, hide_parameters=True, **pool)
        if self.is_sqlite:
            assert parsed.database, "an in-memory SQLite has no file to lock; name one"
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.queue = WritersQueue(f"{parsed.database}.lock")
            guard_sqlite(self.engine, self.queue)
        else:
            connect_patiently(self.engine)
            ask_after_rest(self.engine)
            limit_statements(self.engine)
            let_the_server_say(self.engine)
        self.reader = reader_of(self.engine)

    def hurry(self, milliseconds: int) -> None:
        """From here on nobody waits longer for a statement, or on SQLite for the queue of writers."""
        if self.is_sqlite:
            self.queue.seconds = milliseconds / 1000
        else:
            limit_statements(self.engine, milliseconds)

    def reading(self) -> Session:
        """A session in which every write is refused by the database itself."""
        return Session(self.reader)

    def writing(self) -> Session:
        """A session that may write. On SQLite its first statement waits in the queue of writers."""
        return Session(self.engine)

    def reading_first(self) -> Session:
        """A session that reads like any other, until `queue_up` makes it one that writes."""
        session = Session(self.reader)
        session.info[_BOTH] = (self.reader, self.engine)
        return session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that commits at the end of the block and rolls back where the block raises."""
        with self.writing() as session:
            yield session
            session.commit()


def queue_up(session: Session) -> bool:
    """A session that has read so far writes from here on: its next statement waits in the queue of writers, holding
    nothing. What it loaded is let go of as it is, so that nothing of it can be loaded again behind the lock. A session
    that writes already goes on with its transaction: False."""
    engines = session.info.get(_BOTH)
    if engines is None or session.bind is engines[1]:
        return False
    session.expunge_all()
    session.rollback()
    session.bind = engines[1]
    return True


def read_again(session: Session) -> None:
    """After a commit, or to give up what was written since `queue_up`: the session only reads again."""
    session.rollback()
    engines = session.info.get(_BOTH)
    if engines is not None:
        session.bind = engines[0]


@contextmanager
def proving(session: Session) -> Iterator[None]:
    """The steps of one attempt behind the lock. Where the block raises, they leave no trace: a session that queued up
    for them only reads again; one that was writing before keeps what it had written."""
    if not queue_up(session):
        with session.begin_nested():
            yield
        return
    try:
        yield
    except BaseException:
        read_again(session)
        raise


def in_turn(session: Session, what: str) -> None:
    """Waits until nobody else is behind the lock for the same thing, where no row stands for it; held until the
    transaction ends. Whoever writes to SQLite is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        name = int.from_bytes(hashlib.blake2b(what.encode(), digest_size=8).digest(), signed=True)
        _TURN.rows(session, {"name": name})


class _Reader(OptionEngine):
    """An SQLite engine whose connections only ever read: to forbid and to allow writing on one connection in turns
    makes SQLite prepare all its statements again. Events and disposal are its parent's."""

    def __init__(self, proxied: Engine, options: dict[str, Any]) -> None:
        super().__init__(proxied, options)
        self._readers = proxied.pool.recreate()

    @property
    def pool(self) -> Pool:
        """Its own, and not its parent's."""
        return self._readers

    @pool.setter
    def pool(self, pool: Pool) -> None:
        self._readers = pool

    def renew(self) -> None:
        """Lets go of all connections."""
        self._readers.dispose()
        self._readers = self._readers.recreate()


def reader_of(engine: Engine) -> Engine:
    """What belongs to an engine for reading: of SQLite with connections of its own."""
    if engine.dialect.name != "sqlite":
        return engine.execution_options(**_READ_ONLY)
    reader = _Reader(engine, {"writing": False})
    event.listen(engine, "engine_disposed", lambda _: reader.renew())
    return reader


def insert_into(session: Session, record: type[SQLModel]) -> Any:
    """INSERT in the session's own dialect, which knows what to do ON CONFLICT."""
    return insert_for(session.get_bind().dialect.name, record)


def insert_ignoring(session: Session, record: type[SQLModel]) -> Any:
    """INSERT … ON CONFLICT DO NOTHING in the session's own dialect; its row count says whether it was first."""
    statement = insert_into(session, record).on_conflict_do_nothing()
    # An INSERT's row count is thrown away unless asked for.
    return statement.execution_options(preserve_rowcount=True)
