"""The request's database session. GET reads; anything else may write, and commits once, before a reply below 400.

A view that `reads_first` waits for nobody while it reads: its verbs queue up to write by themselves, and it commits as
soon as they are done, so that nothing is rendered behind the lock.
"""

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import sqlalchemy
from flask import Flask, Response, current_app, g, request
from sqlmodel import Session, select

from models.account.audit.noting import NOTED
from models.kernel.clock import now
from models.kernel.database import read_again
from models.kernel.errors import Gone
from models.kernel.record import Record
from views.kit.house import house

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
SAFE = ("GET", "HEAD", "OPTIONS")


def session() -> Session:
    """This request's session, opened at first use."""
    if "session" not in g:
        database = house().database
        if request.method in SAFE:
            g.session = database.reading()
        else:
            g.session = database.reading_first() if "reads_first" in g else database.writing()
    return g.session


def reads_first(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view whose verbs read before they queue up."""

    @functools.wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        g.reads_first = True
        return view(*args, **kwargs)

    return reading


def commit() -> None:
    """Keeps what this request has changed so far; a view that reads first only reads from here on."""
    session().commit()
    read_again(session())
    _committed()


def hold(row: Record) -> None:
    """Nobody else changes the row until this request ends, and all that was read is read again: what a form is compared
    with is what it will be written over. Raises Gone where it was taken away."""
    record: Any = type(row)
    (key,) = sqlalchemy.inspect(record).primary_key
    session().flush()
    held = select(key).where(key == sqlalchemy.inspect(row).identity[0]).with_for_update(key_share=True)
    if session().exec(held).first() is None:
        raise Gone(record.__name__)
    session().expire_all()


@contextmanager
def outside_transaction() -> Iterator[None]:
    """For slow work between two steps: what was written so far is committed and no lock is held inside the block."""
    session().commit()
    yield


def after_commit(action: Callable[[], None]) -> None:
    """Runs once the request's changes are kept; never where they are rolled back."""
    g.setdefault("after_commit", []).append(action)


def _try(action: Callable[[], None]) -> None:
    """What is committed is never reported as failed: what follows it may fail, and the worker makes up for it."""
    try:
        action()
    except Exception:
        log.exception("work after a commit failed; the worker's next round makes up for it")


def give_up() -> None:
    """Drops what this request has changed so far."""
    g.pop("after_commit", None)
    if "session" in g:
        read_again(g.session)


def was_kept() -> bool:
    """Whether changes of this request are kept already, so that whatever fails now must not call them unsaved."""
    return bool(g.get("kept"))


def _committed() -> None:
    g.kept = True
    if session().info.pop(NOTED, False):
        house().chainer.noted(now())
    current_app.extensions["page_cache"].forget()
    for action in g.pop("after_commit", []):
        _try(action)


def init_app(app: Flask) -> None:
    """Hangs commit and close on the app."""

    @app.after_request
    def keep(response: Response) -> Response:
        if "session" in g and request.method not in SAFE:
            if response.status_code < 400:
                g.session.commit()
                _committed()
            else:
                give_up()
        return response

    @app.teardown_appcontext
    def close(error: BaseException | None) -> None:
        opened = g.pop("session", None)
        if opened is not None:
            opened.close()
