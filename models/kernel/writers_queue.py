"""The queue of SQLite's writers: an exclusive file lock that the system takes back from whoever dies."""

import fcntl
import os
from typing import Any

from sqlalchemy import Connection, Engine, event

from models.kernel.patience import BUSY_MS

_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MS}",
    "cache_size=-2000",
    "temp_store=MEMORY",
)


def guard_sqlite(engine: Engine, lock_path: str) -> None:
    """Hangs pragmas, explicit BEGINs and the writers' queue on an SQLite engine."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The driver's own transaction handling is off, so that the BEGIN below is the only one.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", True)
        # Past SQLAlchemy: these two run before every transaction, and are nobody's statements.
        driver: Any = connection.connection.driver_connection
        if connection.info.get("writing") is not writing:
            driver.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}").close()
            connection.info["writing"] = writing
        # Whoever begins again on a connection it has kept (one migration after another) stands in front already.
        if writing and "queue" not in connection.info:
            connection.info["queue"] = _enter_queue(lock_path)
        driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN").close()

    @event.listens_for(engine, "checkin")
    def leave(connection: Any, record: Any) -> None:
        # A connection comes back to the pool only after its commit or rollback is done.
        descriptor = record.info.pop("queue", None)
        if descriptor is not None:
            os.close(descriptor)


def _enter_queue(path: str) -> int:
    """Waits for the exclusive lock and returns the descriptor that holds it; closing it, or dying, lets the next in."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor
