"""Statements of the hottest ways, compiled once and handed to the driver as they are.

SQLAlchemy keeps books of every execution: a context, a compiled form looked up, a result with its metadata. That costs
more than most statements of an order do themselves (docs/performance.md, Checkout). Here its compiler writes the SQL,
and its types read and write the values, once for each kind of database; what it would do again at each call is left
out. Transactions, connections, the writers' queue and errors stay as everywhere else: a statement runs in the session's
own transaction, whoever listens to the engine hears of it, and what the driver raises comes as SQLAlchemy's.
"""

import functools
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Dialect, Insert, bindparam, insert
from sqlmodel import Session, SQLModel

from models.kernel.driver_errors import as_sqlalchemys
from models.kernel.record import constants, insert_for, table_of

Values = Mapping[str, Any]
_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as the driver takes it. `fixed` are its own values, `lists` the names that a list's values have,
    `order` the places of a driver that goes by place; one that goes by name has none."""

    sql: str
    fixed: Values
    lists: Sequence[tuple[str, Sequence[str]]]
    processed: Sequence[tuple[str, _Process]]
    order: Sequence[str] | None
    row: Callable[..., Any]
    read: Sequence[tuple[int, _Process]]
    gives_rows: bool

    def filled(self, given: Values) -> Any:
        """The parameters of one execution."""
        values = {**self.fixed, **given}
        for name, parts in self.lists:
            values.update(zip(parts, given[name], strict=True))
        for name, process in self.processed:
            values[name] = process(values[name])
        return values if self.order is None else [values[name] for name in self.order]


class Prebuilt:
    """A Core statement. Whatever changes from call to call is a `bindparam`; with a list of values (`expanding`) it is
    compiled once for each length."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._ready: dict[tuple[object, ...], _Ready] = {}

    def rows(self, session: Session, given: Values) -> list[Any]:
        """All rows of one execution, as named tuples."""
        ready, found, _ = self._execute(session, given)
        if not ready.read:
            return [ready.row(*row) for row in found]
        read = []
        for row in map(list, found):
            for place, process in ready.read:
                row[place] = process(row[place])
            read.append(ready.row(*row))
        return read

    def run(self, session: Session, given: Values) -> int:
        """Executes once; returns how many rows it concerned."""
        return self._execute(session, given)[2]

    def run_each(self, session: Session, given: Sequence[Values]) -> int:
        """Executes for each of these; returns how many rows they concerned together."""
        return self._execute(session, given[0], given)[2]

    @functools.cached_property
    def _lists(self) -> list[str]:
        binds = self._statement.compile().binds.items()
        return [name for name, bound in binds if bound.expanding and bound.required]

    def _execute(
        self, session: Session, given: Values, each: Sequence[Values] | None = None
    ) -> tuple[_Ready, list[Any], int]:
        connection = session.connection()
        ready = self._for(connection.dialect, given)
        sql, cursor = ready.sql, connection.connection.cursor()
        filled: Any = ready.filled(given) if each is None else [ready.filled(one) for one in each]
        try:
            for hear in connection.engine.dispatch.before_cursor_execute:
                sql, filled = hear(connection, cursor, sql, filled, None, each is not None)
            if each is None:
                cursor.execute(sql, filled)
            else:
                cursor.executemany(sql, filled)
            found = list(cursor.fetchall()) if ready.gives_rows else []
            concerned = cursor.rowcount
        except BaseException as error:
            raise as_sqlalchemys(connection, error, sql, filled, cursor) from error
        cursor.close()
        return ready, found, concerned

    def _for(self, dialect: Dialect, given: Values) -> _Ready:
        key = (dialect.name, *(len(given[name]) for name in self._lists))
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = self._prepare(dialect, given)
        return ready

    def _prepare(self, dialect: Dialect, given: Values) -> _Ready:
        compiled = self._statement.compile(dialect=dialect)
        state = compiled.construct_expanded_state(given)
        # A list's own words stand under other names, one for each value.
        of = {part: name for name, parts in state.parameter_expansion.items() for part in parts}
        writers = {name: _writer(compiled.binds[of.get(name, name)], dialect) for name in state.parameters}
        told = [name for name in state.parameters if of.get(name, name) in given]
        columns = list(self._statement.exported_columns)
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        return _Ready(
            state.statement,
            {name: writers[name](value) for name, value in state.parameters.items() if name not in told},
            [(name, parts) for name, parts in state.parameter_expansion.items() if name in given],
            [(name, writers[name]) for name in told if writers[name] is not _as_it_is],
            list(state.positiontup) if state.positiontup is not None else None,
            namedtuple("Row", [str(column.key) for column in columns], rename=True),
            [(place, reader) for place, reader in enumerate(readers) if reader is not None],
            bool(columns),
        )


