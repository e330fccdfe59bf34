"""What a setting changes in the network, counted before it is saved. A setting's consequence is a file in
consequences/ of the setting's name; nothing else lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlmodel import Session

from models.kernel.kinds import kinds_in
from models.kernel.rules import Rules


@dataclass(frozen=True, slots=True)
class Consequence:
    """`count` says how many it concerns under rules that are not saved yet; `words` is a msgid with `%(num)s`, said
    where there are any."""

    name: str
    place: int
    words: str
    count: Callable[[Session, Rules, datetime], int]


def consequences() -> dict[str, Consequence]:
    """Every one there is, by its setting."""
    return cast(dict[str, Consequence], kinds_in(f"{__name__}.consequences", "CONSEQUENCE"))
