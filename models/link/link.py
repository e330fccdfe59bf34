"""A link: what one printed QR code means. It never expires and never changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import Goods
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, moment, row_id
from models.shop.shop import Shop

# The placements everybody has; a shop may name its own besides.
PLACEMENTS = ("moments", "group", "chat", "print", "other")
PLACEMENT_LENGTH = 12


class Link(Record, table=True):
    """Shop, goods, placement, and the offer on the day of printing. Without goods and post it leads to the shop.
    `style` and `tone` are those of its one poster and copy where two are tried against each other; else empty: it has
    them all."""

    __table_args__ = (
        CheckConstraint("length(placement) BETWEEN 1 AND 12", name="placement_named"),
        CheckConstraint("(goods_id IS NULL) = (offer_price IS NULL)", name="goods_have_an_offer"),
        CheckConstraint("post_id IS NULL OR goods_id IS NULL", name="one_thing"),
        CheckConstraint("visits >= 0", name="visits_not_negative"),
        # The same offer shared in the same place is the same link, also with two taps at once.
        Index(
            "uq_link_goods_offer",
            "shop_id",
            "goods_id",
            "placement",
            "offer_price",
            "style",
            "tone",
            unique=True,
            sqlite_where=text("goods_id IS NOT NULL"),
            postgresql_where=text("goods_id IS NOT NULL"),
        ),
        Index(
            "uq_link_shop_placement",
            "shop_id",
            "placement",
            "style",
            "tone",
            unique=True,
            sqlite_where=text("goods_id IS NULL AND post_id IS NULL"),
            postgresql_where=text("goods_id IS NULL AND post_id IS NULL"),
        ),
        Index(
            "uq_link_post_placement",
            "post_id",
            "placement",
            "style",
            "tone",
            unique=True,
            sqlite_where=text("post_id IS NOT NULL"),
            postgresql_where=text("post_id IS NOT NULL"),
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    shop_id: int = belongs_to("shop.id")
    goods_id: int | None = belongs_to("goods.id", default=None, nullable=True)
    # By name: posts know links, not the other way round.
    post_id: int | None = belongs_to("post.id", index=False, default=None, nullable=True)
    placement: str = Field(max_length=PLACEMENT_LENGTH)
    offer_price: Money | None = fen(default=None, nullable=True)
    made_at: datetime = moment()
    visits: int = 0
    style: str = Field(default="", max_length=20)
    tone: str = Field(default="", max_length=20)

    shop: Shop = Relationship()
    goods: Goods | None = Relationship()


# What people call them, by noun and value.
PLACEMENT_WORDS = {
    "placement": {
        "moments": N_("朋友圈"),
        "group": N_("群"),
        "chat": N_("私聊"),
        "print": N_("打印"),
        "other": N_("其他"),
    },
}