def padded(ids: Iterable[int]) -> list[int]:
    """For a list's values: noughts, which are nobody's id, make it as long as a power of two. So a statement is
    compiled for few lengths."""
    found = list(ids)
    return found + [0] * ((1 << (len(found) - 1).bit_length()) - len(found)) if found else found


def _writer(bound: BindParameter[Any], dialect: Dialect) -> _Process:
    """What makes the driver's value of ours."""
    return bound.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def insert_rows(session: Session, record: type[SQLModel], rows: Sequence[Values], *returning: str) -> list[Any]:
    """Inserts rows that give the same columns, all by one statement; the record's defaults come by themselves. Gives
    back the columns that are named."""
    inserting = _inserting(session.get_bind().dialect.name, record, tuple(rows[0]), len(rows), returning)
    given = inserting.flat(rows)
    if returning:
        return inserting.statement.rows(session, given)
    inserting.statement.run(session, given)
    return []


def insert_absent(session: Session, record: type[SQLModel], rows: Sequence[Values], unique: tuple[str, ...]) -> int:
    """The same for rows of which some may stand, by the columns that are unique; returns how many were inserted."""
    inserting = _inserting(session.get_bind().dialect.name, record, tuple(rows[0]), len(rows), (), unique)
    return inserting.statement.run(session, inserting.flat(rows))


def insert_many(session: Session, record: type[SQLModel], rows: Sequence[Values]) -> None:
    """Inserts hundreds of rows that give the same columns, each by the same statement."""
    session.connection().execute(_inserting_many(record, frozenset(rows[0])), list(rows))


@functools.cache
def _inserting_many(record: type[SQLModel], columns: frozenset[str]) -> Insert:
    return insert(table_of(record)).values(constants(record, columns))


class _Inserting(NamedTuple):
    """`names` are those of all the values, row by row."""

    statement: Prebuilt
    columns: tuple[str, ...]
    names: list[str]

    def flat(self, rows: Sequence[Values]) -> dict[str, Any]:
        """The rows as the statement takes them."""
        return dict(zip(self.names, (row[column] for row in rows for column in self.columns), strict=True))


@functools.cache
def _inserting(
    dialect: str,
    record: type[SQLModel],
    columns: tuple[str, ...],
    count: int,
    returning: tuple[str, ...],
    unique: tuple[str, ...] = (),
) -> _Inserting:
    """Made once for each number of rows: few orders have more than three."""
    table, plain = table_of(record), constants(record, columns)
    names = [{column: f"{column}__{place}" for column in columns} for place in range(count)]
    values = [
        plain | {column: bindparam(name, type_=table.c[column].type) for column, name in row.items()} for row in names
    ]
    statement = insert_for(dialect, record).values(values)
    if unique:
        statement = statement.on_conflict_do_nothing(index_elements=unique)
    statement = statement.returning(*(table.c[name] for name in returning)) if returning else statement.inline()
    return _Inserting(Prebuilt(statement), columns, [name for row in names for name in row.values()])
