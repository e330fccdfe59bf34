"""Sealed files: bytes in the media store that must not be read by whoever gets hold of the store, or of a backup.

AES-256-GCM with a key of its own for each purpose, derived from a secret of the ring (HKDF, SHA-256). A file begins
with the mark of the secret that sealed it. Its own name is bound into it: one put in another's place does not open.

A record says which of its columns names such a file (`sealed_file`): `flask rotate-keys` and `flask check` find them by
that. All of them stand under SEALED_FILES, of which no address gives anything out.
"""

import functools
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Connection, Table, select
from sqlmodel import Field, SQLModel

from models.kernel.media import MediaStore
from models.kernel.ring import SECRET_MARK, Ring, secret_mark
from models.kernel.sealing import Unreadable

SEALED_FILES = "sealed/"
_PURPOSE = "names a file sealed for"
_NONCE = 12


class SealedFiles:
    """The sealed files of one purpose."""

    def __init__(self, media: MediaStore, ring: Ring, purpose: str) -> None:
        self._media, self._ring, self._purpose = media, ring, purpose

    def keep(self, data: bytes) -> str:
        """Seals by the newest secret, stores, and returns the key: a name that nobody can guess."""
        key = f"{SEALED_FILES}{secrets.token_hex(16)}"
        self._put(key, data)
        return key

    def read(self, key: str) -> bytes:
        """What was sealed. Raises Gone where there is no such file, Unreadable where no secret of the ring opens it."""
        sealed = self._media.get(key)
        secret = self._ring.marked(_mark_in(sealed))
        body = sealed[SECRET_MARK:]
        try:
            if secret is not None:
                return _cipher(secret, self._purpose).decrypt(body[:_NONCE], body[_NONCE:], key.encode())
        except (InvalidTag, ValueError):
            pass
        raise Unreadable("no secret of the ring opens it")

    def drop(self, key: str) -> None:
        """Removes it. Does nothing where it is gone already."""
        self._media.delete(key)

    def mark_of(self, key: str) -> str:
        """By which secret it was sealed. Raises Gone."""
        return _mark_in(self._media.get(key))

    def is_newest(self, key: str) -> bool:
        """Whether the newest secret sealed it. Raises Gone."""
        return self.mark_of(key) == secret_mark(self._ring.newest)

    def seal_anew(self, key: str) -> None:
        """The same file, sealed by the newest secret; a reader sees the one or the other whole. Whoever calls holds its
        row: a file that was taken away meanwhile would come back. Raises Gone, Unreadable."""
        self._put(key, self.read(key))

    def _put(self, key: str, data: bytes) -> None:
        newest, nonce = self._ring.newest, secrets.token_bytes(_NONCE)
        body = _cipher(newest, self._purpose).encrypt(nonce, data, key.encode())
        self._media.put(key, secret_mark(newest).encode() + nonce + body)


@contextmanager
def dropped_where_raised(files: SealedFiles, key: str) -> Iterator[None]:
    """Drops a file that was kept for the block, where the block raises."""
    try:
        yield
    except BaseException:
        files.drop(key)
        raise


def _mark_in(sealed: bytes) -> str:
    return sealed[:SECRET_MARK].decode("ascii", "replace")


@functools.lru_cache(maxsize=64)
def _cipher(secret: str, purpose: str) -> AESGCM:
    info = f"file: {purpose}".encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode()))


def sealed_file(purpose: str, **options: Any) -> Any:
    """A column that holds the key of a file that `SealedFiles(media, ring, purpose)` kept, or nothing."""
    return Field(max_length=60, unique=True, sa_column_kwargs={"info": {_PURPOSE: purpose}}, **options)


@dataclass(frozen=True, slots=True)
class SealedFileColumn:
    """A column of some record that names sealed files, and for what those are sealed."""

    table: Table
    column: Column[Any]
    purpose: str

    def __str__(self) -> str:
        return f"files of {self.table.name}.{self.column.name}"


def sealed_file_columns() -> Iterator[SealedFileColumn]:
    """Those of all records that are loaded."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if _PURPOSE in column.info:
                yield SealedFileColumn(table, column, column.info[_PURPOSE])


def named_files(connection: Connection) -> set[str]:
    """Every sealed file that some row names."""
    named: set[str] = set()
    for one in sealed_file_columns():
        named.update(connection.execute(select(one.column).where(one.column.is_not(None))).scalars())
    return named
