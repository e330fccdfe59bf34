"""The cart: what a visitor means to buy, from which shop, by which link. No account, only the visitor cookie's id."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import SKU
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, moment, row_id
from models.link.link import Link
from models.shop.shop import Shop

MOST_OF_ONE = 99
MOST_LINES = 60


class CartLine(Record, table=True):
    """So many of one SKU from one shop. `seen_price` is what a piece cost when it was last put in; `opened_at` is the
    hour in which this buyer opened the link, where that is known. What lies in a cart is read as plain values
    (lines.py)."""

    __table_args__ = (
        UniqueConstraint("visitor", "sku_id", "shop_id"),
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_from_1_to_99"),
        CheckConstraint("seen_price > 0", name="seen_price_positive"),
        CheckConstraint("opened_at IS NULL OR link_id IS NOT NULL", name="opened_a_link"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    visitor: str = Field(max_length=32, index=True)
    sku_id: int = belongs_to("sku.id")
    shop_id: int = belongs_to("shop.id")
    link_id: int | None = belongs_to("link.id", default=None, nullable=True)
    opened_at: datetime | None = moment(default=None, nullable=True)
    quantity: int
    seen_price: Money = fen()
    added_at: datetime = moment()

    sku: SKU = Relationship()
    shop: Shop = Relationship()
    link: Link | None = Relationship()
