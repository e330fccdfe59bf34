"""A visit: one visitor opened one subject in one hour."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, moment, row_id


class Visit(Record, table=True):
    """That one visitor opened one subject in one hour; refreshing counts once. `visitor` is a keyed hash."""

    __table_args__ = (
        CheckConstraint("kind IN ('lookup', 'shop', 'goods', 'link')", name="kind_known"),
        Index("uq_visit_once_an_hour", "subject", "visitor", "hour", unique=True),
    )

    id: int = row_id()
    kind: str = Field(max_length=8)
    subject: str = Field(max_length=40)
    visitor: str = Field(max_length=16)
    hour: datetime = moment(index=True)
    shop_id: int | None = belongs_to("shop.id", default=None, nullable=True)
    goods_id: int | None = Field(default=None, foreign_key="goods.id")
    link_id: int | None = belongs_to("link.id", default=None, nullable=True)
