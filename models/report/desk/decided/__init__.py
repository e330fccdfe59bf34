"""What was decided at the desk, and how long it had waited. A kind of decision is a file of this folder, by the name of
what waits; nothing else lists it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Select
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.kinds import kinds_in
from models.report.shop.today import midnight

# So many of a kind are looked at: the newest.
MOST_DECIDED = 20_000


@dataclass(frozen=True, slots=True)
class DecidedKind:
    """`since` gives what was decided from a moment on: rows of (asked_at, decided_at), the newest first."""

    name: str
    place: int
    role: str
    since: Callable[[datetime], Select[Any]]


@dataclass(frozen=True, slots=True)
class Speed:
    """How much was decided, in half and in nine of ten of them within how long; nothing where nothing was."""

    count: int = 0
    half: timedelta | None = None
    nine: timedelta | None = None


def decided_kinds() -> dict[str, DecidedKind]:
    """Every kind there is."""
    return cast(dict[str, DecidedKind], kinds_in(__name__, "DECIDED"))


def decided_by_day(
    session: Session, *, days: int, at: datetime, may: Callable[[str], bool]
) -> tuple[dict[date, Speed], Speed]:
    """How it went on each of the last days on which something was decided, and over all of them; only kinds of the
    reader's roles."""
    since, waits = midnight(at) - timedelta(days=days - 1), dict[date, list[timedelta]]()
    for kind in decided_kinds().values():
        if may(kind.role):
            for row in session.connection().execute(kind.since(since).limit(MOST_DECIDED)):
                if row.decided_at > at:
                    continue
                waits.setdefault(local(row.decided_at).date(), []).append(row.decided_at - row.asked_at)
    every = [wait for one in waits.values() for wait in one]
    return {day: speed_of(one) for day, one in waits.items()}, speed_of(every)


def speed_of(waits: Sequence[timedelta]) -> Speed:
    """Of these; the nearest rank."""
    if not waits:
        return Speed()
    ranked = sorted(waits)
    return Speed(len(ranked), ranked[(len(ranked) - 1) // 2], ranked[-(-9 * len(ranked) // 10) - 1])
