"""Which statements reach a database, and whether others wait behind them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from models.kernel.database import Database


@contextmanager
def executions(database: Database) -> Iterator[dict[str, list[str]]]:
    """The statements that reach the database: from the lock to the commit, and outside of it."""
    seen: dict[str, list[str]] = {"behind the lock": [], "before it": []}

    def note(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        is_writing = connection.get_execution_options().get("writing", True)
        seen["behind the lock" if is_writing else "before it"].append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)
