"""Shops that are followed, and how far their posts were read."""

from sqlmodel import Session

from models.feed.follow import FeedReading, Follow, JoinedVisitor
from models.feed.leaving import leave_follows, left_follows
from models.kernel.errors import N_
from models.stories.erase import BrowserTraceKind, Whose


def _count(session: Session, whose: Whose) -> int:
    return left_follows(session, whose.visitor)


def _erase(session: Session, whose: Whose) -> None:
    leave_follows(session, whose.visitor)


BROWSER_TRACE = BrowserTraceKind(
    "follow",
    30,
    N_("关注的小铺，动态读到哪里"),
    N_("删掉。证明过同一个手机号的别的设备，关注还在。"),
    (Follow.__tablename__, JoinedVisitor.__tablename__, FeedReading.__tablename__),
    _count,
    _erase,
)
