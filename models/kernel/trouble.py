"""What is the matter where a page failed through no fault of the program's: the disk is full, the database refuses
writes, something that it needs does not answer, or somebody else holds it for too long."""

import errno
from collections.abc import Iterator
from typing import Literal

from obstore.exceptions import BaseError as MediaError
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Trouble = Literal["full", "read-only", "gone", "busy"]
_SQLITE: tuple[tuple[str, Trouble], ...] = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_READONLY", "read-only"),
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    # What SQLite calls it where a file could not grow, or the disk was taken away.
    ("SQLITE_IOERR", "gone"),
    ("SQLITE_CANTOPEN", "gone"),
)
# By the classes of PostgreSQL's error codes (appendix A of its manual), the longer first.
_POSTGRES: tuple[tuple[str, Trouble], ...] = (
    ("53100", "full"),
    ("25006", "read-only"),
    ("55P03", "busy"),
    ("57014", "busy"),
    ("40P01", "busy"),
    ("40001", "busy"),
    ("57P", "gone"),
    ("53", "gone"),
    ("08", "gone"),
)
_ERRNO: dict[int, Trouble] = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read-only", errno.EIO: "gone"}


class Silent(Exception):
    """What a page stands on did not answer a moment ago: it is not waited for once more."""


def trouble_of(error: BaseException) -> Trouble | None:
    """What is the matter; None where it is a fault of the program's own."""
    return next((found for one in _chain(error) if (found := _trouble(one))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, PoolTimeout):
        return "busy"
    if isinstance(error, Silent):
        return "gone"
    if isinstance(error, MediaError):
        return _of_words(str(error)) or "gone"
    if isinstance(error, RedisError):
        return "gone"
    return _ERRNO.get(error.errno or 0) if isinstance(error, OSError) else None


def _of_database(error: DBAPIError) -> Trouble | None:
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return _first(_SQLITE, str(name))
    state = getattr(error.orig, "sqlstate", None)
    # A connection that was never made, or was cut, has no code.
    return _first(_POSTGRES, state) if state else ("gone" if error.connection_invalidated or _is_cut(error) else None)


def _is_cut(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")


def _first(known: tuple[tuple[str, Trouble], ...], code: str) -> Trouble | None:
    return next((trouble for start, trouble in known if code.startswith(start)), None)


def _of_words(words: str) -> Trouble | None:
    """The media store's library tells of the system's error in words alone."""
    return next((trouble for number, trouble in _ERRNO.items() if f"os error {number})" in words), None)
