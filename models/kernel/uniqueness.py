"""Which unique rule a row broke that somebody else's stood in the way of: the same answer from both databases."""

from collections.abc import Iterable

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

# Columns that are unique together, each as "table.column".
UniqueTogether = frozenset[str]

_SQLITE = "UNIQUE constraint failed: "


def unique_together(tables: Iterable[Table]) -> frozenset[UniqueTogether]:
    """Every unique rule of these tables; ids are none, nobody gives them."""
    return frozenset(_named(rule) for table in tables for rule in _rules(table))


def broken_unique(error: IntegrityError) -> UniqueTogether | None:
    """The unique rule that was broken; None where it was another rule: then no other row is to blame."""
    told, where = str(error.orig), getattr(error.orig, "diag", None)
    if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE" and told.startswith(_SQLITE):
        return frozenset(told.removeprefix(_SQLITE).split(", "))
    if getattr(error.orig, "sqlstate", "") == "23505" and where is not None:
        table = SQLModel.metadata.tables.get(where.table_name)
        rules = [] if table is None else [rule for rule in _rules(table) if rule.name == where.constraint_name]
        return next(map(_named, rules), None)
    return None


def _rules(table: Table) -> list[UniqueConstraint | Index]:
    constraints = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [*constraints, *(index for index in table.indexes if index.unique)]


def _named(rule: UniqueConstraint | Index) -> UniqueTogether:
    return frozenset(str(column) for column in rule.columns)
