"""What a shop sold, line by line, as its keeper may see it: never an address, a phone number or a whole name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlmodel import Session

from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.kernel.text import mask_name
from models.link.link import Link
from models.report.shop.earnings import BY_SHOP
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import BROUGHT
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.states import parcel_standing

SALES_PAGE = 30
SALE_STATES = (
    "waiting", "to_ship", "part_shipped", "shipped", "received", "closed", "came_back", "cancelled"
)  # fmt: skip
# Lines of which money went back, whatever their parcels' state.
GIVEN_BACK = "given_back"
# States in which nothing was sold in the end.
NOT_SOLD = ("cancelled", "came_back")

_line, _parcel = table_of(Line), table_of(Parcel)
_order, _link, _after_sale = table_of(Order), table_of(Link), table_of(AfterSale)
_of_line = _after_sale.alias()
_LATEST = select(func.max(_of_line.c.id)).where(_of_line.c.line_id == _line.c.id).correlate(_line).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Sale:
    """One line, in the `parcel` of this code. `buyer` is masked already; `placement` is empty where the buyer came by
    the shop's number. `refunded` counts pieces, `refunded_amount` is the money that went back, for whole pieces or not.
    `amount` is after the `discount` of a coupon; where the shop pays for that, `commission` is what is left of it.
    `after_sale` is the code of the latest one asked on the line, or empty; `standing` and `after_sale_standing` are
    what people are told of the two; `own` why the keeper counts as its buyer."""

    parcel: str
    title: str
    options: str
    picture: str | None
    price: Money
    quantity: int
    shipped: int
    refunded: int
    refunded_amount: Money
    discount: Money
    amount: Money
    commission: Money
    commission_bp: int
    state: str
    standing: str
    buyer: str
    placed_at: datetime
    placement: str
    link: str
    after_sale: str
    after_sale_standing: str
    own: str

    @property
    def earns(self) -> bool:
        """Whether a commission is left at all."""
        return not self.own and self.state not in NOT_SOLD and self.refunded_amount < self.amount


SALES = (
    select(
        _parcel.c.code.label("parcel"),
        _line.c.title,
        _line.c.options,
        _line.c.picture,
        _line.c.price,
        _line.c.quantity,
        _line.c.shipped,
        _line.c.refunded,
        _line.c.refunded_amount,
        _line.c.discount,
        type_coerce(_line.c.commission - BY_SHOP, MoneyColumn).label("commission"),
        _line.c.commission_bp,
        _line.c.own,
        _parcel.c.state,
        _parcel.c.is_pickup,
        _parcel.c.ready_at,
        _order.c.name.label("buyer"),
        _order.c.placed_at,
        _link.c.placement,
        _link.c.code.label("link"),
        _after_sale.c.code.label("after_sale"),
        _after_sale.c.state.label("after_sale_state"),
    )
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .join(_order, _parcel.c.order_id == _order.c.id)
    .outerjoin(_link, _line.c.link_id == _link.c.id)
    .outerjoin(_after_sale, _after_sale.c.id == _LATEST)
    .order_by(_line.c.id.desc())
)
_OWN_COLUMNS = ("is_pickup", "ready_at", "after_sale_state")
_COLUMNS = tuple(column.name for column in SALES.selected_columns if column.name not in _OWN_COLUMNS)


def sales(session: Session, shop: Shop, *, state: str = "", page: int = 1) -> list[Sale]:
    """One page of the shop's lines, newest first, in one state of their parcels (or GIVEN_BACK), or in all."""
    query = SALES.where(_line.c.shop_id == shop.id).limit(SALES_PAGE).offset((page - 1) * SALES_PAGE)
    if state == GIVEN_BACK:
        query = query.where(_line.c.refunded_amount > 0)
    elif state:
        query = query.where(_parcel.c.state == state)
    return [sale_from(row._mapping) for row in session.connection().execute(query)]


def sale_counts(session: Session, shop: Shop) -> dict[str, int]:
    """How many of the shop's lines are in each state."""
    query = select(_parcel.c.state, func.count().label("lines")).join_from(
        _line, _parcel, _line.c.parcel_id == _parcel.c.id
    )
    query = query.where(_line.c.shop_id == shop.id).group_by(_parcel.c.state)
    return {row.state: row.lines for row in session.connection().execute(query)}


def given_back_count(session: Session, shop: Shop) -> int:
    """How many lines had money given back."""
    query = select(func.count()).select_from(_line).where(_line.c.shop_id == shop.id, _line.c.refunded_amount > 0)
    return session.connection().execute(query).scalar_one()


def sale_from(row: Mapping[Any, Any]) -> Sale:
    """A row of SALES, whatever columns were added to it."""
    amount = row["price"] * row["quantity"] - row["discount"]
    facts = {name: row[name] for name in _COLUMNS} | {"amount": amount, "buyer": mask_name(row["buyer"])}
    empty = {name: row[name] or "" for name in ("placement", "link", "after_sale")}
    asked = row["after_sale_state"] or ""
    told = {
        "standing": parcel_standing(row["state"], is_pickup=row["is_pickup"], is_ready=row["ready_at"] is not None),
        "after_sale_standing": BROUGHT.get(asked, asked) if row["is_pickup"] else asked,
    }
    return Sale(**facts | empty | told)
