"""Reading a whole database as it was at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Select

from models.kernel.database import Database

CHUNK = 500


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection on which every statement sees the same moment. The database itself refuses to write on it."""
    options: dict[str, Any] = {"writing": False}
    if not database.is_sqlite:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with database.reader.execution_options(**options).connect() as connection:
        yield connection


def stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """The rows one by one, fetched in chunks: a table of any size takes the same memory."""
    yield from connection.execute(query, execution_options={"yield_per": CHUNK})
