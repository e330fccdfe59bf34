"""Steps between states as data: step → (where it may start, where it ends); and the one way to take one."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

Steps = dict[str, tuple[tuple[str, ...], str]]


def states_of(steps: Steps, first: str, *others: str) -> tuple[str, ...]:
    """Every state that the steps know, the first ones first: what CHECK constraints are written from."""
    return tuple(dict.fromkeys((first, *others, *(after for _, after in steps.values()))))


def state_check(steps: Steps, first: str, *others: str) -> str:
    """The CHECK that a state is one of those."""
    quoted = ", ".join(f"'{state}'" for state in states_of(steps, first, *others))
    return f"state IN ({quoted})"


def take(session: Session, one: Any, table: Steps, step: str, facts: dict[str, Any]) -> bool:
    """The conditional UPDATE of one record from the states that the table allows; says whether it was this one."""
    before, after = table[step]
    record = type(one)
    # What was changed on the record so far must be written first: refreshing would lose it.
    session.flush()
    ready = update(record).where(col(record.id) == one.id, col(record.state).in_(before))
    taken = session.exec(ready.values(state=after, **facts)).rowcount == 1
    session.refresh(one)
    return bool(taken)
