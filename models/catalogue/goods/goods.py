"""Goods: what a supplier sells. The record and its parts; what may be done with it: listing.py and editing.py."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship

from models.catalogue.category.category import Category
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.prefixes import PATTERN
from models.kernel.record import (
    Record,
    belongs_to,
    fen,
    json_list,
    json_map,
    long_text,
    moment,
    row_id,
    said_text,
    word,
)

GOODS_STATES = ("draft", "submitted", "on_sale", "refused", "off_sale")

GoodsState = Literal["draft", "submitted", "on_sale", "refused", "off_sale"]


class Goods(Record, table=True):
    """draft → submitted → on sale or refused → off sale. `handle` is the supplier's own name for it."""

    __table_args__ = (
        UniqueConstraint("supplier_id", "handle"),
        CheckConstraint("state IN ('draft', 'submitted', 'on_sale', 'refused', 'off_sale')", name="state_known"),
        CheckConstraint("declared_price IS NULL OR declared_price > 0", name="declared_price_positive"),
        Index("ix_goods_title", "title", postgresql_ops={"title": PATTERN}),
        Index("ix_goods_waiting", "state", "submitted_at", "code"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    category_id: int | None = belongs_to("category.id", default=None, nullable=True)
    handle: str = Field(max_length=80)
    title: str = Field(max_length=120)
    description: str = long_text(default="")
    barcode: str = Field(default="", max_length=14, index=True)
    option_names: list[str] = json_list()
    attributes: dict[str, str] = json_map()
    declared_price: Money | None = fen(default=None, nullable=True)
    declared_commission_bp: int | None = None
    state: GoodsState = word(10, default="draft", index=True)
    state_why: str = said_text(default="")
    # A file asked for these goods to be submitted; once their pictures are there, they are.
    submit_wanted: bool = False
    made_at: datetime = moment()
    changed_at: datetime = moment()
    # When they were submitted last: from then on they wait. Changes do not send them back to the end of the queue.
    submitted_at: datetime | None = moment(default=None, nullable=True)

    supplier: Supplier = Relationship()
    category: Category | None = Relationship()
    skus: list["SKU"] = Relationship(
        back_populates="goods", sa_relationship_kwargs={"order_by": "SKU.position", "cascade": "all, delete-orphan"}
    )
    pictures: list["Picture"] = Relationship(
        back_populates="goods", sa_relationship_kwargs={"order_by": "Picture.position", "cascade": "all, delete-orphan"}
    )
    missing: list["MissingPicture"] = Relationship(
        sa_relationship_kwargs={"order_by": "MissingPicture.position", "cascade": "all, delete-orphan"}
    )

    @property
    def on_offer(self) -> list["SKU"]:
        """The SKUs a buyer may choose from."""
        return [sku for sku in self.skus if sku.withdrawn_at is None]

    @property
    def stock(self) -> int:
        """Pieces on hand over all SKUs."""
        return sum(sku.stock for sku in self.on_offer)

    @property
    def cover(self) -> str | None:
        """The digest of the first picture."""
        return self.pictures[0].digest if self.pictures else None


class SKU(Record, table=True):
    """One thing that can be bought: an option value for each option name, a price, a stock, a commission rate. What it
    costs and earns is asked of price.py, which alone reads `listed_price` and `listed_rate`."""

    __table_args__ = (
        UniqueConstraint("goods_id", "code"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("was IS NULL OR was >= price", name="was_not_below_price"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("commission_bp BETWEEN 0 AND 9000", name="commission_is_a_rate"),
    )

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    code: str = Field(max_length=80)
    options: list[str] = json_list()
    listed_price: Money = fen(sa_column_kwargs={"name": "price"})
    was: Money | None = fen(default=None, nullable=True)
    stock: int = 0
    listed_rate: int = Field(sa_column_kwargs={"name": "commission_bp"})
    barcode: str = Field(default="", max_length=14, index=True)
    position: int = 0
    withdrawn_at: datetime | None = moment(default=None, nullable=True)

    goods: Goods = Relationship(back_populates="skus")

    @property
    def label(self) -> str:
        """What distinguishes it: "100 g · 礼盒"; empty for goods with one SKU."""
        return " · ".join(self.options)


class Picture(Record, table=True):
    """A square picture of goods, stored in three sizes under its digest."""

    __table_args__ = (UniqueConstraint("goods_id", "digest"),)

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    digest: str = Field(max_length=32)
    source: str = long_text(default="")
    position: int = 0

    goods: Goods = Relationship(back_populates="pictures")


class MissingPicture(Record, table=True):
    """A picture that a file named and that we do not have yet; `why` is empty while it is still to be fetched.
    `tries` counts the refusals so far."""

    __table_args__ = (UniqueConstraint("goods_id", "source"),)

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    source: str = Field(max_length=2000)
    position: int = 0
    tries: int = 0
    why: str = said_text(default="")


class GoodsEvent(Record, table=True):
    """That goods changed state: who, when, why."""

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    state: GoodsState = word(10)
    by: int | None = Field(default=None, foreign_key="member.id")
    why: str = said_text(default="")
    at: datetime = moment(index=True)


# What people call them, by noun and value.
GOODS_WORDS = {
    "goods": {
        "draft": N_("草稿"),
        "submitted": N_("待审核"),
        "on_sale": N_("在售"),
        "refused": N_("未通过"),
        "off_sale": N_("已下架"),
    },
}
