"""The queue of SQLite's writers: an exclusive file lock that the system takes back from whoever dies.

Nobody can wait for such a lock for a while only: the system's own wait has no end. So one thread of each process
stands at the door and knocks until it is let in or its time is over, and the others wait behind it. All knock at the
same pace, so that among a few processes none is passed over for long.
"""

import fcntl
import os
import sqlite3
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from models.kernel.patience import BUSY_MS, JOB_MS

_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MS}",
    "cache_size=-2000",
    "temp_store=MEMORY",
)
# A writer is behind the lock for a millisecond or two. Who has waited a second waits for a slow one, or one that hangs.
_PACE, _SLOW_PACE, _SLOW_AFTER = 0.000_5, 0.005, 1.0


class WritersQueue:
    """Lets one writer in at a time, over all processes. `seconds` is how long a writer waits."""

    def __init__(self, path: str) -> None:
        self.path, self.seconds = path, JOB_MS / 1000
        self._door = Lock()

    def enter(self) -> int:
        """Waits for the lock and returns the descriptor that holds it; closing it, or dying, lets the next in. Raises
        OperationalError, as of a database that is busy."""
        begun = monotonic()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not self._door.acquire(timeout=self.seconds):
                raise _busy()
            try:
                self._knock(descriptor, begun)
            finally:
                self._door.release()
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _knock(self, descriptor: int, begun: float) -> None:
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waited = monotonic() - begun
                if waited > self.seconds:
                    raise _busy() from None
                sleep(_PACE if waited < _SLOW_AFTER else _SLOW_PACE)


def guard_sqlite(engine: Engine, queue: WritersQueue) -> None:
    """Hangs pragmas, explicit BEGINs and the writers' queue on an SQLite engine."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The driver's own transaction handling is off, so that the BEGIN below is the only one.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # True; False for who only reads; "aside" for who writes only temporary tables, and stands in nobody's way.
        writing = connection.get_execution_options().get("writing", True)
        # Past SQLAlchemy: these two run before every transaction, and are nobody's statements.
        driver: Any = connection.connection.driver_connection
        if connection.info.get("writing") is not writing:
            driver.execute(f"PRAGMA query_only={'OFF' if writing else 'ON'}").close()
            connection.info["writing"] = writing
        # Whoever begins again on a connection it has kept (one migration after another) stands in front already.
        if writing is True and "queue" not in connection.info:
            connection.info["queue"] = queue.enter()
        driver.execute("BEGIN IMMEDIATE" if writing is True else "BEGIN").close()

    @event.listens_for(engine, "checkin")
    def leave(connection: Any, record: Any) -> None:
        # A connection comes back to the pool only after its commit or rollback is done.
        descriptor = record.info.pop("queue", None)
        if descriptor is not None:
            os.close(descriptor)


def leave_queue(connection: Connection) -> None:
    """Lets the next in, where a connection is kept after its commit."""
    descriptor = connection.info.pop("queue", None)
    if descriptor is not None:
        os.close(descriptor)


def _busy() -> OperationalError:
    """What SQLite itself says to who waited too long."""
    error = sqlite3.OperationalError("the queue of writers does not move")
    error.sqlite_errorname = "SQLITE_BUSY"
    return OperationalError("BEGIN IMMEDIATE", None, error)
