"""Fresh databases for tests: an SQLite file written anew, and a PostgreSQL database emptied between tests.

XIAOPU_TEST_POSTGRES names a server ("postgresql://user@/postgres?host=…"); without it the local socket is tried. Where
none answers, PostgreSQL's half of the tests is skipped, unless XIAOPU_TEST_REQUIRE=1 (as in .ci/run): then it fails.
"""

import atexit
import copy
import functools
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from models.kernel.database import Database, reader_of
from models.records import metadata

GUESSES = ("postgresql://root@/postgres?host=/var/run/postgresql", "postgresql://postgres@127.0.0.1:5432/postgres")
_engines: dict[str, Database] = {}
REQUIRED = os.environ.get("XIAOPU_TEST_REQUIRE") == "1"


@functools.cache
def server() -> str:
    """The PostgreSQL server's address, or "" where none answers."""
    for url in filter(None, (os.environ.get("XIAOPU_TEST_POSTGRES"), *GUESSES)):
        try:
            with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
                connection.execute("SELECT 1")
            return url
        except psycopg.OperationalError:
            continue
    return ""


def postgres_or_skip() -> str:
    """The server's address; skips, or fails where everything is required."""
    if not server():
        message = "no PostgreSQL answers (set XIAOPU_TEST_POSTGRES)"
        pytest.fail(message) if REQUIRED else pytest.skip(message)
    return server()


@functools.cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="xiaopu-test-")) / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    metadata.create_all(database.engine)
    database.engine.dispose()
    return path


@functools.cache
def _postgres_template() -> str:
    """What the others are cloned from: making the schema takes ten times as long."""
    name = f"xiaopu_test_{uuid.uuid4().hex[:12]}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    _make_schema(_named(name))
    return name


@functools.cache
def _postgres_shared() -> str:
    """One database for the run, emptied between tests: a clone for each would take longer than most of them."""
    return _clone(_postgres_template())


def _clone(template: str) -> str:
    name = f"xiaopu_test_{uuid.uuid4().hex[:12]}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    # No test crashes the server; whether a commit survives that is the server's own proof, and waiting for the disk is
    # half of a short test's time.
    _on_server(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return name


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """An empty SQLite database with the whole schema."""
    path = folder / "xiaopu.sqlite3"
    for left in folder.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(_sqlite_template(), path)
    yield f"sqlite:///{path}"


@functools.cache
def sqlite_folder() -> Path:
    """Where this process's tests have their SQLite database, one after another: in memory where there is plenty."""
    memory = Path("/dev/shm")  # noqa: S108  TemporaryDirectory makes a folder of its own in there.
    is_roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    folder = tempfile.TemporaryDirectory(prefix="xiaopu-test-", dir=memory if is_roomy else None)
    atexit.register(folder.cleanup)
    return Path(folder.name)


def opened(url: str) -> Database:
    """The database, opened. Engines of addresses that come again are kept, without their connections: what SQLAlchemy
    has compiled for one test serves the next. What a test listens to ends with it."""
    if url.startswith("sqlite") and str(sqlite_folder()) not in url:
        return Database(url)
    if url not in _engines:
        _engines[url] = Database(url)
    kept = _engines[url]
    mine = copy.copy(kept)
    mine.engine = kept.engine.execution_options()
    mine.reader = reader_of(mine.engine)
    return mine


@contextmanager
def postgres(*, empty: bool = False, own: bool = False) -> Iterator[str]:
    """A PostgreSQL database with the whole schema and no rows. `own`: not the shared one, for tests that change the
    schema or need two; `empty`: a new one without any table."""
    postgres_or_skip()
    if not (empty or own):
        url = _named(_postgres_shared())
        yield url
        _clear(url)
        return
    name = _clone("template0" if empty else _postgres_template())
    try:
        yield _named(name)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres_like(url: str) -> Iterator[str]:
    """A copy of a database that nobody is connected to."""
    name = _clone(url.partition("?")[0].rsplit("/", 1)[1])
    try:
        yield _named(name)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own() -> Iterator[Database]:
    """A PostgreSQL database of one test's own, opened: faults are seeded in it behind the program's back."""
    with postgres(own=True) as url:
        database = Database(url)
        yield database
        database.engine.dispose()


def _clear(url: str) -> None:
    """Deletes every row, in whatever order; tables that a test dropped are made again."""
    with psycopg.connect(url, autocommit=True) as connection:
        standing = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        wanted = {table.name for table in metadata.sorted_tables}
        if not wanted <= standing:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        else:
            deletes = "".join(f'DELETE FROM "{name}";' for name in sorted(wanted))
            connection.execute(f"SET session_replication_role = replica; {deletes}".encode())
    if not wanted <= standing:
        _make_schema(url)


def _make_schema(url: str) -> None:
    database = Database(url)
    metadata.create_all(database.engine)
    database.engine.dispose()


def drop_shared() -> None:
    """At the end of a run."""
    for made in (_postgres_shared, _postgres_template):
        if made.cache_info().currsize:
            _on_server(f'DROP DATABASE "{made()}" WITH (FORCE)')


def _named(name: str) -> str:
    head, _, query = server().partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def _on_server(statement: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement.encode())
