"""Writing a backup: all rows as of one moment, then all files."""

import json
import tempfile
from pathlib import Path

from sqlalchemy import Connection

from models.kernel.backup.archive import ARCHIVE_FORMAT, END, MANIFEST, Counts, Writer, writing
from models.kernel.backup.rows import IN_MEMORY, dump
from models.kernel.backup.schema import described, require_tables, revision, table_size, tables
from models.kernel.database import Database
from models.kernel.errors import Gone
from models.kernel.media import MediaStore
from models.kernel.snapshot import snapshot


def backup(database: Database, media: MediaStore, path: Path) -> Counts:
    """Writes everything into one archive; shops stay open meanwhile. Raises Refused where the database lacks tables.

    A file is kept before the row that names it, so copying the files after the rows misses none of them."""
    counts = Counts()
    with writing(path) as archive:
        with snapshot(database) as connection:
            require_tables(connection)
            counts.rows = _write_rows(archive, connection, str(path.parent))
        counts.files = _write_files(archive, media)
        archive.add_bytes(END, json.dumps({"files": counts.files}).encode())
    return counts


def _write_rows(archive: Writer, connection: Connection, folder: str) -> dict[str, int]:
    rows = {table.name: table_size(connection, table) for table in tables()}
    manifest = {"format": ARCHIVE_FORMAT, "revision": revision(connection), "columns": described(), "rows": rows}
    archive.add_bytes(MANIFEST, json.dumps(manifest, indent=1).encode())
    for table in tables():
        # An entry's head says its size, so a table is written aside first; large ones to the disk.
        with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=folder) as aside:
            dump(connection, table, aside)
            archive.add(f"tables/{table.name}.jsonl", aside)
    return rows


def _write_files(archive: Writer, media: MediaStore) -> int:
    files = 0
    for key in media.every_key():
        try:
            data = media.get(key)
        except Gone:
            # Taken away since the list was made; no row of the snapshot that still matters names it.
            continue
        archive.add_bytes(f"media/{key}", data)
        files += 1
    return files
