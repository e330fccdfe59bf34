"""What begins with something, through an index. PostgreSQL's is of the class text_pattern_ops, which compares byte by
byte whatever the database's language is; SQLite's is its usual one."""

from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session

# For `Index(..., postgresql_ops={"name": PATTERN})`: serves what is equal, too.
PATTERN = "text_pattern_ops"
_LAST = "\U0010ffff"


def begins_with(session: Session, column: Any, beginning: str) -> ColumnElement[bool]:
    """The rows whose text begins so. Letters are told apart by their case."""
    if session.get_bind().dialect.name == "postgresql":
        return and_(column.op("~>=~")(beginning), column.op("~<~")(beginning + _LAST))
    return and_(column >= beginning, column < beginning + _LAST)
