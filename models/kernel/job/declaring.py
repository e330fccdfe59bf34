"""Jobs are functions that say of themselves when they are made: when asked for, by the minute, or once a day."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial, update_wrapper
from typing import Any

from huey import Huey, crontab

from models.kernel.daily_round import make_round
from models.kernel.database import Database

Make = Callable[..., None]


class Jobs:
    """A list of jobs. Each is told what it works with, and what it was asked for with. The queue knows them by their
    names: one that gets another loses what waits under the old one."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[Make, dict[str, int]]] = {}
        self._rounds: list[tuple[Make, str]] = []
        self._daily: list[tuple[Make, tuple[time, ...]]] = []

    def asked(self, name: str = "", *, retries: int = 0, pause: int = 0) -> Callable[[Make], Make]:
        """Made when asked for, under its own name or this one. Tried again so often, after `pause` seconds each."""

        def declare(make: Make) -> Make:
            self._asked[name or make.__name__] = make, {"retries": retries, "retry_delay": pause}
            return make

        return declare

    def every(self, minute: str) -> Callable[[Make], Make]:
        """Made by the clock: at the minutes that a crontab means by this."""

        def declare(make: Make) -> Make:
            self._rounds.append((make, minute))
            return make

        return declare

    def daily(self, *hours: time) -> Callable[[Make], Make]:
        """A round of the day, at these hours (UTC), or as soon after them as all that it needs is there."""

        def declare(make: Make) -> Make:
            self._daily.append((make, hours))
            return make

        return declare

    def hang(
        self, huey: Huey, work: Any, database: Database, *, clock: Callable[[], datetime]
    ) -> dict[str, Callable[..., Any]]:
        """Hangs them all on a queue; gives those that may be asked for, by name."""
        for make, minute in self._rounds:
            huey.periodic_task(crontab(minute=minute))(_with(work, make))
        for make, hours in self._daily:
            huey.periodic_task(crontab(minute="*/5"))(_look(_with(work, make), database, hours, clock))
        return {name: huey.task(**tries)(_with(work, make)) for name, (make, tries) in self._asked.items()}


def _with(work: Any, make: Make) -> Make:
    """What a job works with, given; the queue knows it by its name, wherever it stands."""
    given = update_wrapper(partial(make, work), make)
    given.__module__ = "jobs"
    return given


def _look(make: Make, database: Database, hours: tuple[time, ...], clock: Callable[[], datetime]) -> Callable[[], bool]:
    def look() -> bool:
        return make_round(database, make.__name__, hours, make, clock=clock)

    return update_wrapper(look, make)
