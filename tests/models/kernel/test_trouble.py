"""What is the matter is told by the errors that real disks and databases raise."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.trouble import trouble_of
from models.kernel.writable import prove_room, prove_writable
from tests.given import databases
from tests.given.factories import make_member

LOOKED = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(database.execute("SELECT count(*) FROM member").fetchone()[0])
database.close()
"""


def _raised(database: Database, *statements: str) -> BaseException:
    with pytest.raises(Exception) as found, database.engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
            connection.commit()
    return found.value


def test_a_database_that_is_full(tmp_path: Path) -> None:
    with databases.sqlite(tmp_path) as url:
        database = Database(url)
        size = "PRAGMA max_page_count = 1"
        error = _raised(database, size, "CREATE TABLE more (words TEXT)", "INSERT INTO more VALUES (zeroblob(9000000))")
        assert trouble_of(error) == "full"
        database.engine.dispose()


def test_a_database_that_only_reads(database: Database) -> None:
    prove_writable(database)
    with pytest.raises(Exception, match=r"read.?only") as found, database.reading() as session:
        session.connection().execute(text("DELETE FROM member"))
    assert trouble_of(found.value) == "read-only"


def test_asking_lets_go_of_no_lock(tmp_path: Path) -> None:
    """Another program that opens the database and is done with it leaves our log in its place."""
    with databases.sqlite(tmp_path) as url:
        database = Database(url)
        path = str(make_url(url).database)
        with database.reading() as session:
            session.connection().execute(text("SELECT 1"))
            prove_writable(database)
        with database.transaction() as session:
            make_member(session, name="前")
        subprocess.run([sys.executable, "-c", LOOKED, path], check=True)
        with database.transaction() as session:
            make_member(session, name="后")
        seen = subprocess.run([sys.executable, "-c", LOOKED, path], check=True, capture_output=True, text=True)
        assert seen.stdout.split() == ["2"]
        database.engine.dispose()


def test_a_server_that_only_reads_is_not_writable() -> None:
    with databases.own() as database:
        prove_writable(database)
        with database.engine.connect() as connection:
            name = connection.execute(text("SELECT current_database()")).scalar()
            connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
            connection.commit()
        database.engine.dispose()
        with pytest.raises(OSError, match="refuses writes") as found:
            prove_writable(database)
        assert trouble_of(found.value) == "read-only"


def test_a_server_that_is_gone_and_one_that_cuts_the_line() -> None:
    astray = Database("postgresql://nobody@127.0.0.1:9/none")
    assert trouble_of(_raised(astray, "SELECT 1")) == "gone"
    with databases.own() as database:
        cut = "SELECT pg_terminate_backend(pg_backend_pid())"
        assert trouble_of(_raised(database, cut)) == "gone"


def test_a_row_that_somebody_else_holds() -> None:
    with databases.own() as database, database.engine.connect() as other:
        other.execute(text("LOCK TABLE member"))
        assert trouble_of(_raised(database, "SET lock_timeout = 50", "LOCK TABLE member")) == "busy"
        assert trouble_of(_raised(database, "SET statement_timeout = 50", "SELECT pg_sleep(9)")) == "busy"


def test_a_database_and_a_folder_that_are_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with databases.sqlite(folder) as url:
        database = Database(url)
        prove_writable(database)
        (folder / "xiaopu.sqlite3").rename(tmp_path / "elsewhere")
        with pytest.raises(OSError, match="xiaopu"):
            prove_writable(database)
        database.engine.dispose()
    media = MediaStore(f"file://{tmp_path}/media")
    media.probe()
    prove_room(tmp_path / "media")
    (tmp_path / "media").rmdir()
    with pytest.raises(FileNotFoundError, match="no folder media"):
        media.probe()


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "read-only"), (errno.EPIPE, None)],
)
def test_the_systems_own_errors(number: int, kind: str | None) -> None:
    assert trouble_of(OSError(number, os.strerror(number))) == kind


def test_a_mistake_of_ours_is_no_trouble(database: Database) -> None:
    assert trouble_of(ValueError("ours")) is None
    assert trouble_of(_raised(database, "SELECT nothing FROM nowhere")) is None
    assert trouble_of(sqlite3.OperationalError("no such table")) is None
