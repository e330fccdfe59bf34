"""The records of a review: one a line that was received. Goods' reviews follow the goods to every shop.

Writing it is writing.py, answering it answering.py, the desk's part hiding.py. Its counts are tally.py.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import Record, belongs_to, moment, row_id, word
from models.kernel.steps import one_of
from models.review.hide_rules import HIDE_RULES, HideRule
from models.shop.shop import Shop

REVIEW_WORDS = 500
ANSWER_WORDS = 300
REVIEW_PICTURES = 9
# Each person who finds it useful makes a review a day younger, up to so many.
MOST_LIFTED = 30
AnswerSide = Literal["keeper", "supplier"]

_SHOWN = text("hidden_at IS NULL")
_WITH_PICTURES = text("hidden_at IS NULL AND pictured > 0")
_LOW = text("hidden_at IS NULL AND stars <= 3")
_REPORTED = text("reported_at IS NOT NULL")


class Review(Record, table=True):
    """`name` is masked, `options` are the line's. `stars` are of the goods, `service_stars` of the shop,
    `shipping_stars` of the supplier. `rank` is what they are listed by: the second in which it was written, a day more
    for each person who finds it useful (MOST_LIFTED). `is_again`: the same buyer has reviewed these goods before; it is
    shown, but its stars are not counted. `version` counts the changes, `once` is the mark of the last form that changed
    it. `shared_at` is not asked: no poster quotes reviews. `reported_at`: since when the desk is to look; `judged_at`:
    when it last did. `hidden_rule` is the stated rule that it breaks."""

    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_from_1_to_5"),
        CheckConstraint("service_stars IS NULL OR service_stars BETWEEN 1 AND 5", name="service_from_1_to_5"),
        CheckConstraint("shipping_stars IS NULL OR shipping_stars BETWEEN 1 AND 5", name="shipping_from_1_to_5"),
        CheckConstraint(f"length(words) <= {REVIEW_WORDS}", name="words_at_most_500"),
        CheckConstraint(f"pictured BETWEEN 0 AND {REVIEW_PICTURES}", name="pictures_at_most_9"),
        CheckConstraint("useful >= 0 AND version >= 1", name="counts_not_negative"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_rule = '')", name="hidden_by_a_rule"),
        CheckConstraint("hidden_rule = '' OR " + one_of("hidden_rule", HIDE_RULES), name="hidden_rule_known"),
        CheckConstraint("changed_at >= at", name="changed_after_it_was_written"),
        Index("ix_review_listed", "goods_id", "rank", "id"),
        Index("ix_review_useful", "goods_id", "useful", "rank", "id", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
        Index(
            "ix_review_pictured", "goods_id", "rank", "id", sqlite_where=_WITH_PICTURES, postgresql_where=_WITH_PICTURES
        ),
        Index("ix_review_low", "goods_id", "rank", "id", sqlite_where=_LOW, postgresql_where=_LOW),
        Index("ix_review_of_shop", "shop_id", "id"),
        Index("ix_review_of_supplier", "supplier_id", "id"),
        Index("ix_review_reported", "reported_at", "code", sqlite_where=_REPORTED, postgresql_where=_REPORTED),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    line_id: int = belongs_to("order_line.id", unique=True, index=False)
    goods_id: int = belongs_to("goods.id", index=False)
    shop_id: int = belongs_to("shop.id", index=False)
    supplier_id: int = belongs_to("supplier.id", index=False)
    name: str = Field(max_length=30)
    options: str = Field(default="", max_length=320)
    stars: int
    service_stars: int | None = None
    shipping_stars: int | None = None
    words: str = Field(default="", max_length=REVIEW_WORDS)
    pictured: int = 0
    useful: int = 0
    rank: int = Field(sa_type=BigInteger)
    is_again: bool = False
    at: datetime = moment(index=True)
    changed_at: datetime = moment(index=True)
    version: int = 1
    once: str = Field(default="", max_length=32)
    shared_at: datetime | None = moment(default=None, nullable=True)
    reported_at: datetime | None = moment(default=None, nullable=True)
    judged_at: datetime | None = moment(default=None, nullable=True)
    hidden_at: datetime | None = moment(default=None, nullable=True)
    hidden_rule: HideRule | Literal[""] = word(14, default="")

    goods: Goods = Relationship()
    shop: Shop = Relationship()
    supplier: Supplier = Relationship()
    pictures: list["ReviewPicture"] = Relationship(sa_relationship_kwargs={"order_by": "ReviewPicture.id"})
    answers: list["ReviewAnswer"] = Relationship(sa_relationship_kwargs={"order_by": "ReviewAnswer.id"})

    def may_change(self, at: datetime, days: int) -> bool:
        """Whether its buyer may still change it; one that is hidden too: that is how it is put right."""
        return at <= self.at + timedelta(days=days)

    def answered_before(self, answer: "ReviewAnswer") -> bool:
        """Whether the buyer changed it after this answer."""
        return self.changed_at > answer.at


class ReviewPicture(Record, table=True):
    """A picture of a review, whole and as a small square. `key` is random: it tells nothing of what is in it."""

    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_a_size"),)

    id: int = row_id()
    review_id: int = belongs_to("review.id")
    key: str = Field(unique=True, max_length=24)
    width: int
    height: int


class ReviewAnswer(Record, table=True):
    """What the keeper of the shop, or the supplier, answers: once each."""

    __table_args__ = (
        UniqueConstraint("review_id", "side"),
        CheckConstraint("side IN ('keeper', 'supplier')", name="side_known"),
        CheckConstraint(f"length(words) BETWEEN 1 AND {ANSWER_WORDS}", name="words_from_1_to_300"),
    )

    id: int = row_id()
    review_id: int = belongs_to("review.id", index=False)
    side: AnswerSide = word(8)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    words: str = Field(max_length=ANSWER_WORDS)
    at: datetime = moment()

    member: Member | None = Relationship()


class UsefulTap(Record, table=True):
    """That a visitor finds a review useful: once."""

    __table_args__ = (UniqueConstraint("review_id", "visitor"),)

    id: int = row_id()
    review_id: int = belongs_to("review.id", index=False)
    visitor: str = Field(max_length=32, index=True)
    at: datetime = moment()


class ReviewReport(Record, table=True):
    """That somebody says which stated rule a review breaks: a visitor, or the side that it is about. Once each."""

    __table_args__ = (
        UniqueConstraint("review_id", "reporter"),
        CheckConstraint(one_of("rule", HIDE_RULES), name="rule_known"),
    )

    id: int = row_id()
    review_id: int = belongs_to("review.id", index=False)
    # A visitor's id, or "keeper" or "supplier".
    reporter: str = Field(max_length=32)
    rule: HideRule = word(14)
    words: str = Field(default="", max_length=200)
    at: datetime = moment()
