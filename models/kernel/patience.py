"""How long the database is waited for: for its answer, for a row that others hold, for a statement; and what else a
connection of PostgreSQL's is told."""

from typing import Any

from sqlalchemy import Engine, event

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
_JOB_MS, PAGE_MS = 15 * 60 * 1000, 30_000
POOL_SECONDS = 10


def limit_statements(engine: Engine, milliseconds: int = _JOB_MS) -> None:
    """From here on no statement on a new connection of PostgreSQL's takes longer. SQLite's wait for the lock alone,
    which has its own limit."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect")
    def limit(connection: Any, record: Any) -> None:
        # Not by the address's `options`: poolers in between refuse those.
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_MS}")
            cursor.execute(f"SET statement_timeout = {milliseconds}")
        connection.commit()


def let_the_server_say(engine: Engine) -> None:
    """Whether PostgreSQL only reads is its own to say. SQLAlchemy hands a connection on from who only reads with the
    word that it may write, which goes before what the server was told."""

    @event.listens_for(engine, "checkin")
    def forget(connection: Any, record: Any) -> None:
        if connection is not None and not connection.closed:
            connection.read_only = None
