"""The archive as a file: written whole or not at all, read from front to back. Its meaning is not known here."""

import gzip
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ARCHIVE_FORMAT = 1
MANIFEST, END = "manifest.json", "end.json"
# Pictures do not shrink; a quick level takes most of what text gives.
LEVEL = 3


@dataclass(slots=True)
class Counts:
    """How many rows of each table, and how many files, went through."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0

    def __str__(self) -> str:
        return f"{sum(self.rows.values())} rows of {len(self.rows)} tables, {self.files} files"


class Writer:
    """Adds entries to an archive; each is written as it comes and then forgotten."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, file: IO[bytes]) -> None:
        """An entry with all that `file` holds."""
        entry = tarfile.TarInfo(name)
        entry.size = file.seek(0, io.SEEK_END)
        entry.mode = 0o600
        file.seek(0)
        self._archive.addfile(entry, file)
        # The library would keep every entry's head until the end.
        self._archive.members.clear()  # type: ignore[attr-defined]

    def add_bytes(self, name: str, data: bytes) -> None:
        """Adds an entry from memory."""
        self.add(name, io.BytesIO(data))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """An archive that gets its name only once it is whole and on the disk. Only its owner may read it: it holds
    addresses and password hashes."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=LEVEL) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
        _sync_folder(path.parent)
    finally:
        Path(draft).unlink(missing_ok=True)


def archive_entries(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every entry's name and content, in order; a content is read before the next is asked for. The checksum at the
    end is verified. Raises tarfile.TarError, EOFError, OSError or zlib.error where the file is damaged."""
    with gzip.open(path) as plain, tarfile.open(fileobj=plain, mode="r:") as archive:
        while (entry := archive.next()) is not None:
            # As when writing: the library would keep every entry's head until the end.
            archive.members.clear()  # type: ignore[attr-defined]
            content = archive.extractfile(entry) if entry.isfile() else None
            if content is not None:
                yield entry.name, content
        while plain.read(1 << 20):
            pass


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
