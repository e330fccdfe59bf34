"""A follower leaves: what is kept of them goes. What a phone follows stays as long as another browser has proven it."""

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from models.feed.follow import FeedReading, Follow, JoinedVisitor
from models.feed.joined import names_of
from models.feed.report import PostReader
from models.kernel.database import in_turn


def left_follows(session: Session, visitor: str) -> int:
    """How many rows are kept of this follower, those that ended and the reading too."""
    names = names_of(session, visitor)
    follows = select(func.count()).select_from(Follow).where(col(Follow.visitor).in_(names))
    readings = select(func.count()).select_from(FeedReading).where(col(FeedReading.visitor).in_(names))
    return session.exec(follows).one() + session.exec(readings).one()


def leave_follows(session: Session, visitor: str) -> None:
    """Deletes them: the visitor's own, and those of the phone where no other browser goes by it."""
    phone = next((name for name in names_of(session, visitor) if name != visitor), None)
    if phone is not None:
        in_turn(session, f"follower {phone}")
    session.exec(delete(JoinedVisitor).where(col(JoinedVisitor.visitor) == visitor))
    names = [visitor]
    others = select(JoinedVisitor.visitor).where(JoinedVisitor.phone_digest == phone)
    if phone is not None and session.exec(others).first() is None:
        names.append(phone)
    session.exec(delete(Follow).where(col(Follow.visitor).in_(names)))
    session.exec(delete(FeedReading).where(col(FeedReading.visitor).in_(names)))


def leave_reports(session: Session, visitor: str) -> None:
    """Who reported a post is forgotten; the question at the desk stays, and how many asked it."""
    session.exec(delete(PostReader).where(col(PostReader.visitor) == visitor))
