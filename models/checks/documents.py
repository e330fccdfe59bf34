"""Documents and their files, both ways: each has its file until it was deleted, each sealed file a row, and every one
opens by a secret of the ring. One card is one account: the digests by which that holds are of the numbers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from models.account.identity.redigesting import wrong_digests
from models.gate.documents.document import Document
from models.kernel.errors import Gone
from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.ring import Ring
from models.kernel.sealed_files import SEALED_FILES, SealedFiles, named_files, sealed_file_columns
from models.kernel.sealing import Unreadable
from models.kernel.snapshot import stream

_document = table_of(Document)
# An upload's file is there before its row, and due ones are deleted once an hour.
_UPLOADING, _SWEPT = timedelta(days=2), timedelta(days=2)


def document_files(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Whatever a row names is there."""
    for column in sealed_file_columns():
        named = select(column.column).where(column.column.is_not(None))
        for (key,) in stream(connection, named.order_by(column.column)):
            if not media.has(key):
                yield Fault("document.file", f"{column} {key}", "no such file")


def sealed_files(connection: Connection, media: MediaStore, ring: Ring) -> Iterator[Fault]:
    """Every file that is named opens, by a secret of the ring and under its own name."""
    for column in sealed_file_columns():
        files = SealedFiles(media, ring, column.purpose)
        named = select(column.column).where(column.column.is_not(None))
        for (key,) in stream(connection, named.order_by(column.column)):
            try:
                files.read(key)
            except Unreadable:
                yield Fault("seal.unreadable", f"{column} {key}", "no secret of the ring opens it")
            except Gone:
                continue


def loose_files(connection: Connection, media: MediaStore, at: datetime) -> Iterator[Fault]:
    """No sealed file without a row stays: an upload that was cut off is swept away within a day."""
    older = media.older_keys(SEALED_FILES, at - _UPLOADING)
    named = named_files(connection) if older else set()
    for key in sorted(set(older) - named):
        yield Fault("document.loose", key, "a sealed file that no row names")


def kept_too_long(connection: Connection, at: datetime) -> Iterator[Fault]:
    """What is due was deleted."""
    due = _document.c.deleted_at.is_(None) & (_document.c.delete_after < at - _SWEPT)
    for row in stream(connection, select(_document.c.code, _document.c.delete_after).where(due)):
        yield Fault("document.kept", f"document {row.code}", f"it was to be deleted at {row.delete_after}")


def identity_digests(connection: Connection, ring: Ring) -> Iterator[Fault]:
    """`flask rotate-keys` makes them anew."""
    for row in wrong_digests(connection, ring):
        yield Fault("identity.digest", f"identity {row}", "its digest is not that of its number")
