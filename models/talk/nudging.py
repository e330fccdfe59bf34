"""Telling people outside the program that something waits for them: one nudge a conversation and side until they read.

A nudge is written with the message, in its transaction; it is sent later by a job (models/stories/send_nudges.py), so
that sending never holds up a reply. Who has the page open reads within the minute, and is not nudged at all.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.kernel.database import insert_ignoring
from models.talk.conversation import Conversation, Nudge, Side

_QUIET = timedelta(minutes=1)
# How long after a failure it is tried again; after the last it is given up.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60, 360))


def nudge(session: Session, talk: Conversation, side: Side, *, at: datetime) -> None:
    """Wants a side told; nothing where it was told already, or will be."""
    values: dict[str, Any] = {
        "conversation_id": talk.id,
        "side": side,
        "wanted_at": at,
        "next_at": at + _QUIET,
        "tries": 0,
        "done": [],
    }
    session.exec(insert_ignoring(session, Nudge).values(**values))


def drop_nudge(session: Session, talk: Conversation, side: Side) -> None:
    """The side has read: the next message may nudge again."""
    session.exec(delete(Nudge).where(col(Nudge.conversation_id) == talk.id, col(Nudge.side) == side))


def due_nudges(session: Session, sides: Collection[Side], *, at: datetime, limit: int = 100) -> list[int]:
    """Ids of nudges of these sides whose time has come, longest waiting first."""
    due = select(Nudge.id).where(col(Nudge.next_at) <= at, col(Nudge.side).in_(sides))
    query = due.order_by(col(Nudge.next_at))
    return list(session.exec(query.limit(limit)))


def claim_nudge(session: Session, nudge_id: int, *, at: datetime) -> Nudge | None:
    """Takes a due nudge for this try and sets when the next would be. One of two workers gets it; where that one dies,
    it is tried again."""
    nudge = session.exec(select(Nudge).where(Nudge.id == nudge_id)).first()
    if nudge is None:
        return None
    pause = _PAUSES[min(nudge.tries, len(_PAUSES) - 1)]
    taken = update(Nudge).where(col(Nudge.id) == nudge_id, col(Nudge.next_at) <= at, col(Nudge.tries) == nudge.tries)
    if session.exec(taken.values(tries=nudge.tries + 1, next_at=at + pause)).rowcount != 1:
        return None
    session.refresh(nudge)
    return nudge


def tried(session: Session, nudge_id: int, *, done: list[str], failed: bool) -> None:
    """Notes which ways took it. It is tried again only where one failed and there are tries left."""
    values: dict[str, object] = {"done": done}
    tries = session.exec(select(Nudge.tries).where(Nudge.id == nudge_id)).first()
    if not failed or tries is None or tries > len(_PAUSES):
        values["next_at"] = None
    session.exec(update(Nudge).where(col(Nudge.id) == nudge_id).values(**values))
