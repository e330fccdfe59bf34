"""Posts and follows: goods of the shop, coupons of the shop, one follower one row; what is hidden was decided."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, or_, select

from models.coupon.coupon import Coupon
from models.feed.follow import Follow, JoinedVisitor
from models.feed.post import Post
from models.feed.report import PostReport
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.shop.shop import Shop

_post, _coupon, _report = table_of(Post), table_of(Coupon), table_of(PostReport)
_follow, _joined, _shop = table_of(Follow), table_of(JoinedVisitor), table_of(Shop)


def posts_own(connection: Connection) -> Iterator[Fault]:
    """A post's coupon is its shop's own."""
    foreign = and_(
        _coupon.c.id == _post.c.coupon_id, or_(_coupon.c.shop_id.is_(None), _coupon.c.shop_id != _post.c.shop_id)
    )
    for row in stream(connection, select(_post.c.code).where(exists().where(foreign))):
        yield Fault("post.coupon", f"post {row.code}", "its coupon is another shop's")


def posts_hidden(connection: Connection) -> Iterator[Fault]:
    """A post that is hidden was hidden by a decision on a report."""
    decided = exists().where(_report.c.post_id == _post.c.id, _report.c.state == "hidden")
    for row in stream(connection, select(_post.c.code).where(_post.c.hidden_at.is_not(None), ~decided)):
        yield Fault("post.hidden", f"post {row.code}", "hidden without a decision")


def followers_once(connection: Connection) -> Iterator[Fault]:
    """Who has proven a phone follows a shop once: not under the visitor's id and the phone's digest alike."""
    other = _follow.alias()
    query = (
        select(_shop.c.number)
        .join_from(_follow, _joined, _joined.c.visitor == _follow.c.visitor)
        .join(other, and_(other.c.visitor == _joined.c.phone_digest, other.c.shop_id == _follow.c.shop_id))
        .join(_shop, _shop.c.id == _follow.c.shop_id)
        .where(_follow.c.ended_at.is_(None), other.c.ended_at.is_(None))
    )
    for row in stream(connection, query):
        yield Fault("follow.twice", f"shop {row.number}", "one follower counts twice")
