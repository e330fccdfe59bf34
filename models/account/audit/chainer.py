"""The chainer at work: in each web process after a commit that left a row, and in the worker all the time."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from models.account.audit.chaining import chain
from models.account.audit.noting import note_audit
from models.kernel.act import Act
from models.kernel.behind import WrittenBehind
from models.kernel.database import Database

log = logging.getLogger(__name__)
CHAIN_SECONDS = 0.5
# Every so many rounds the worker looks further back, for rows that came into sight very late.
_FAR_ROUND, _FAR_WINDOW = 120, 100_000


class Behind(NamedTuple):
    """Something that happened: rows were committed; or, with `what`, a row is to be written behind a page that may not
    write."""

    act: Act
    what: str = ""
    subject: str = ""


class Chainer(WrittenBehind[Behind]):
    """`noted` and `note` return at once."""

    name = "trail"

    def __init__(self, database: Database) -> None:
        super().__init__(database, interval=CHAIN_SECONDS)

    def noted(self, at: datetime) -> None:
        """Rows were committed at this moment."""
        self._take_down(Behind(Act.program(at)))

    def note(self, what: str, subject: str, act: Act) -> None:
        """A row of what somebody took away by a page: a file."""
        self._take_down(Behind(act, what, subject))

    def _write(self, batch: Sequence[Behind]) -> int:
        rows = [one for one in batch if one.what]
        if rows:
            with self._database.transaction() as session:
                for one in rows:
                    note_audit(session, one.what, one.subject, one.act)
        return chain(self._database, at=batch[-1].act.at)


def keep_chaining(database: Database, clock: Callable[[], datetime]) -> None:
    """Chains what any process or command left, from a thread of its own, as long as this process lives."""
    stop = threading.Event()

    def go_on() -> None:
        rounds = 0
        while not stop.wait(CHAIN_SECONDS):
            far = {"window": _FAR_WINDOW} if rounds % _FAR_ROUND == 0 else {}
            rounds += 1
            try:
                chain(database, at=clock(), **far)
            except Exception as error:
                log.warning("the trail could not be chained: %s", type(error).__name__)

    threading.Thread(target=go_on, name="chainer", daemon=True).start()
