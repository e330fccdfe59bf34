"""The migrations build, from nothing, exactly the schema that the records describe; on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from models.kernel.database import Database
from models.kernel.schema import is_current, upgrade
from models.records import metadata
from models.talk.words_index import is_ours
from tests import databases


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
        yield database
        database.engine.dispose()
    else:
        with databases.postgres(empty=True) as url:
            database = Database(url)
            yield database
            database.engine.dispose()


def test_migrations_and_records_agree(empty: Database) -> None:
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []


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
