"""Counting visits without touching the page: notes go to a queue in memory, a thread writes them in batches.

A full queue or a database that does not answer loses counts, never a page. One counter a process.
"""

import hashlib
import hmac
import logging
import os
import threading
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from models.kernel.database import Database, insert_ignoring
from models.link.link import Link
from models.statistics.visit import Visit

log = logging.getLogger(__name__)
MOST_WAITING = 20_000
VISITS_BATCH = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What was opened: a shop's page, goods in a shop, a link, or a lookup. `subject` is what counts once an hour."""

    kind: str
    subject: str
    shop_id: int | None = None
    goods_id: int | None = None
    link_id: int | None = None


def visitor_key(secret: str, address: str, agent: str) -> str:
    """Sixteen characters that tell visitors apart and lead back to nobody."""
    return hmac.new(secret.encode(), f"{address}\n{agent}".encode(), hashlib.sha256).hexdigest()[:16]


class VisitCounter:
    """`note` returns at once. `flush` writes what waits; the thread calls it every `interval` seconds."""

    def __init__(self, database: Database, *, interval: float = 1.0) -> None:
        self._database = database
        self._interval = interval
        self._waiting: deque[tuple[Seen, str, datetime]] = deque(maxlen=MOST_WAITING)
        self._owner = 0
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._writing = threading.Lock()

    def note(self, seen: Seen, visitor: str, at: datetime) -> None:
        """Takes a visit down."""
        self._waiting.append((seen, visitor, at.replace(minute=0, second=0, microsecond=0)))
        # Threads do not survive a fork: the first note in each process starts its own writer.
        if self._owner != os.getpid():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._owner != os.getpid():
                self._owner = os.getpid()
                threading.Thread(target=self._run, name="visits", daemon=True).start()

    def _run(self) -> None:
        while not self._stop.wait(self._interval):
            self._try_flush()

    def close(self) -> None:
        """Writes what waits and ends the thread."""
        self._stop.set()
        self._try_flush()

    def _try_flush(self) -> None:
        try:
            self.flush()
        except Exception:
            log.exception("visits could not be written; they wait for the next round")

    def flush(self) -> int:
        """Writes all that waits, batch by batch; returns how many visits were new."""
        counted = 0
        with self._writing:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(VISITS_BATCH, len(self._waiting)))]
                try:
                    counted += self._write(batch)
                except Exception:
                    self._waiting.extendleft(reversed(batch))
                    raise
        return counted

    def _write(self, batch: Sequence[tuple[Seen, str, datetime]]) -> int:
        rows = {(seen.subject, visitor, hour): _row(seen, visitor, hour) for seen, visitor, hour in batch}
        with self._database.transaction() as session:
            fresh = insert_ignoring(session, Visit).returning(Visit.kind, Visit.link_id)
            new = session.execute(fresh, list(rows.values())).all()
            opened = Counter(link_id for _, link_id in new if link_id is not None)
            # In the order of ids, so that two processes never wait for each other.
            for link_id, times in sorted(opened.items()):
                session.execute(update(Link).where(col(Link.id) == link_id).values(visits=col(Link.visits) + times))
        return len(new)


def _row(seen: Seen, visitor: str, hour: datetime) -> dict[str, object]:
    return {
        "kind": seen.kind,
        "subject": seen.subject,
        "visitor": visitor,
        "hour": hour,
        "shop_id": seen.shop_id,
        "goods_id": seen.goods_id,
        "link_id": seen.link_id,
    }
