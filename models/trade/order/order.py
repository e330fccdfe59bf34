"""Orders: an order is paid once; a parcel is one supplier's part of it; a line is one SKU from one shop.

Only steps.py sets a state, as states.py allows.
Names, prices and the commission stand on the line as they were at placement.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Optional

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.prefixes import PATTERN
from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, belongs_to, fen, long_text, moment, row_id, said_text, word
from models.kernel.steps import state_check
from models.link.link import Link
from models.shop.shop import Shop
from models.trade.order.event import OrderEvent
from models.trade.order.states import ORDER, PARCEL, FetchedStanding, OrderState, ParcelState, parcel_standing

if TYPE_CHECKING:
    from models.trade.parcel.shipment import Shipment
    from models.trade.pickup.pickup import Pickup

_OWN = text("own <> ''")
_UNRELEASED = text("released_at IS NULL")
_UNRELEASED_FREIGHT = text("freight_released_at IS NULL")


class Order(Record, table=True):
    """`token` is the buyer's unguessable address; `once` the checkout form's own mark: a retry is the same order.
    `region_code` is the district's six digits (GB/T 2260), empty where the region was only written. `goods_total` is
    before the coupon, as its parcels' are; `discount_total` is what the coupon takes off its lines. `pay_by` is the
    time that the buyer was told, of one that waits for its money."""

    __tablename__ = "buyer_order"
    __table_args__ = (
        CheckConstraint(state_check(ORDER, "unpaid", "placed"), name="state_known"),
        CheckConstraint(
            "goods_total > 0 AND freight_total >= 0 AND discount_total BETWEEN 0 AND goods_total",
            name="totals_make_sense",
        ),
        CheckConstraint("total = goods_total + freight_total - discount_total", name="total_adds_up"),
        CheckConstraint("pay_by IS NULL OR pay_by > placed_at", name="pay_by_is_later"),
        # What operators look orders up by: a number's beginning, a buyer's name (models/report/search).
        Index("ix_buyer_order_number", "number", postgresql_ops={"number": PATTERN}),
        Index("ix_buyer_order_name", "name", postgresql_ops={"name": PATTERN}),
    )

    id: int = row_id()
    number: str = Field(unique=True, max_length=16)
    token: str = Field(unique=True, max_length=24)
    once: str = Field(unique=True, max_length=32)
    visitor: str = Field(max_length=32, index=True)
    name: str = Field(max_length=30)
    # Eleven digits, or "+852…" with the country code.
    phone: str = Field(max_length=LONGEST_PHONE, index=True)
    region: str = Field(max_length=60)
    region_code: str = Field(default="", max_length=6)
    street: str = Field(max_length=120)
    note: str = long_text(default="")
    payment_method: str = Field(max_length=12)
    goods_total: Money = fen()
    freight_total: Money = fen()
    discount_total: Money = fen(default=0)
    total: Money = fen()
    state: OrderState = word(10, index=True)
    placed_at: datetime = moment(index=True)
    pay_by: datetime | None = moment(default=None, nullable=True)

    parcels: list["Parcel"] = Relationship(back_populates="order", sa_relationship_kwargs={"order_by": "Parcel.id"})
    events: list[OrderEvent] = Relationship(sa_relationship_kwargs={"order_by": "OrderEvent.id"})


class Parcel(Record, table=True):
    """One supplier's part: what it ships, and how far that has got. `shipped_at` is when its last piece left.

    `is_pickup`: the buyer fetches it (models/trade/pickup). From `ready_at` on it may be fetched; once it was, it is
    received, and was shipped at the same moment."""

    __table_args__ = (
        CheckConstraint(state_check(PARCEL, "waiting"), name="state_known"),
        CheckConstraint(
            "state NOT IN ('shipped', 'received', 'came_back', 'closed') OR shipped_at IS NOT NULL",
            name="shipped_has_its_time",
        ),
        CheckConstraint("state NOT IN ('received', 'closed') OR received_at IS NOT NULL", name="received_has_its_time"),
        CheckConstraint(
            "NOT is_pickup OR (freight = 0 AND state NOT IN ('part_shipped', 'shipped', 'came_back'))",
            name="fetched_is_not_sent",
        ),
        CheckConstraint("ready_at IS NULL OR is_pickup", name="ready_to_be_fetched"),
        CheckConstraint("freight_refunded BETWEEN 0 AND freight", name="refunded_within_freight"),
        Index(
            "ix_parcel_freight_unreleased", "id", sqlite_where=_UNRELEASED_FREIGHT, postgresql_where=_UNRELEASED_FREIGHT
        ),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=10)
    order_id: int = belongs_to("buyer_order.id")
    supplier_id: int = belongs_to("supplier.id")
    goods_total: Money = fen()
    freight: Money = fen()
    # How it came about, as it was told at placement; empty where it is flat.
    freight_how: str = said_text(default="")
    freight_refunded: Money = fen(default=0)
    freight_released_at: datetime | None = moment(default=None, nullable=True)
    state: ParcelState = word(12, index=True)
    shipped_at: datetime | None = moment(default=None, nullable=True, index=True)
    received_at: datetime | None = moment(default=None, nullable=True, index=True)
    is_pickup: bool = False
    ready_at: datetime | None = moment(default=None, nullable=True)

    order: Order = Relationship(back_populates="parcels")
    supplier: Supplier = Relationship()
    lines: list["Line"] = Relationship(back_populates="parcel", sa_relationship_kwargs={"order_by": "Line.id"})
    pickup: Optional["Pickup"] = Relationship(back_populates="parcel", sa_relationship_kwargs={"uselist": False})
    shipments: list["Shipment"] = Relationship(
        back_populates="parcel", sa_relationship_kwargs={"order_by": "Shipment.id"}
    )

    @property
    def standing(self) -> ParcelState | FetchedStanding:
        """Its state as people are told it: one that is fetched is not sent."""
        return parcel_standing(self.state, is_pickup=self.is_pickup, is_ready=self.ready_at is not None)


class Line(Record, table=True):
    """One SKU from one shop. `commission` was computed once, at placement, from the rate of that moment and the line
    after its discount. `opened_at` is the hour in which this buyer opened the link, where that is known.
    `sharing_id` is the sharing that promised its rate, where the SKU gave less by then.

    `discount` is what the order's coupon takes off this line, `discount_payer` whose coupon it is ("shop", "supplier",
    or empty where there is none); a shop's own is never more than the line's commission (discounting.py).

    Pieces: `quantity` ordered; `shipped`, `received`, `returned` (came back after an after-sale), `refunded` of them.
    A piece is refunded either before it was shipped (it goes back on the shelf) or after; `refunded_unshipped` are the
    former. `refunded_amount` is money, partial refunds included.

    `own` says why the line is its keeper's own (own.py), which earns nothing; empty for everybody else's.

    Money, fixed at placement like the commission: the `bonus` of the shop's `level`, paid by the network, and the
    network's `fee`, out of the supplier's share. `released_at` is when shop and supplier were given it for good."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_from_1_to_99"),
        CheckConstraint("price > 0 AND commission >= 0", name="amounts_make_sense"),
        CheckConstraint("commission_bp BETWEEN 0 AND 9000", name="commission_is_a_rate"),
        CheckConstraint("opened_at IS NULL OR link_id IS NOT NULL", name="opened_a_link"),
        CheckConstraint("sharing_id IS NULL OR link_id IS NOT NULL", name="promised_by_a_link"),
        CheckConstraint(
            "bonus >= 0 AND fee >= 0 AND commission + fee <= price * quantity - discount", name="parts_within_price"
        ),
        CheckConstraint("discount_payer IN ('', 'shop', 'supplier')", name="discount_payer_known"),
        CheckConstraint("discount >= 0 AND (discount = 0) = (discount_payer = '')", name="discount_has_its_payer"),
        CheckConstraint("discount_payer <> 'shop' OR discount <= commission", name="shop_pays_from_commission"),
        CheckConstraint("own IN ('', 'signed_in', 'phone', 'before')", name="own_known"),
        CheckConstraint("own = '' OR commission = 0 OR discount_payer = 'shop'", name="own_earns_nothing"),
        Index("ix_order_line_own", "shop_id", "own", sqlite_where=_OWN, postgresql_where=_OWN),
        Index("ix_order_line_released_at", "shop_id", "released_at"),
        # Settlement goes through what is left to release, however much was released before.
        Index("ix_order_line_unreleased", "id", sqlite_where=_UNRELEASED, postgresql_where=_UNRELEASED),
        CheckConstraint("shipped >= 0 AND shipped + refunded_unshipped <= quantity", name="shipped_within_ordered"),
        CheckConstraint("received BETWEEN 0 AND shipped", name="received_within_shipped"),
        CheckConstraint("returned BETWEEN 0 AND shipped", name="returned_within_shipped"),
        CheckConstraint("refunded_unshipped BETWEEN 0 AND refunded", name="refunded_unshipped_within_refunded"),
        CheckConstraint("refunded BETWEEN 0 AND quantity", name="refunded_within_ordered"),
        CheckConstraint("refunded_amount BETWEEN 0 AND price * quantity - discount", name="refunded_within_price"),
    )

    id: int = row_id()
    parcel_id: int = belongs_to("parcel.id")
    sku_id: int = belongs_to("sku.id")
    goods_id: int = belongs_to("goods.id")
    shop_id: int = belongs_to("shop.id")
    link_id: int | None = belongs_to("link.id", default=None, nullable=True)
    opened_at: datetime | None = moment(default=None, nullable=True)
    sharing_id: int | None = belongs_to("sharing.id", index=False, default=None, nullable=True)
    title: str = Field(max_length=255)
    options: str = Field(default="", max_length=320)
    picture: str | None = Field(default=None, max_length=32)
    price: Money = fen()
    quantity: int
    discount: Money = fen(default=0)
    discount_payer: str = Field(default="", max_length=8)
    commission_bp: int
    commission: Money = fen()
    level: str = Field(default="newcomer", max_length=12)
    bonus_bp: int = 0
    bonus: Money = fen(default=0)
    fee_bp: int = 0
    fee: Money = fen(default=0)
    own: str = Field(default="", max_length=10)
    released_at: datetime | None = moment(default=None, nullable=True)
    shipped: int = 0
    received: int = 0
    returned: int = 0
    refunded: int = 0
    refunded_unshipped: int = 0
    refunded_amount: Money = fen(default=0)

    parcel: Parcel = Relationship(back_populates="lines")
    sku: SKU = Relationship()
    goods: Goods = Relationship()
    shop: Shop = Relationship()
    link: Link | None = Relationship()

    @property
    def grams(self) -> int | None:
        """What a piece weighs today."""
        return self.sku.grams

    @property
    def gross(self) -> Money:
        """What it costs without a coupon."""
        return self.price * self.quantity

    @property
    def amount(self) -> Money:
        """What the buyer pays for the line."""
        return self.gross - self.discount

    @property
    def to_ship(self) -> int:
        """Pieces that are still to be sent."""
        return self.quantity - self.shipped - self.refunded_unshipped

    @property
    def refundable(self) -> Money:
        """What was not given back yet."""
        return Money(self.amount - self.refunded_amount)

    def worth(self, pieces: int) -> Money:
        """What the next `pieces` given back are worth: the difference of two sums, where the first n pieces are
        together worth n / quantity of the amount, floored. So all pieces together come to the whole amount, to the fen,
        in whatever parts they are given back. Never more than was not given back yet."""
        before, after = (self._worth_of(n) for n in (self.refunded, min(self.refunded + pieces, self.quantity)))
        return Money(min(after - before, self.refundable))

    def _worth_of(self, pieces: int) -> Money:
        return Money(int(self.amount) * pieces // self.quantity)
