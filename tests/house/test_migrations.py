"""The migrations build, from nothing, exactly the schema that the records describe; on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from models.kernel.database import Database
from models.kernel.schema import is_current, upgrade
from models.records import metadata
from models.talk.words_index import is_ours
from tests.given import databases


@contextmanager
def _without_tables(kind: str, folder: Path) -> Iterator[Database]:
    held = databases.postgres(empty=True) if kind == "postgres" else nullcontext(f"sqlite:///{folder}/empty.sqlite3")
    with held as url:
        database = Database(url)
        yield database
        database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    with _without_tables(request.param, tmp_path) as database:
        yield database


@pytest.fixture
def described(empty: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Another of the same kind, with the tables as the records describe them."""
    with _without_tables("sqlite" if empty.is_sqlite else "postgres", tmp_path_factory.mktemp("described")) as database:
        metadata.create_all(database.engine)
        yield database


def test_migrations_and_records_agree(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []


def test_migrations_and_records_refuse_the_same(empty: Database, described: Database) -> None:
    """Alembic compares everything but checks, triggers, and which rows an index holds."""
    upgrade(empty)
    assert _checks(empty) == _checks(described)
    assert _triggers(empty) == _triggers(described)
    assert _partial_indexes(empty) == _partial_indexes(described)


def _checks(database: Database) -> dict[str, dict[str | None, str]]:
    found = inspect(database.engine)
    return {
        table.name: {one["name"]: one["sqltext"] for one in found.get_check_constraints(table.name)}
        for table in metadata.sorted_tables
    }


def _triggers(database: Database) -> set[str]:
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not database.is_sqlite:
        names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with database.engine.connect() as connection:
        return set(connection.exec_driver_sql(names).scalars())


def _partial_indexes(database: Database) -> set[tuple[str, str]]:
    found = inspect(database.engine)
    kind = "sqlite_where" if database.is_sqlite else "postgresql_where"
    return {
        (str(index["name"]), str(index["dialect_options"][kind]))
        for table in metadata.sorted_tables
        for index in found.get_indexes(table.name)
        if index.get("dialect_options", {}).get(kind) is not None
    }


def test_upgrading_twice_is_upgrading_once(empty: Database) -> None:
    upgrade(empty)
    upgrade(empty)
    assert is_current(empty)


def test_every_table_has_a_key_and_every_foreign_key_stands(empty: Database) -> None:
    for table in metadata.sorted_tables:
        assert table.primary_key.columns, table.name
    upgrade(empty)
    with empty.engine.connect() as connection:
        names = set(connection.dialect.get_table_names(connection))
    assert {table.name for table in metadata.sorted_tables} <= names
