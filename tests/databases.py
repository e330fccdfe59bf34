"""Fresh databases for tests: an SQLite file, and a PostgreSQL database cloned from a template.

XIAOPU_TEST_POSTGRES names a server ("postgresql://user@/postgres?host=…"); without it the local socket is tried. Where
none answers, PostgreSQL's half of the tests is skipped, unless XIAOPU_TEST_REQUIRE=1 (as in .ci/run): then it fails.
"""

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

from models.kernel.database import Database
from models.records import metadata

GUESSES = ("postgresql://root@/postgres?host=/var/run/postgresql", "postgresql://postgres@127.0.0.1:5432/postgres")
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
    name = f"xiaopu_template_{uuid.uuid4().hex[:8]}"
    _on_server(f'CREATE DATABASE "{name}"')
    database = Database(_named(name))
    metadata.create_all(database.engine)
    database.engine.dispose()
    return name


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """An empty SQLite database with the whole schema."""
    path = folder / "xiaopu.sqlite3"
    shutil.copy(_sqlite_template(), path)
    yield f"sqlite:///{path}"


@contextmanager
def postgres(*, empty: bool = False) -> Iterator[str]:
    """A PostgreSQL database of its own with the whole schema, or without any."""
    postgres_or_skip()
    name = f"xiaopu_test_{uuid.uuid4().hex[:12]}"
    template = "template0" if empty else _postgres_template()
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield _named(name)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def drop_templates() -> None:
    """At the end of a run."""
    if _postgres_template.cache_info().currsize:
        _on_server(f'DROP DATABASE "{_postgres_template()}" WITH (FORCE)')


def _named(name: str) -> str:
    head, _, query = server().partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def _on_server(statement: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
