"""Goods: what a supplier sells. The record and its parts; what may be done with it: listing.py and editing.py."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from models.catalogue.category.category import Category
from models.catalogue.goods.detail_picture import DetailPicture
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

_FROM, _UNTIL = text("on_sale_from IS NOT NULL"), text("on_sale_until IS NOT NULL")

GoodsState = Literal["draft", "submitted", "on_sale", "refused", "off_sale"]
_ANNOUNCED = text("falls_at IS NOT NULL")


class Goods(Record, table=True):
    """draft → submitted → on sale or refused → off sale. `handle` is the supplier's own name for it."""

    __table_args__ = (
        UniqueConstraint("supplier_id", "handle"),
        CheckConstraint("state IN ('draft', 'submitted', 'on_sale', 'refused', 'off_sale')", name="state_known"),
        CheckConstraint("declared_price IS NULL OR declared_price > 0", name="declared_price_positive"),
        CheckConstraint("per_buyer IS NULL OR per_buyer BETWEEN 1 AND 99", name="per_buyer_from_1_to_99"),
        CheckConstraint(
            "per_buyer_days IS NULL OR (per_buyer IS NOT NULL AND per_buyer_days BETWEEN 1 AND 365)",
            name="days_of_a_limit",
        ),
        CheckConstraint("on_sale_until IS NULL OR on_sale_from IS NULL OR on_sale_until > on_sale_from", name="window"),
        # What was approved is what is shown (docs/product.md, Goods).
        CheckConstraint("state <> 'on_sale' OR version IS NOT NULL", name="on_sale_is_approved"),
        Index("ix_goods_title", "title", postgresql_ops={"title": PATTERN}),
        Index("ix_goods_waiting", "state", "submitted_at", "code"),
        # The clock looks every minute; few goods have a window.
        Index("ix_goods_from", "on_sale_from", sqlite_where=_FROM, postgresql_where=_FROM),
        Index("ix_goods_until", "on_sale_until", sqlite_where=_UNTIL, postgresql_where=_UNTIL),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    category_id: int | None = belongs_to("category.id", default=None, nullable=True)
    handle: str = Field(max_length=255)
    title: str = Field(max_length=255)
    description: str = long_text(default="")
    brand: str = Field(default="", max_length=40)
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
    # How they may be bought (selling.py): so many by one phone, over so many days or ever; and from when until when.
    per_buyer: int | None = None
    per_buyer_days: int | None = None
    on_sale_from: datetime | None = moment(default=None, nullable=True)
    on_sale_until: datetime | None = moment(default=None, nullable=True)
    # The number of the approved version that this row is; none where nobody approved it as it stands.
    version: int | None = None

    supplier: Supplier = Relationship()
    category: Category | None = Relationship()
    skus: list["SKU"] = Relationship(
        back_populates="goods", sa_relationship_kwargs={"order_by": "SKU.position", "cascade": "all, delete-orphan"}
    )
    pictures: list["Picture"] = Relationship(
        back_populates="goods", sa_relationship_kwargs={"order_by": "Picture.position", "cascade": "all, delete-orphan"}
    )
    details: list[DetailPicture] = Relationship(
        sa_relationship_kwargs={"order_by": "DetailPicture.position", "cascade": "all, delete-orphan"}
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
    costs and earns is asked of price.py, which alone reads `listed_price`, `listed_rate` and what is announced: the
    rate to which `listed_rate` falls, and when. rates.py writes them."""

    __table_args__ = (
        UniqueConstraint("goods_id", "code"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("was IS NULL OR was >= price", name="was_not_below_price"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("commission_bp BETWEEN 0 AND 9000", name="commission_is_a_rate"),
        CheckConstraint(
            "announced_bp IS NULL OR announced_bp BETWEEN 0 AND commission_bp - 1", name="a_fall_goes_down"
        ),
        CheckConstraint("(announced_bp IS NULL) = (falls_at IS NULL)", name="announced_has_its_moment"),
        # The clock goes through the falls that are announced, however many SKUs there are.
        Index("ix_sku_falls_at", "falls_at", sqlite_where=_ANNOUNCED, postgresql_where=_ANNOUNCED),
        CheckConstraint("grams IS NULL OR grams BETWEEN 1 AND 1000000", name="grams_make_sense"),
        CheckConstraint("approved_price IS NULL OR approved_price > 0", name="approved_price_positive"),
    )

    id: int = row_id()
    goods_id: int = belongs_to("goods.id")
    code: str = Field(max_length=255)
    options: list[str] = json_list()
    listed_price: Money = fen(sa_column_kwargs={"name": "price"})
    was: Money | None = fen(default=None, nullable=True)
    stock: int = 0
    listed_rate: int = Field(sa_column_kwargs={"name": "commission_bp"})
    announced_rate: int | None = Field(default=None, sa_column_kwargs={"name": "announced_bp"})
    falls_at: datetime | None = moment(default=None, nullable=True)
    barcode: str = Field(default="", max_length=14, index=True)
    # A square picture of just this one; where there is none, the goods' first one stands for it.
    picture: str | None = Field(default=None, max_length=32)
    # What a piece weighs, packed; unknown where nobody said it.
    grams: int | None = None
    position: int = 0
    withdrawn_at: datetime | None = moment(default=None, nullable=True)
    # What its price is measured from: the last one that was approved. Small moves leave it alone.
    approved_price: Money | None = fen(default=None, nullable=True)

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
