"""Asking for a few rows through one index each. An OR over several columns would read the table."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session

from models.report.search import MOST_HITS

# A page shows so many of a kind; one thing may be found for more than one reason.
_FEW = 2 * MOST_HITS


def newest(session: Session, query: Select[Any], key: Any) -> Sequence[Any]:
    """The newest few. The sum keeps a planner from walking through all rows in their order until enough fit."""
    return session.connection().execute(query.order_by((key + 0).desc()).limit(_FEW)).all()


def those(session: Session, query: Select[Any], column: Any, given: Sequence[Any], key: Any) -> Iterator[Any]:
    """Rows whose column is one of what was given: nothing is asked where nothing was."""
    if given:
        yield from newest(session, query.where(column.in_(given)), key)


def in_order(session: Session, query: Select[Any], column: Any) -> Sequence[Any]:
    """The first few along an index."""
    return session.connection().execute(query.order_by(column).limit(_FEW)).all()
