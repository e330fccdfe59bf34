"""Sealing files anew, by the newest secret, that earlier ones sealed; and which still hang on those.

Each file says by its first bytes who sealed it: whoever was killed is followed by whoever begins again.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from models.kernel.database import Database
from models.kernel.errors import Gone
from models.kernel.media import MediaStore
from models.kernel.ring import Ring, secret_mark
from models.kernel.sealed_files import SealedFileColumn, SealedFiles, sealed_file_columns
from models.kernel.sealing import Unreadable


@dataclass(slots=True)
class ResealedFiles:
    """How far the files of one column are: how many were to be done, how many are, which nothing opens."""

    column: SealedFileColumn
    due: int
    done: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_files(database: Database, media: MediaStore, ring: Ring) -> Iterator[ResealedFiles]:
    """One file at a time, while its row is held, so that one which is taken away meanwhile does not come back. Yields
    how far it is after each."""
    for column in sealed_file_columns():
        files = SealedFiles(media, ring, column.purpose)
        old = [key for key, mark in _marks(database, files, column) if mark != secret_mark(ring.newest)]
        progress = ResealedFiles(column, len(old))
        yield progress
        for key in old:
            _reseal(database, files, progress, key)
            yield progress


def files_hanging(database: Database, media: MediaStore, ring: Ring) -> Iterator[tuple[SealedFileColumn, str, int]]:
    """What an earlier secret than the newest sealed: the column, by which (its mark), how many."""
    for column in sealed_file_columns():
        marks = Counter(mark for _, mark in _marks(database, SealedFiles(media, ring, column.purpose), column))
        for mark, count in sorted(marks.items()):
            if mark != secret_mark(ring.newest):
                yield column, mark, count


def are_files_cut_off(database: Database, media: MediaStore, ring: Ring) -> bool:
    """Whether there is a file to seal anew; what nothing opens, or is gone, does not count."""
    for column in sealed_file_columns():
        files = SealedFiles(media, ring, column.purpose)
        for key, mark in _marks(database, files, column):
            with suppress(Gone, Unreadable):
                if mark != secret_mark(ring.newest) and files.read(key):
                    return True
    return False


def _reseal(database: Database, files: SealedFiles, progress: ResealedFiles, key: str) -> None:
    column = progress.column
    with database.transaction() as session:
        same = select(column.column).where(column.column == key).with_for_update()
        if session.connection().execute(same).first() is None:
            return
        try:
            files.seal_anew(key)
        except Gone:
            return
        except Unreadable:
            progress.unreadable.append(key)
            return
    progress.done += 1


def _marks(database: Database, files: SealedFiles, column: SealedFileColumn) -> Iterator[tuple[str, str]]:
    """Every file that is named and there, and who sealed it."""
    named: Any = select(column.column).where(column.column.is_not(None))
    with database.reading() as session:
        keys = list(session.connection().execute(named.order_by(column.column)).scalars())
    for key in keys:
        try:
            yield key, files.mark_of(key)
        except Gone:
            continue
