"""Restoring a backup into an empty database: all of it or nothing."""

import gzip
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from models.kernel.backup.archive import ARCHIVE_FORMAT, END, MANIFEST, Counts, archive_entries
from models.kernel.backup.rows import load
from models.kernel.backup.schema import described, require_tables, reset_sequences, revision, table_size, tables
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.media import MediaStore

DAMAGED = N_("备份文件不完整或已损坏：%(why)s")


def restore(database: Database, media: MediaStore, path: Path) -> Counts:
    """Brings an archive back, in one transaction. Raises Refused where the database holds anything, stands at another
    revision, or the archive is damaged: then no row is kept. Files are named by their content, so those that were
    written before a failure are nobody's and are written again by the next try."""
    with _readable(), database.transaction() as session:
        connection = session.connection()
        require_tables(connection)
        _require_empty(connection)
        found = archive_entries(path)
        manifest = _manifest(connection, found)
        counts = _take(connection, media, found, manifest)
        _prove(connection, counts, manifest)
        reset_sequences(connection)
    return counts


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise Refused("", DAMAGED, why=str(error) or type(error).__name__) from error
    except (DataError, IntegrityError) as error:
        raise Refused("", N_("备份里有这个数据库不收的数据：%(why)s"), why=str(error.orig)) from error


def _require_empty(connection: Connection) -> None:
    filled = next((table.name for table in tables() if table_size(connection, table)), None)
    if filled:
        raise Refused("", N_("数据库不是空的（%(table)s 里已有数据），不能恢复到这里"), table=filled)


def _manifest(connection: Connection, found: Iterator[tuple[str, IO[bytes]]]) -> dict[str, Any]:
    name, content = next(found, ("", None))
    if name != MANIFEST or content is None:
        raise Refused("", DAMAGED, why=MANIFEST)
    manifest: dict[str, Any] = json.load(content)
    if manifest["format"] != ARCHIVE_FORMAT:
        raise Refused("", N_("不认识这个备份的格式：%(format)s"), format=manifest["format"])
    here = revision(connection)
    if manifest["revision"] and here and manifest["revision"] != here:
        message = N_("备份是 %(then)s 版的，数据库是 %(now)s 版的：请用写备份的那版程序恢复，再升级")
        raise Refused("", message, then=manifest["revision"], now=here)
    if manifest["columns"] != described():
        raise Refused("", N_("备份里的表和现在的程序不一样：请用写备份的那版程序恢复，再升级"))
    return manifest


def _take(
    connection: Connection, media: MediaStore, found: Iterator[tuple[str, IO[bytes]]], manifest: dict[str, Any]
) -> Counts:
    named = {f"tables/{table.name}.jsonl": table for table in tables()}
    counts, ended = Counts(), None
    for name, content in found:
        if name in named:
            counts.rows[named[name].name] = load(connection, named[name], content)
        elif name.startswith("media/"):
            media.put(_key(name), content.read())
            counts.files += 1
        elif name == END:
            ended = json.load(content)
    if ended is None or ended["files"] != counts.files or counts.rows != manifest["rows"]:
        raise Refused("", DAMAGED, why=END)
    return counts


def _key(name: str) -> str:
    key = PurePosixPath(name).relative_to("media")
    if key.is_absolute() or ".." in key.parts or not key.parts:
        raise Refused("", DAMAGED, why=name)
    return str(key)


def _prove(connection: Connection, counts: Counts, manifest: dict[str, Any]) -> None:
    existing = {table.name: table_size(connection, table) for table in tables()}
    if existing != manifest["rows"]:
        raise Refused("", DAMAGED, why=str({t: n for t, n in existing.items() if n != counts.rows.get(t)}))
