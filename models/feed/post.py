"""A post: what a keeper tells whoever follows the shop, with pictures, goods of the shop or a coupon of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.coupon.coupon import Coupon
from models.feed.states import POST_STEPS, PostState
from models.kernel.record import Record, belongs_to, long_text, moment, row_id, word
from models.kernel.steps import state_check
from models.shop.shop import Shop

POST_LIMIT, POST_PICTURES = 500, 9
_PUBLIC = text("state = 'out' AND hidden_at IS NULL")
_TIMED = text("state = 'timed'")


class Post(Record, table=True):
    """`out_at` is when it went out; of a timed one when it will. Pinned ones stand first in the shop's posts. Readers
    see what is out and not hidden (`hidden_at`: an operator hid it by a rule, `hidden_rule`). `once` is its form's own
    mark: a form that arrives twice writes one post."""

    __table_args__ = (
        CheckConstraint(state_check(POST_STEPS, "draft"), name="state_known"),
        CheckConstraint(f"length(words) <= {POST_LIMIT}", name="words_at_most_500"),
        CheckConstraint("state NOT IN ('timed', 'out') OR out_at IS NOT NULL", name="out_has_its_time"),
        CheckConstraint("(state = 'deleted') = (deleted_at IS NOT NULL)", name="deleted_has_its_time"),
        CheckConstraint("pinned_at IS NULL OR state = 'out'", name="pinned_is_out"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_rule = '')", name="hidden_by_a_rule"),
        UniqueConstraint("shop_id", "once"),
        # What a shop's page and a feed read: the newest of each shop.
        Index("ix_post_public", "shop_id", "out_at", sqlite_where=_PUBLIC, postgresql_where=_PUBLIC),
        Index("ix_post_timed", "out_at", sqlite_where=_TIMED, postgresql_where=_TIMED),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int = belongs_to("shop.id", index=False)
    words: str = long_text(default="")
    goods_id: int | None = belongs_to("goods.id", default=None, nullable=True)
    coupon_id: int | None = belongs_to("coupon.id", default=None, nullable=True)
    state: PostState = word(8, default="draft")
    once: str | None = Field(default=None, max_length=32, nullable=True)
    written_at: datetime = moment()
    out_at: datetime | None = moment(default=None, nullable=True)
    pinned_at: datetime | None = moment(default=None, nullable=True)
    deleted_at: datetime | None = moment(default=None, nullable=True)
    hidden_at: datetime | None = moment(default=None, nullable=True)
    hidden_rule: str = Field(default="", max_length=20)

    shop: Shop = Relationship()
    goods: Goods | None = Relationship()
    coupon: Coupon | None = Relationship()
    pictures: list["PostPicture"] = Relationship(sa_relationship_kwargs={"order_by": "PostPicture.place"})

    @property
    def is_public(self) -> bool:
        """Whether readers see it, where its shop is open."""
        return self.state == "out" and self.hidden_at is None


class PostPicture(Record, table=True):
    """A picture of a post, a square like those of goods, by its digest; from the first place on."""

    __table_args__ = (
        UniqueConstraint("post_id", "place"),
        CheckConstraint(f"place BETWEEN 1 AND {POST_PICTURES}", name="at_most_nine"),
    )

    id: int = row_id()
    post_id: int = belongs_to("post.id", index=False)
    place: int
    digest: str = Field(max_length=32, index=True)
