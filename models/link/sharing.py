"""A sharing: that a link was given out at a moment, and which commission rate that promises its keeper, until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index

from models.kernel.record import Record, belongs_to, moment, row_id


class Sharing(Record, table=True):
    """Whoever buys these goods through this link before `until` earns its keeper at least `rate_bp`, whatever the rate
    has become by then. Without a SKU it is the least that any SKU gave, and holds for whichever is bought, also for one
    that was added since; where a SKU gave more, it has a row of its own.

    Tapped again within the hour the row's end moves on; else a row stays as it is, so that a line can name it."""

    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 9000", name="rate_is_a_rate"),
        CheckConstraint("until > at", name="ends_later"),
        # What a line of the cart is promised: of goods that ten thousand keepers share, its own link's alone.
        Index("ix_sharing_living", "link_id", "goods_id", "until"),
        Index("ix_sharing_of_goods", "goods_id", "until"),
    )

    id: int = row_id()
    link_id: int = belongs_to("link.id", index=False)
    goods_id: int = belongs_to("goods.id", index=False)
    sku_id: int | None = belongs_to("sku.id", index=False, default=None, nullable=True)
    rate_bp: int
    at: datetime = moment()
    until: datetime = moment()
