"""The rules in force, in this process: what was changed at the desk over the defaults, and the environment over both.

Whoever begins something (a request, a job, a command) takes `today()` and keeps it to the end. It is at most a second
old: the number of the last save is asked for once a second, and only when somebody wants to know; no bus tells of it.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from models.kernel.database import Database
from models.kernel.rules import Rules
from models.setting.finding import values_set
from models.setting.values import Fixed, rules_with
from models.setting.wording import WORDS, Wording, words_in

log = logging.getLogger(__name__)
_PERIOD = 1.0
_ASKED = "SELECT number FROM changed_number"


@dataclass(frozen=True, slots=True)
class InForce:
    """One consistent set. `number` is that of the last save when it was read; `changed` are the names of what was
    changed at the desk, `idle` those of rows that do nothing, and why."""

    number: int
    rules: Rules
    changed: frozenset[str] = frozenset()
    words: Mapping[str, Wording] = field(default_factory=dict)
    idle: Mapping[str, str] = field(default_factory=dict)


class Rulebook:
    """`when_moved` is called after something new is in force here."""

    def __init__(self, database: Database, fixed: Fixed) -> None:
        self.fixed = fixed
        self.when_moved: Callable[[], None] = lambda: None
        self._database = database
        self._known: InForce | None = None
        self._good_until = self._began = 0.0
        self._lock = threading.Lock()

    @property
    def last_known(self) -> InForce:
        """What was in force when this process last looked; before that, what it was started with. For pages that say
        that the database is gone."""
        return self._known or InForce(0, self.fixed.rules)

    def today(self) -> InForce:
        """What is in force. Raises what the database raised where it was never read; later its last answer holds as
        long as it is gone."""
        self._look(required=True)
        assert self._known is not None
        return self._known

    def look(self) -> None:
        """Makes sure that what is kept of earlier sets is let go of, in time."""
        self._look(required=False)

    def look_again(self) -> None:
        """The next who asks looks, however fresh the last look is: this process itself has changed something."""
        self._good_until = 0.0

    def _look(self, *, required: bool) -> None:
        if self._is_good(required):
            return
        # One looks. The others wait for it, unless it takes long: then the last set is good enough for them.
        patience = -1 if self._known is None else max(0.0, self._began + _PERIOD - time.monotonic())
        if not self._lock.acquire(timeout=patience):
            return
        try:
            if not self._is_good(required):
                self._began = time.monotonic()
                self._read()
        except Exception as error:
            if self._known is None and required:
                raise
            log.warning("the settings cannot be read, the last ones hold: %s", type(error).__name__)
            self._good_until = time.monotonic() + _PERIOD
        finally:
            self._lock.release()

    def _is_good(self, required: bool) -> bool:
        return time.monotonic() < self._good_until and not (required and self._known is None)

    def _read(self) -> None:
        looked, number = time.monotonic(), number_now(self._database)
        if self._known is None or self._known.number != number:
            is_first = self._known is None
            self._known = self._made(number)
            if not is_first:
                self.when_moved()
        self._good_until = looked + _PERIOD

    def _made(self, number: int) -> InForce:
        """Rows are read after the number, in one statement: they may be newer, and are then read again."""
        if not number:
            return InForce(0, self.fixed.rules)
        with self._database.reading() as session:
            return in_force(session, self.fixed, number)


def in_force(session: Session, fixed: Fixed, number: int) -> InForce:
    """What the rows of this moment say, past any process's memory of them."""
    rows = values_set(session)
    rules, idle = rules_with({name: kept for name, kept in rows.items() if not name.startswith(WORDS)}, fixed)
    for name, matter in idle.items():
        log.warning("the setting %s %s", name, matter)
    return InForce(number, rules, frozenset(rows) - set(idle), words_in(rows), idle)


def number_now(database: Database) -> int:
    """The number of the last save; 0 before the first. Past SQLAlchemy: it is asked once a second beside whatever a
    request asks, and is nobody's statement."""
    with database.reader.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        try:
            row = driver.execute(_ASKED).fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            connection.invalidate()
            raise OperationalError(_ASKED, None, error) from error
    return int(row[0][0]) if row else 0
