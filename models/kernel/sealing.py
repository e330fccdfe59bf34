"""Sealing: what is stored but must not be read by whoever gets hold of the database alone (account numbers).

A record says which of its columns are sealed where it declares them (`sealed_text`): `flask rotate-keys` and
`flask check` find them by that.
"""

import base64
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Table, Text
from sqlmodel import Field, SQLModel

from models.kernel.ring import SECRET_MARK, Ring, secret_mark

_PURPOSE = "sealed for"
# Before there was a ring, nothing but Fernet's token was kept: it has no colon.
_MARKED = re.compile(rf"([0-9a-f]{{{SECRET_MARK}}}):(.+)", re.DOTALL)


class Unreadable(Exception):
    """It was sealed with another secret, for another purpose, or somebody changed it."""


class Seal:
    """Fernet with a key of its own for each purpose, derived from a secret of the ring (HKDF, SHA-256). What is sealed
    says by which secret, by its mark."""

    def __init__(self, ring: Ring, purpose: str) -> None:
        self._ring = ring
        self._purpose = purpose

    def close(self, text: str) -> str:
        """The text sealed by the newest secret; the same text never looks the same twice."""
        newest = self._ring.newest
        return f"{secret_mark(newest)}:{_fernet(newest, self._purpose).encrypt(text.encode()).decode()}"

    def open(self, sealed: str, *, seconds: int | None = None) -> str:
        """The text again; `seconds` is how old it may be. Raises Unreadable."""
        marked = _MARKED.fullmatch(sealed)
        if marked:
            named = self._ring.marked(marked[1])
            tried, token = [named] if named else [], marked[2]
        else:
            tried, token = list(self._ring.secrets), sealed
        for secret in tried:
            try:
                return _fernet(secret, self._purpose).decrypt(token.encode(), ttl=seconds).decode()
            except InvalidToken:
                continue
        raise Unreadable("no secret of the ring opens it")

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest secret sealed it."""
        return mark_in_seal(sealed) == secret_mark(self._ring.newest)


def mark_in_seal(sealed: str) -> str:
    """By which secret it was sealed; "" where it does not say, because it was before there was a ring."""
    marked = _MARKED.fullmatch(sealed)
    return marked[1] if marked else ""


@functools.lru_cache(maxsize=64)
def _fernet(secret: str, purpose: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def sealed_text(purpose: str, **options: Any) -> Any:
    """A column that holds what `Seal(ring, purpose)` closed, or nothing."""
    return Field(sa_type=Text, sa_column_kwargs={"info": {_PURPOSE: purpose}}, **options)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of some record, and for what it is sealed."""

    table: Table
    column: Column[Any]
    purpose: str

    def __str__(self) -> str:
        return f"{self.table.name}.{self.column.name}"


def sealed_columns() -> Iterator[SealedColumn]:
    """Those of all records that are loaded."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if _PURPOSE in column.info:
                yield SealedColumn(table, column, column.info[_PURPOSE])
