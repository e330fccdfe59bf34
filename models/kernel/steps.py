"""Steps between states as data: step → (where it may start, where it ends); and the one way to take one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

Steps = dict[str, tuple[tuple[str, ...], str]]


def states_of(steps: Steps, first: str, *others: str) -> tuple[str, ...]:
    """Every state that the steps know, the first ones first: what CHECK constraints are written from."""
    return tuple(dict.fromkeys((first, *others, *(after for _, after in steps.values()))))


def state_check(steps: Steps, first: str, *others: str) -> str:
    """The CHECK that a state is one of those."""
    return one_of("state", states_of(steps, first, *others))


def one_of(column: str, names: Iterable[str]) -> str:
    """The CHECK that a column holds one of these names."""
    quoted = [f"'{name}'" for name in names]
    return f"{column} IN ({', '.join(quoted)})" if len(quoted) > 1 else f"{column} = {quoted[0]}"


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
