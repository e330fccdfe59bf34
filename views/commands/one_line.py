"""What a command says where it cannot do what it was asked for: one line and exit status 1. A traceback is for faults
of our own."""

import copy
import functools
import os
from collections.abc import Callable, Mapping
from typing import Any

import click
from obstore.exceptions import BaseError as MediaError
from psycopg.errors import Error as PostgresError
from redis.exceptions import RedisError
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.kernel.errors import Gone, Refused
from models.kernel.languages import LANGUAGES, primary
from models.kernel.said import tell
from models.stories.news.tell import in_language

_UNMIGRATED = ("no such table", "does not exist", "no such column")
# What a terminal asks for, the first that is set (POSIX); one that asks for a language that we do not speak, or for
# none, reads English.
_LOCALE, _ENGLISH = ("LC_ALL", "LC_MESSAGES", "LANG"), "en"
_KNOWN = (Refused, Gone, OSError, DBAPIError, PostgresError, PoolTimeout, ArgumentError, RedisError, MediaError)


def in_one_line(command: click.Command) -> click.Command:
    """The command, whose troubles with the world are said in one line."""
    ask = command.callback
    assert ask is not None

    @functools.wraps(ask)
    def told(*args: Any, **options: Any) -> Any:
        try:
            return ask(*args, **options)
        except _KNOWN as error:
            raise click.ClickException(words_for(error)) from None

    # A copy: the command itself serves every app of this process, and would be wrapped once more by each.
    hung = copy.copy(command)
    hung.callback = told
    return hung


def words_for(error: BaseException) -> str:
    """What is wrong, without a statement and what stood in it."""
    if isinstance(error, Refused):
        return tell(error.said, translation())
    if isinstance(error, DBAPIError):
        said = _first_line(error.orig or error)
        hint = ": run `flask --app app upgrade` first" if any(one in said for one in _UNMIGRATED) else ""
        return f"the database says: {said}{hint}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, (PostgresError, PoolTimeout)):
        return f"the database says: {_first_line(error)}"
    return _first_line(error)


def translation() -> Callable[[str], str]:
    """Turns msgids into words of the language that whoever sits at the terminal reads."""
    return in_language(terminal_language(os.environ))


def terminal_language(environment: Mapping[str, str]) -> str:
    """zh_CN for LANG=zh_TW.UTF-8, en for C and for nothing."""
    asked = next((environment[name] for name in _LOCALE if environment.get(name)), "").partition(".")[0]
    return next((one for one in LANGUAGES if primary(one) == primary(asked)), _ENGLISH)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0].strip() or type(error).__name__
