"""What a browser left on the server, and erasing it. A kind of what somebody leaves is a file in kinds/, which counts
its own and lets go of it, or says why it stays; nothing else lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlmodel import Session

from models.kernel.kinds import kinds_in
from models.statistics.letting_go import visitor_keys


@dataclass(frozen=True, slots=True)
class Whose:
    """One browser: its visitor's id, and under which keys its visits may stand."""

    visitor: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class BrowserTraceKind:
    """`words` is its name and `outcome` what becomes of it, both msgids. `tables` are those where a visitor's id stands
    for it. Without `erase` it stays."""

    name: str
    place: int
    words: str
    outcome: str
    tables: tuple[str, ...]
    count: Callable[[Session, Whose], int]
    erase: Callable[[Session, Whose], None] | None = None


@dataclass(frozen=True, slots=True)
class LeftThing:
    """So many of a kind."""

    kind: BrowserTraceKind
    count: int


def left_kinds() -> dict[str, BrowserTraceKind]:
    """Every kind there is."""
    return cast(dict[str, BrowserTraceKind], kinds_in(f"{__name__}.kinds", "BROWSER_TRACE"))


def browser_named(visitor: str, *, secret: str, days: tuple[int, int], at: datetime) -> Whose:
    """The browser of a visitor's id; `days` are those after which keys change, and those that visits are kept."""
    return Whose(visitor, visitor_keys(visitor, secret=secret, days=days, at=at))


def what_is_left(session: Session, whose: Whose) -> list[LeftThing]:
    """What there is of it, kind by kind; of a kind without any nothing."""
    counted = [LeftThing(kind, kind.count(session, whose)) for kind in left_kinds().values()] if whose.visitor else []
    return [one for one in counted if one.count]


def erase_left(session: Session, whose: Whose) -> None:
    """Lets go of all that may go. A second time there is nothing left; nobody has nothing."""
    if not whose.visitor:
        return
    for kind in left_kinds().values():
        if kind.erase is not None:
            kind.erase(session, whose)
