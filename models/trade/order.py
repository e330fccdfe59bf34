"""Orders: an order is paid once; a parcel is one supplier's part of it; a line is one SKU from one shop.

Only steps.py sets a state. Names, prices and the commission stand on the line as they were at placement.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Relationship

from models.catalogue.goods import SKU, Goods
from models.catalogue.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import Record, belongs_to, fen, long_text, moment, row_id
from models.link.link import Link
from models.shop.shop import Shop


class Order(Record, table=True):
    """`token` is the buyer's unguessable address; `once` the checkout form's own mark: a retry is the same order."""

    __tablename__ = "buyer_order"
    __table_args__ = (
        CheckConstraint("state IN ('unpaid', 'placed', 'paid', 'cancelled')", name="state_known"),
        CheckConstraint("goods_total > 0 AND freight_total >= 0", name="totals_make_sense"),
        CheckConstraint("total = goods_total + freight_total", name="total_adds_up"),
    )

    id: int = row_id()
    number: str = Field(unique=True, max_length=16)
    token: str = Field(unique=True, max_length=24)
    once: str = Field(unique=True, max_length=32)
    visitor: str = Field(max_length=32, index=True)
    name: str = Field(max_length=30)
    phone: str = Field(max_length=11, index=True)
    region: str = Field(max_length=60)
    street: str = Field(max_length=120)
    note: str = long_text(default="")
    payment_method: str = Field(max_length=12)
    goods_total: Money = fen()
    freight_total: Money = fen()
    total: Money = fen()
    state: str = Field(max_length=10, index=True)
    placed_at: datetime = moment(index=True)

    parcels: list["Parcel"] = Relationship(back_populates="order", sa_relationship_kwargs={"order_by": "Parcel.id"})
    events: list["OrderEvent"] = Relationship(sa_relationship_kwargs={"order_by": "OrderEvent.id"})


class Parcel(Record, table=True):
    """One supplier's part: what it ships, and how far that has got."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'to_ship', 'shipped', 'received', 'cancelled')", name="state_known"),
        CheckConstraint(
            "state NOT IN ('shipped', 'received') OR (shipped_at IS NOT NULL AND tracking <> '')",
            name="shipped_has_tracking",
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    order_id: int = belongs_to("buyer_order.id")
    supplier_id: int = belongs_to("supplier.id")
    goods_total: Money = fen()
    freight: Money = fen()
    state: str = Field(max_length=10, index=True)
    carrier: str = Field(default="", max_length=20)
    tracking: str = Field(default="", max_length=40)
    shipped_at: datetime | None = moment(default=None, nullable=True)
    received_at: datetime | None = moment(default=None, nullable=True)

    order: Order = Relationship(back_populates="parcels")
    supplier: Supplier = Relationship()
    lines: list["Line"] = Relationship(back_populates="parcel", sa_relationship_kwargs={"order_by": "Line.id"})


class Line(Record, table=True):
    """One SKU from one shop. `commission` was computed once, at placement, from the rate of that moment."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_from_1_to_99"),
        CheckConstraint("price > 0 AND commission >= 0", name="amounts_make_sense"),
        CheckConstraint("commission_bp BETWEEN 0 AND 9000", name="commission_is_a_rate"),
    )

    id: int = row_id()
    parcel_id: int = belongs_to("parcel.id")
    sku_id: int = belongs_to("sku.id")
    goods_id: int = belongs_to("goods.id")
    shop_id: int = belongs_to("shop.id")
    link_id: int | None = belongs_to("link.id", default=None, nullable=True)
    title: str = Field(max_length=120)
    options: str = Field(default="", max_length=200)
    picture: str | None = Field(default=None, max_length=32)
    price: Money = fen()
    quantity: int
    commission_bp: int
    commission: Money = fen()

    parcel: Parcel = Relationship(back_populates="lines")
    sku: SKU = Relationship()
    goods: Goods = Relationship()
    shop: Shop = Relationship()
    link: Link | None = Relationship()

    @property
    def amount(self) -> Money:
        """What the buyer pays for the line."""
        return self.price * self.quantity


class OrderEvent(Record, table=True):
    """One step of an order or of a parcel of it: who, when, why."""

    id: int = row_id()
    order_id: int = belongs_to("buyer_order.id")
    parcel_id: int | None = Field(default=None, foreign_key="parcel.id")
    step: str = Field(max_length=20)
    who: str = Field(max_length=12)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    why: str = long_text(default="")
    at: datetime = moment()
