"""Noting news, and reading it in the program."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from models.kernel.database import insert_ignoring
from models.notify.news import Audience, News, NewsWatch

NEWS_PAGE = 50
# How far back each look goes behind the last one: what a slow transaction kept late is found then.
OVERLAP = timedelta(hours=2)
NEWS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Wanted:
    """News that somebody shall have; noted already, it is nothing new."""

    member_id: int
    audience: Audience
    kind: str
    subject: str
    words: str
    path: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked through: from `since` on, up to `at`."""

    since: datetime
    at: datetime


def note_news(session: Session, wanted: Iterable[Wanted], *, at: datetime) -> int:
    """Inserts what is new; returns how many rows that was."""
    insert = insert_ignoring(session, News)
    return sum(session.exec(insert.values(**asdict(one), noted_at=at)).rowcount for one in wanted)


def span_to_look_through(session: Session, *, at: datetime) -> Span:
    """Since the last look, and a little before. The first look begins now."""
    watch = session.get(NewsWatch, 1)
    since = at if watch is None else max(watch.began_at, watch.looked_at - OVERLAP)
    return Span(since, at)


def note_look(session: Session, *, at: datetime) -> None:
    """It was looked up to here."""
    session.exec(insert_ignoring(session, NewsWatch).values(id=1, began_at=at, looked_at=at))
    session.exec(update(NewsWatch).where(col(NewsWatch.looked_at) < at).values(looked_at=at))


def unseen_news(session: Session, member_id: int, audience: Audience) -> int:
    """How much a member has not read."""
    mine = (News.member_id == member_id, News.audience == audience, col(News.seen_at).is_(None))
    return int(session.exec(select(func.count()).select_from(News).where(*mine)).one())


def news_of(session: Session, member_id: int, audience: Audience, *, limit: int = NEWS_PAGE) -> Sequence[News]:
    """The newest."""
    mine = select(News).where(News.member_id == member_id, News.audience == audience)
    return session.exec(mine.order_by(col(News.id).desc()).limit(limit)).all()


def see_news(session: Session, member_id: int, audience: Audience, upto: int, *, at: datetime) -> None:
    """Read, up to the newest that the page showed: what came meanwhile stays new."""
    mine = (col(News.member_id) == member_id, col(News.audience) == audience, col(News.seen_at).is_(None))
    session.exec(update(News).where(*mine, col(News.id) <= upto).values(seen_at=at))


def forget_news(session: Session, *, at: datetime) -> int:
    """Drops what is long past; nothing of it is found again (span_to_look_through)."""
    return int(session.exec(delete(News).where(col(News.noted_at) < at - NEWS_KEPT)).rowcount)
