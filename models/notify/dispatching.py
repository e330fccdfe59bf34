"""Dispatches: news gathered into one message a member, tried until each way took it, given up after a day and a bit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel.clock import local
from models.kernel.rules import Rules
from models.notify.news import Audience, Dispatch, News

MOST_GATHERED = 500
# How long after a failure it is tried again; after the last it is given up.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60, 360, 720, 360))
MOST_TRIES = len(_PAUSES) + 1
# What was not sent by then is no news any more: a way that is set up later does not send all that ever was.
_FRESH = timedelta(days=2)


def is_quiet(at: datetime, rules: Rules) -> bool:
    """Whether people are left in peace at this hour, by a Chinese clock."""
    hour, begin, end = local(at).hour, rules.quiet_from, rules.quiet_until
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def unsent_news(session: Session, *, at: datetime, limit: int = 200) -> list[tuple[int, Audience]]:
    """Who has news that was neither read nor sent. Nobody who is stopped is told anything meanwhile."""
    waiting: Any = select(News.member_id, News.audience).join(Member).where(*_new(at), ~col(Member.stopped)).distinct()
    return list(session.exec(waiting.order_by(col(News.member_id), col(News.audience)).limit(limit)))


def gather_news(session: Session, member_id: int, audience: Audience, *, at: datetime) -> Dispatch | None:
    """One dispatch of all that is new to a member. Of two workers at once, one gets a row of news."""
    mine = select(News.id).where(News.member_id == member_id, News.audience == audience, *_new(at))
    ids = session.exec(mine.order_by(col(News.id)).limit(MOST_GATHERED).with_for_update()).all()
    if not ids:
        return None
    dispatch = Dispatch(member_id=member_id, audience=audience, made_at=at, next_at=at)
    session.add(dispatch)
    session.flush()
    session.exec(update(News).where(col(News.id).in_(ids), *_new(at)).values(dispatch_id=dispatch.id))
    return dispatch


def due_dispatches(session: Session, *, at: datetime, limit: int = 200) -> list[int]:
    """Ids of those whose time has come, longest waiting first."""
    query = select(Dispatch.id).where(col(Dispatch.next_at) <= at).order_by(col(Dispatch.next_at))
    return list(session.exec(query.limit(limit)))


def claim_dispatch(session: Session, dispatch_id: int, *, at: datetime) -> Dispatch | None:
    """Takes a due one for this try and sets when the next would be. One of two workers gets it; where that one dies, it
    is tried again."""
    dispatch = session.exec(select(Dispatch).where(Dispatch.id == dispatch_id)).first()
    if dispatch is None:
        return None
    pause = _PAUSES[min(dispatch.tries, len(_PAUSES) - 1)]
    due = (col(Dispatch.id) == dispatch_id, col(Dispatch.next_at) <= at, col(Dispatch.tries) == dispatch.tries)
    if session.exec(update(Dispatch).where(*due).values(tries=dispatch.tries + 1, next_at=at + pause)).rowcount != 1:
        return None
    session.refresh(dispatch)
    return dispatch


def news_in(session: Session, dispatch: Dispatch) -> Sequence[News]:
    """What it carries, the oldest first."""
    return session.exec(select(News).where(News.dispatch_id == dispatch.id).order_by(col(News.id))).all()


def dispatched(session: Session, dispatch_id: int, *, done: list[str], trouble: str, at: datetime) -> bool:
    """Notes which ways took it; `trouble` says why another did not. Returns whether it was given up."""
    dispatch = session.get_one(Dispatch, dispatch_id)
    dispatch.done, dispatch.trouble = done, trouble[:200]
    if not trouble:
        dispatch.next_at = None
    elif dispatch.tries >= MOST_TRIES:
        dispatch.next_at, dispatch.given_up_at = None, at
    session.flush()
    return dispatch.given_up_at is not None


def undelivered(session: Session, member_id: int, *, at: datetime) -> Dispatch | None:
    """The newest message of the last week that a way never took, for its member to know of."""
    mine = select(Dispatch).where(Dispatch.member_id == member_id, col(Dispatch.given_up_at) > at - timedelta(days=7))
    return session.exec(mine.order_by(col(Dispatch.id).desc()).limit(1)).first()


def _new(at: datetime) -> tuple[Any, ...]:
    """News that was neither read nor sent."""
    return (col(News.dispatch_id).is_(None), col(News.seen_at).is_(None), col(News.noted_at) > at - _FRESH)
