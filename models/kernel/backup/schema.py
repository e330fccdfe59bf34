"""What the records ask of a database, and what a database is: an archive and its database must agree on it."""

from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select, text
from sqlmodel import SQLModel

from models.kernel.errors import N_, Refused


def tables() -> list[Table]:
    """Every table of the records, those that others refer to first."""
    return SQLModel.metadata.sorted_tables


def described() -> dict[str, list[str]]:
    """Each table's columns."""
    return {table.name: [column.name for column in table.columns] for table in tables()}


def revision(connection: Connection) -> str | None:
    """The migration this database stands at; None where it was made without migrations."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def require_tables(connection: Connection) -> None:
    """Raises Refused where the database has not been brought to today's schema."""
    existing = set(inspect(connection).get_table_names())
    missing = [table.name for table in tables() if table.name not in existing]
    if missing:
        raise Refused("", N_("数据库里还没有这些表：%(names)s。请先升级数据库"), names=", ".join(missing))


def table_size(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def reset_sequences(connection: Connection) -> None:
    """PostgreSQL counts ids apart from the rows: after rows came with their ids, the next id follows the highest."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        column = table.autoincrement_column
        if column is None:
            continue
        highest: Any = connection.execute(select(func.max(column))).scalar()
        if highest is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, highest)))
