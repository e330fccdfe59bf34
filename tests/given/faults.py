"""Wrong books on purpose: each fault is seeded behind the program's back, and what the checks then name is compared."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from models.kernel.database import Database
from tests.given import databases
from tests.given.ledger_books import spoil

# What a proof finds wrong, each fault as "kind subject".
Found = Callable[[Database], set[str]]


def codes_of(database: Database, named: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    """Every row's code under its name and number: order1 is the first order's. `named` says which table and column."""
    with database.reading() as session:
        return {
            f"{name}{n}": row
            for name, (table, code) in named.items()
            for n, row in enumerate(session.execute(text(f"SELECT {code} FROM {table} ORDER BY id")).scalars(), 1)
        }


def finds(
    database: Database, found: Found, names: Mapping[str, object], statements: tuple[str, ...], subjects: set[str]
) -> None:
    """Seeds a fault; exactly its subjects are found. Statements and subjects have places for the names."""
    for statement in statements:
        spoil(database, statement.format_map(names))
    assert found(database) == {subject.format_map(names) for subject in subjects}


def furnished(furnish: Callable[[Database], None], found: Found) -> Path:
    """A file with right books in it, for copies to be spoiled."""
    folder = Path(tempfile.mkdtemp(prefix="xiaopu-books-"))
    with databases.sqlite(folder) as url, _right(url, furnish, found):
        return folder / "xiaopu.sqlite3"


@contextmanager
def copy_of(books: Path, folder: Path) -> Iterator[Database]:
    """A copy to be spoiled."""
    path = folder / "spoiled.sqlite3"
    shutil.copy(books, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.engine.dispose()


@contextmanager
def on_postgresql(furnish: Callable[[Database], None], found: Found) -> Iterator[Database]:
    """Right books on PostgreSQL, to be spoiled."""
    with databases.postgres() as url, _right(url, furnish, found) as database:
        yield database


@contextmanager
def _right(url: str, furnish: Callable[[Database], None], found: Found) -> Iterator[Database]:
    database = Database(url)
    furnish(database)
    assert found(database) == set()
    yield database
    database.engine.dispose()
