"""News: what happened that keepers, suppliers and operators are told of. A kind of news is a file in kinds/, which
finds its own; nothing else lists it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session

from models.kernel.kinds import kinds_in
from models.kernel.rules import Rules
from models.notify.noting import Span, Wanted


@dataclass(frozen=True, slots=True)
class NewsKind:
    """`find` gives what happened in a span, whoever was told of it already; it only reads. `words` is its name, a
    msgid."""

    name: str
    place: int
    words: str
    find: Callable[[Session, Span, Rules], Iterable[Wanted]]


def news_kinds() -> dict[str, NewsKind]:
    """Every kind there is."""
    return cast(dict[str, NewsKind], kinds_in(f"{__name__}.kinds", "NEWS"))
