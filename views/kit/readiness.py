"""Whether all that we stand on is there: each is asked by a thread of its own, so that a silent one holds up nobody."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from models.account.audit.chaining import waiting_since
from models.kernel.clock import now
from models.kernel.trouble import trouble_of
from models.kernel.writable import prove_writable
from views.kit import limits, pulse
from views.kit.house import House

log = logging.getLogger(__name__)
SECONDS = 3.0
LATE_SECONDS = 60.0
_WORDS = {
    "full": "no room is left",
    "read-only": "it only reads",
    "gone": "it does not answer",
    "busy": "it is held up",
}
# Each says what is wrong, nothing where nothing is, and may raise.
Probes = Mapping[str, Callable[[], str | None]]


def probes(house: House, huey: Any) -> Probes:
    """What is asked, by its name."""
    asked: dict[str, Callable[[], str | None]] = {
        "database": lambda: prove_writable(house.database),
        "media": house.media.probe,
        "jobs": lambda: pulse.amiss(huey),
        "trail": lambda: _trail(house),
    }
    if house.config.redis_url:
        asked["limits"] = lambda: "" if limits.are_shared() else "Redis does not answer, so each process counts alone"
    return asked


def _trail(house: House) -> str:
    """Whether rows of the trail wait for their places longer than a minute."""
    late = unchained_seconds(house) or 0.0
    return f"the chainer stands still, rows wait for {late:.0f} s" if late > LATE_SECONDS else ""


def unchained_seconds(house: House) -> float | None:
    """For how long the oldest row has waited for its place in the chain; None where the database does not say, which
    is told elsewhere."""
    try:
        since = waiting_since(house.database)
    except SQLAlchemyError:
        return None
    return max(0.0, (now() - since).total_seconds()) if since else 0.0


def faults(asked: Probes) -> list[str]:
    """A line for each that is not as it should be, in the order they were asked."""
    found: dict[str, str] = {}
    running = [threading.Thread(target=_ask, args=(name, probe, found), daemon=True) for name, probe in asked.items()]
    for one in running:
        one.start()
    until = time.monotonic() + SECONDS
    for one in running:
        one.join(max(0.0, until - time.monotonic()))
    said = {name: found.get(name, f"no answer within {SECONDS:.0f} s") for name in asked}
    return [f"{name}: {words}" for name, words in said.items() if words]


def _ask(name: str, probe: Callable[[], str | None], found: dict[str, str]) -> None:
    try:
        found[name] = probe() or ""
    except Exception as error:
        log.warning("not ready: %s: %s: %s", name, type(error).__name__, str(error).partition("\n")[0])
        kind = trouble_of(error)
        found[name] = f"{_WORDS[kind]} ({type(error).__name__})" if kind else f"{type(error).__name__}"
