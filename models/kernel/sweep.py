"""Doing the same to many rows: each in a transaction of its own, and one that fails never stops the others."""

import logging
from collections.abc import Callable

from sqlmodel import Session

from models.kernel.database import Database
from models.kernel.errors import Refused

log = logging.getLogger(__name__)
SWEEP_BATCH = 200


def sweep(
    database: Database, find: Callable[[Session, int], list[int]], act: Callable[[Session, int], bool], *, name: str
) -> int:
    """`find` gives the next ids past one, at most BATCH, in their order; `act` says whether it did something, and finds
    out itself whether its row is still in question. Returns how many did. A row that fails is logged under `name`."""
    done, last = 0, 0
    while True:
        with database.reading() as session:
            ids = find(session, last)
        done += sum(_act(database, act, one, name) for one in ids)
        if len(ids) < SWEEP_BATCH:
            return done
        last = ids[-1]


def _act(database: Database, act: Callable[[Session, int], bool], one: int, name: str) -> bool:
    try:
        with database.transaction() as session:
            return act(session, one)
    except Refused:
        # Somebody was there this very moment, and it is in question no more.
        return False
    except Exception:
        log.exception("%s failed for row %s", name, one)
        return False
