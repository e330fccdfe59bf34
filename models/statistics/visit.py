"""A visit: one visitor opened one subject in one hour. It is the raw event from which figures are rolled up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id

# What of it is the opening of a page.
PAGE_KINDS = ("lookup", "shop", "goods", "link")


class Visit(Record, table=True):
    """That one visitor opened one subject in one hour, took a coupon, or put goods into the cart; doing it again counts
    once. `visitor` is a keyed hash. `been_before`: it was known in this shop from an earlier day. It is deleted after
    some days; its roll-ups (visit_rollup.py) stay."""

    __table_args__ = (
        CheckConstraint("kind IN ('lookup', 'shop', 'goods', 'link', 'coupon', 'cart')", name="kind_known"),
        Index("uq_visit_once_an_hour", "subject", "visitor", "hour", unique=True),
        # Who is counted in a shop on a day, from the index alone; and where a visitor was before.
        Index("ix_visit_in_shop", "shop_id", "hour", "visitor", "been_before"),
        Index("ix_visit_of_visitor", "visitor", "shop_id", "hour"),
    )

    id: int = row_id()
    kind: str = Field(max_length=8)
    subject: str = Field(max_length=40)
    visitor: str = Field(max_length=16)
    hour: datetime = moment(index=True)
    shop_id: int | None = belongs_to("shop.id", index=False, default=None, nullable=True)
    goods_id: int | None = Field(default=None, foreign_key="goods.id")
    link_id: int | None = belongs_to("link.id", default=None, nullable=True)
    coupon_id: int | None = Field(default=None, foreign_key="coupon.id")
    been_before: bool = False
