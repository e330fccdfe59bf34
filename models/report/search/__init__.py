"""Looking things up at the desk by what an operator has in hand. A kind of thing that can be found is a file in kinds/,
which finds its own; nothing else lists it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlmodel import Session

from models.kernel.kinds import kinds_in
from models.report.search.typed import Typed

# Of one kind, so many are shown: whoever sees more has typed too little.
MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `matched` says by what (a msgid), `value` is what stands there, as far as the reader
    may see it; `path` is its page. Its state is in words where `noun` is given (views/kit/words.py)."""

    title: str
    matched: str
    value: str
    path: str
    is_exact: bool = True
    noun: str = ""
    state: str = ""
    at: datetime | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class SearchKind:
    """`words` is its name, a msgid; `roles` are those who may find it; `find` gives the exact hits first."""

    name: str
    place: int
    words: str
    roles: frozenset[str]
    find: Callable[[Session, Typed], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The hits of one kind."""

    kind: SearchKind
    hits: list[Hit]

    @property
    def is_exact(self) -> bool:
        """Whether something of it is just what was typed."""
        return any(hit.is_exact for hit in self.hits)


def search_kinds() -> dict[str, SearchKind]:
    """Every kind there is."""
    return cast(dict[str, SearchKind], kinds_in(f"{__name__}.kinds", "SEARCH"))


def search(session: Session, typed: Typed, *, may: Callable[[str], bool]) -> list[FoundKind]:
    """What was found, kinds with something exact first. `may` says of a role whether the reader has it."""
    if typed.is_empty:
        return []
    allowed = (kind for kind in search_kinds().values() if any(may(role) for role in kind.roles))
    groups = [FoundKind(kind, _hits(kind, session, typed)) for kind in allowed]
    return sorted((group for group in groups if group.hits), key=lambda group: not group.is_exact)


def _hits(kind: SearchKind, session: Session, typed: Typed) -> list[Hit]:
    """Each page once, for the first reason: the exact one."""
    first: dict[str, Hit] = {}
    for hit in _until_full(kind.find(session, typed), first):
        first.setdefault(hit.path, hit)
    return sorted(first.values(), key=lambda hit: not hit.is_exact)


def _until_full(found: Iterable[Hit], first: dict[str, Hit]) -> Iterator[Hit]:
    for hit in found:
        if len(first) >= MOST_HITS:
            return
        yield hit
