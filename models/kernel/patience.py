"""How long the database is waited for: for its answer, for a row that others hold, for a statement; and what else a
connection of PostgreSQL's is told."""

from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

# SQLite's own patience with other writers, and PostgreSQL's with a row that others hold.
BUSY_MS = 10_000
# How long psycopg waits for a server that is silent: seconds for the connection, milliseconds for what was sent and not
# taken, and keepalives for one that went away in the middle of an answer.
POSTGRES_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
# How long a statement may take: a job's proof of a million lines, and a page's.
JOB_MS, PAGE_MS = 15 * 60 * 1000, 15_000
# The server itself stops a statement that takes too long. One that is stopped itself stops nothing: so much later the
# line is cut from here.
_GRACE_SECONDS = 3.0
POOL_SECONDS = 10
# So long a connection is trusted unasked: no server is gone and back sooner.
_REST_SECONDS = 0.5
# How long one that comes from the pool may take to say that it is alive, before another one is made.
_PING_SECONDS = 2.0


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits for no answer longer than `most_seconds`: a server that hangs, and whose machine still
    takes what is sent, looks alive to everything below."""

    most_seconds = 10.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Whatever is asked of the server comes through here. Raises OperationalError, and is closed then."""
        try:
            return super().wait(gen, interval, self.most_seconds if timeout is None else timeout)
        except psycopg.Error as error:
            if timeout is not None or type(error).__name__ != "_WaitTimeout":
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError("the server did not answer in time") from None


def connect_patiently(engine: Engine) -> None:
    """The engine's connections are such."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, args: Any, options: dict[str, Any]) -> PatientConnection:
        return PatientConnection.connect(*args, **options)

    ping = engine.dialect.do_ping

    def ping_briefly(connection: Any) -> bool:
        usual, connection.most_seconds = connection.most_seconds, _PING_SECONDS
        try:
            return ping(connection)
        finally:
            connection.most_seconds = usual

    # SQLAlchemy has no event for it; the dialect is this engine's own.
    setattr(engine.dialect, "do_ping", ping_briefly)  # noqa: B010  A method, to mypy.


def ask_after_rest(engine: Engine) -> None:
    """A connection that nobody used for a while is asked whether it still stands before it is given out. One that was
    in use a moment ago is not: that saves an order two questions."""

    @event.listens_for(engine, "checkin")
    def rest(connection: Any, record: Any) -> None:
        record.info["rested"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, lent: Any) -> None:
        if monotonic() - record.info.get("rested", 0.0) > _REST_SECONDS and record.info.pop("rested", None):
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error:
                # The others are as old: all of them are made anew.
                raise InvalidatePoolError from None


def limit_statements(engine: Engine, milliseconds: int = JOB_MS) -> None:
    """From here on no statement on a new connection of PostgreSQL's takes longer. SQLite's wait for the lock alone:
    writers_queue.py."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect")
    def limit(connection: Any, record: Any) -> None:
        # Not by the address's `options`: poolers in between refuse those.
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_MS}")
            cursor.execute(f"SET statement_timeout = {milliseconds}")
        connection.commit()
        connection.most_seconds = milliseconds / 1000 + _GRACE_SECONDS


def let_the_server_say(engine: Engine) -> None:
    """Whether PostgreSQL only reads is its own to say. SQLAlchemy hands a connection on from who only reads with the
    word that it may write, which goes before what the server was told."""

    @event.listens_for(engine, "checkin")
    def forget(connection: Any, record: Any) -> None:
        if connection is not None and not connection.closed:
            connection.read_only = None
