"""Steps between states as data, step → (where it may start, where it ends), and the one way to take them.

A step is one conditional UPDATE from the states it may start in. One of two people at once takes it; the other learns
that it was taken. Each leaves an event: who, when, why.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel, col

from models.kernel.act import Act

# A noun's own Literals: the steps, the states, and what is noted beside the steps.
StepT = TypeVar("StepT", bound=str)
StateT = TypeVar("StateT", bound=str)
NoteT = TypeVar("NoteT", bound=str)
RowT = TypeVar("RowT", bound=SQLModel)
Steps = Mapping[StepT, tuple[tuple[StateT, ...], StateT]]


def states_of(steps: Steps[Any, StateT], first: StateT, *others: StateT) -> tuple[StateT, ...]:
    """Every state that the steps know, the first ones first: what CHECK constraints are written from."""
    return tuple(dict.fromkeys((first, *others, *(after for _, after in steps.values()))))


def state_check(steps: Steps[Any, StateT], first: StateT, *others: StateT) -> str:
    """The CHECK that a state is one of those."""
    return one_of("state", states_of(steps, first, *others))


def one_of(column: str, names: Iterable[str]) -> str:
    """The CHECK that a column holds one of these names."""
    quoted = [f"'{name}'" for name in names]
    return f"{column} IN ({', '.join(quoted)})" if len(quoted) > 1 else f"{column} = {quoted[0]}"


def take(session: Session, row: SQLModel, table: Steps[StepT, Any], step: StepT, facts: dict[str, Any]) -> bool:
    """Takes one step, with the facts that belong to it, and leaves no event; says whether it was this one."""
    # What was changed on the record so far must be written first: refreshing would lose it.
    session.flush()
    taken = bool(session.exec(_ready(type(row), [row], table, step, facts)).rowcount == 1)
    session.refresh(row)
    return taken


class Stepping(Generic[RowT, StepT, NoteT]):
    """The steps of one kind of record. `event` is what records them, `about` the columns by which an event knows its
    row; `stamp` names a column of the row that keeps the moment of the newest step."""

    def __init__(
        self,
        table: Steps[StepT, Any],
        event: type[SQLModel],
        about: Callable[[RowT], dict[str, Any]],
        *,
        stamp: str = "",
    ) -> None:
        self._table, self._event, self._about, self._stamp = table, event, about, stamp

    def take(self, session: Session, row: RowT, step: StepT, act: Act, **facts: Any) -> bool:
        """Takes a step with the facts that belong to it (its times, a number), where the row stands where it may; says
        whether it did."""
        taken = take(session, row, self._table, step, self._stamped(facts, act))
        if taken:
            self._leave(session, row, step, act)
        return taken

    def take_each(
        self, session: Session, rows: Sequence[RowT], step: StepT, act: Act, *, whys: Mapping[int, str], **facts: Any
    ) -> set[int]:
        """Takes the same step for many rows in one statement, each with its own reason by its id. Each row takes it or
        not by itself; returns the ids of those that did. The caller reads the records again before going on with
        them."""
        if not rows:
            return set()
        session.flush()
        record: Any = type(rows[0])
        ready = _ready(record, rows, self._table, step, self._stamped(facts, act))
        taken = {row[0] for row in session.connection().execute(ready.returning(col(record.id)))}
        by_id = {_id(row): row for row in rows}
        events = [self._facts(by_id[id_], step, act.because(whys[id_])) for id_ in by_id if id_ in taken]
        if events:
            session.connection().execute(insert(self._event), events)
        return taken

    def note(self, session: Session, row: RowT, said: NoteT, act: Act) -> None:
        """The event of something said or done without a step (a corrected tracking number)."""
        self._leave(session, row, said, act)

    def _leave(self, session: Session, row: RowT, step: str, act: Act) -> None:
        session.add(self._event(**self._facts(row, step, act)))
        session.flush()

    def _facts(self, row: RowT, step: str, act: Act) -> dict[str, Any]:
        return self._about(row) | {"step": step, "who": act.who, "member_id": act.by_id, "why": act.why, "at": act.at}

    def _stamped(self, facts: dict[str, Any], act: Act) -> dict[str, Any]:
        return facts | {self._stamp: act.at} if self._stamp else facts


def _ready(record: Any, rows: Sequence[SQLModel], table: Steps[StepT, Any], step: StepT, facts: dict[str, Any]) -> Any:
    before, after = table[step]
    these = (col(record.id).in_([_id(row) for row in rows]), col(record.state).in_(before))
    return update(record).where(*these).values(state=after, **facts)


def _id(row: Any) -> int:
    return int(row.id)
