"""What waits at the desk in figures, kind by kind: for operators, and for machines that watch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.kernel.rules import Rules
from models.stories.waiting import WaitingKind
from models.stories.waiting.reading import MOST_COUNTED, oldest_waiting, waiting_counts


@dataclass(frozen=True, slots=True)
class WaitingFigures:
    """How many wait, how many of them past their promise, and since when the one does whose promise is the oldest."""

    kind: WaitingKind
    waiting: int
    overdue: int
    oldest: datetime | None


def waiting_figures(
    session: Session, kinds: Iterable[WaitingKind], *, rules: Rules, at: datetime, most: int = MOST_COUNTED
) -> list[WaitingFigures]:
    """Of these kinds, in their order; each counted up to `most`."""
    asked = list(kinds)
    counts = waiting_counts(session, [kind.name for kind in asked], rules=rules, at=at, most=most)
    found = []
    for kind in asked:
        tallied = counts[kind.name]
        oldest = oldest_waiting(session, kind, rules=rules) if tallied.waiting else None
        found.append(WaitingFigures(kind, tallied.waiting, tallied.overdue, oldest.since if oldest else None))
    return found
