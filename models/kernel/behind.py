"""Writing behind the page: notes go to a queue in memory, a thread writes them in batches. A GET writes nothing itself.

A full queue or a database that does not answer loses notes, never a page. One of each kind a process.
"""

import logging
import os
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import IntegrityError

from models.kernel.database import Database

log = logging.getLogger(__name__)
Note = TypeVar("Note")


class WrittenBehind(ABC, Generic[Note]):
    """`flush` writes what waits; the thread calls it every `interval` seconds. `name` is the thread's and the log's."""

    name: str
    most_waiting = 20_000
    batch = 500

    def __init__(self, database: Database, *, interval: float = 1.0) -> None:
        self._database = database
        self._interval = interval
        self._waiting: deque[Note] = deque(maxlen=self.most_waiting)
        self._owner = 0
        self._starting = threading.Lock()
        self._stop = threading.Event()
        self._writing = threading.Lock()

    @abstractmethod
    def _write(self, batch: Sequence[Note]) -> int:
        """Writes these notes in a transaction of its own; how many counted."""

    def _take_down(self, note: Note) -> None:
        self._waiting.append(note)
        # Threads do not survive a fork: the first note in each process starts its own writer.
        if self._owner != os.getpid():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._owner != os.getpid():
                self._owner = os.getpid()
                threading.Thread(target=self._run, name=self.name, daemon=True).start()

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
            log.exception("%s could not be written; they wait for the next round", self.name)

    def flush(self) -> int:
        """Writes all that waits, batch by batch; returns how many notes counted."""
        counted = 0
        with self._writing:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(self.batch, len(self._waiting)))]
                try:
                    counted += self._write_or_let_go(batch)
                except Exception:
                    self._waiting.extendleft(reversed(batch))
                    raise
        return counted

    def _write_or_let_go(self, batch: Sequence[Note]) -> int:
        """A note that the database refuses (what it is about is gone since a restore) is found by halves and let go of:
        it would hold up all others for ever."""
        try:
            return self._write(batch)
        except IntegrityError:
            if len(batch) == 1:
                log.warning("one of the %s is about what is not there; it is let go", self.name)
                return 0
            middle = len(batch) // 2
            return self._write_or_let_go(batch[:middle]) + self._write_or_let_go(batch[middle:])
