"""What waits at the desk, kind by kind, as far as the reader's roles decide it."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session

from models.stories.waiting.figures import waiting_figures
from views.desk.waiting.looking import reader_kinds
from views.kit.house import house


@dataclass(frozen=True, slots=True)
class Tally:
    """How many wait, how many of them past their promise, since when the oldest does; `href` is where they are."""

    words: str
    href: str
    waiting: int
    overdue: int = 0
    oldest: datetime | None = None


def tallies(session: Session, *, at: datetime) -> list[Tally]:
    """Of the reader's kinds."""
    found = waiting_figures(session, reader_kinds(), rules=house().rules, at=at)
    return [
        Tally(
            gettext(one.kind.words),
            url_for("desk.waiting", kind=one.kind.name),
            one.waiting,
            one.overdue,
            one.oldest,
        )
        for one in found
    ]
