"""What verbs of the queue do to things that are found by a code: one after another, and back."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import Gone
from models.kernel.rules import Rules
from models.stories.waiting import Given

Thing = TypeVar("Thing")


def coded(find: Callable[[Session, str], Thing | None], session: Session, code: str) -> Thing:
    """The thing of this code. Raises Gone where there is none."""
    found = find(session, code)
    if found is None:
        raise Gone(code)
    return found


def each_coded(
    find: Callable[[Session, str], Thing | None], does: Callable[[Session, Thing, Given, Act, Rules], object]
) -> Callable[[Session, Sequence[str], Given, Act, Rules], None]:
    """A verb that does so to each, in the order of the codes. What it gives back is nothing to the queue."""

    def verb(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            does(session, coded(find, session, code), given, act, rules)

    return verb


def back_coded(
    find: Callable[[Session, str], Thing | None], undoes: Callable[[Session, Thing, Act], object]
) -> Callable[[Session, str, Act], None]:
    """The way back of one."""

    def verb(session: Session, code: str, act: Act) -> None:
        undoes(session, coded(find, session, code), act)

    return verb


def is_coded(find: Callable[[Session, str], Thing | None]) -> Callable[[Session, str], bool]:
    """Whether there is one of a code."""
    return lambda session, code: find(session, code) is not None
