"""What a shop sold, line by line, as its keeper may see it: never an address, a phone number or a whole name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.text import mask_name
from models.link.link import Link
from models.shop.shop import Shop
from models.trade.order import Line, Order, Parcel

PAGE = 30
STATES = ("waiting", "to_ship", "shipped", "received", "cancelled")

_line, _parcel = table_of(Line), table_of(Parcel)
_order, _link = table_of(Order), table_of(Link)


@dataclass(frozen=True, slots=True)
class Sale:
    """One line. `buyer` is masked already; `placement` is empty where the buyer came by the shop's number."""

    title: str
    options: str
    picture: str | None
    price: Money
    quantity: int
    amount: Money
    commission: Money
    commission_bp: int
    state: str
    buyer: str
    placed_at: datetime
    placement: str
    link: str


_SALES = (
    select(
        _line.c.title,
        _line.c.options,
        _line.c.picture,
        _line.c.price,
        _line.c.quantity,
        _line.c.commission,
        _line.c.commission_bp,
        _parcel.c.state,
        _order.c.name.label("buyer"),
        _order.c.placed_at,
        _link.c.placement,
        _link.c.code.label("link"),
    )
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .join(_order, _parcel.c.order_id == _order.c.id)
    .outerjoin(_link, _line.c.link_id == _link.c.id)
    .order_by(_line.c.id.desc())
)


def sales(session: Session, shop: Shop, *, state: str = "", page: int = 1) -> list[Sale]:
    """One page of the shop's lines, newest first, in one state of their parcels or in all."""
    found = _SALES.where(_line.c.shop_id == shop.id).limit(PAGE).offset((page - 1) * PAGE)
    if state:
        found = found.where(_parcel.c.state == state)
    return [_sale(row._mapping) for row in session.connection().execute(found)]


def states(session: Session, shop: Shop) -> dict[str, int]:
    """How many of the shop's lines are in each state."""
    found = select(_parcel.c.state, func.count().label("lines")).join_from(
        _line, _parcel, _line.c.parcel_id == _parcel.c.id
    )
    found = found.where(_line.c.shop_id == shop.id).group_by(_parcel.c.state)
    return {row.state: row.lines for row in session.connection().execute(found)}


def _sale(row: Mapping[Any, Any]) -> Sale:
    facts = dict(row) | {"amount": row["price"] * row["quantity"], "buyer": mask_name(row["buyer"])}
    return Sale(**facts | {"placement": row["placement"] or "", "link": row["link"] or ""})
