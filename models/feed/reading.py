"""A reader's feed: what the shops that one follows have posted. Nothing is written when a shop posts; what is new is
looked up when somebody reads. So a post costs the same whether ten people follow or a million."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.feed.finding import POSTS_PAGE, PUBLIC
from models.feed.follow import FeedReading, Follow
from models.feed.joined import names_of
from models.feed.post import Post
from models.feed.showing import ShownPost, feed_rows, shown_posts
from models.kernel.database import insert_into
from models.kernel.record import table_of
from models.shop.shop import Shop

# What is older stands on its shop's own page. So a feed is as quick for who follows three hundred shops.
FEED_DAYS = 90
# A mark says "99+".
_MOST_COUNTED = 100

_post, _follow, _shop, _reading = table_of(Post), table_of(Follow), table_of(Shop), table_of(FeedReading)


def feed_of(
    session: Session, visitor: str, *, before: datetime | None = None, at: datetime
) -> tuple[list[ShownPost], bool]:
    """One page of a visitor's feed, the newest first, from `before` on backwards; and whether more follow."""
    if not visitor:
        return [], False
    since = at - timedelta(days=FEED_DAYS)
    names = names_of(session, visitor)
    rows = feed_rows(session, names, since=since, before=before, most=POSTS_PAGE + 1)
    return shown_posts(session, rows[:POSTS_PAGE], at=at), len(rows) > POSTS_PAGE


def unread_posts(session: Session, visitor: str, *, at: datetime) -> int:
    """How many posts went out in the visitor's shops since they read their feed, or since they followed; a hundred at
    most."""
    if not visitor:
        return 0
    names = names_of(session, visitor)
    read = select(func.max(_reading.c.read_at)).where(_reading.c.visitor.in_(names))
    last = session.connection().execute(read).scalar()
    since = max(last, at - timedelta(days=FEED_DAYS)) if last else at - timedelta(days=FEED_DAYS)
    found = (
        select(_post.c.id)
        .distinct()
        .join_from(_follow, _post, _post.c.shop_id == _follow.c.shop_id)
        .join(_shop, _shop.c.id == _post.c.shop_id)
        .where(_follow.c.visitor.in_(names), _follow.c.ended_at.is_(None), _shop.c.closed_at.is_(None))
        .where(PUBLIC, _post.c.out_at > since, _post.c.out_at > _follow.c.followed_at)
        .limit(_MOST_COUNTED)
        .subquery()
    )
    return int(session.connection().execute(select(func.count()).select_from(found)).scalar_one())


def mark_feed_read(session: Session, visitor: str, *, upto: datetime, at: datetime) -> None:
    """Everything up to a moment was seen; what came later stays new. Looking at older ones again makes nothing new."""
    upto = min(upto, at)
    row = insert_into(session, FeedReading).values(visitor=names_of(session, visitor)[0], read_at=upto)
    row = row.on_conflict_do_update(
        index_elements=["visitor"], set_={"read_at": upto}, where=col(FeedReading.read_at) < upto
    )
    session.connection().execute(row)
