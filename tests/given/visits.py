"""Visits, as the page cache takes them down."""

from datetime import datetime
from typing import Any

from models.statistics.counting import VisitCounter, VisitNote, hour_of
from models.statistics.seen import Seen


def note(counter: VisitCounter, seen: Seen, visitor: str, at: datetime, **more: Any) -> None:
    """That a visitor opened it; `more` are further facts of a VisitNote."""
    counter.take(VisitNote(seen.subject, visitor, hour_of(at), seen, **more))
