"""A follow: a buyer, who has no account, wants to see what a shop posts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id

_STANDING = text("ended_at IS NULL")
# A visitor's id has 32 characters, a digest of a phone 64.
VISITOR_LENGTH, DIGEST_LENGTH = 32, 64


class Follow(Record, table=True):
    """One row a follower and shop, however often it begins and ends: `ended_at` is null while it stands, `followed_at`
    is when it began last. `visitor` is who it is: a visitor's id, or the digest of the phone that the visitor has
    proven, so that a person with two devices is one follower (joined.py)."""

    __table_args__ = (
        UniqueConstraint("shop_id", "visitor"),
        CheckConstraint("ended_at IS NULL OR ended_at >= followed_at", name="ends_after_it_began"),
        # How many stand in a shop; what one person follows, the latest first.
        Index("ix_follow_standing", "shop_id", sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index("ix_follow_of", "visitor", "followed_at", sqlite_where=_STANDING, postgresql_where=_STANDING),
        # How many began in a span of time.
        Index("ix_follow_begun", "shop_id", "followed_at"),
    )

    id: int = row_id()
    shop_id: int = belongs_to("shop.id", index=False)
    visitor: str = Field(max_length=DIGEST_LENGTH)
    followed_at: datetime = moment()
    ended_at: datetime | None = moment(default=None, nullable=True)


class JoinedVisitor(Record, table=True):
    """That a visitor has proven a phone: what follows was kept under the visitor's id is kept under the phone's digest
    from then on."""

    visitor: str = Field(max_length=VISITOR_LENGTH, primary_key=True)
    phone_digest: str = Field(max_length=DIGEST_LENGTH, index=True)
    joined_at: datetime = moment()


class FeedReading(Record, table=True):
    """Up to when somebody has read their feed: one row a follower, no row before the first reading."""

    visitor: str = Field(max_length=DIGEST_LENGTH, primary_key=True)
    read_at: datetime = moment()
