"""Edits as rows: what somebody changed of goods, a shop or a supplier, told by what stood there before and after."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlmodel import Session

from models.account.audit.audit import Change
from models.account.audit.noting import note_audit
from models.kernel.act import Act
from models.kernel.said import Said

# What something says of itself, by what it is called: words in Chinese, and texts.
Facts = Mapping[str, str]


def said_facts(facts: Facts) -> dict[str, str]:
    """Facts whose names are the program's own words (N_): each reader is told them in their language."""
    return {Said(name): value for name, value in facts.items()}


@contextmanager
def edited_by(
    session: Session, act: Act, what: str, subject: Callable[[], str], facts: Callable[[], Facts]
) -> Iterator[None]:
    """Around an edit: where facts are not as they were, a row says which, in the edit's own transaction. An edit that
    is refused leaves none."""
    with session.no_autoflush:
        before = dict(facts())
    yield
    after = facts()
    changes = changes_between(before, after)
    if changes:
        note_audit(session, what, subject(), act, changes)


def changes_between(before: Facts, after: Facts) -> list[Change]:
    """Which facts are not as they were, in the order in which they are told."""
    names = dict.fromkeys([*before, *after])
    changes = (Change(name, before.get(name, ""), after.get(name, "")) for name in names)
    return [change for change in changes if change.was != change.now]
