"""One order as a shop's keeper may see it: the shop's own lines alone, and a masked buyer.

It goes by the code of any parcel in which the shop has a line. The order's number stays with its buyer: whoever has it
and the phone number sees the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import table_of
from models.report.shop.earnings import booked
from models.report.shop.orders import NOT_SOLD, SALES, Sale, sale_from
from models.report.statement.shop_rows import PLACE_IN_PARCEL
from models.shop.shop import Shop
from models.talk.conversation import Conversation
from models.trade.order.order import Line, Order, Parcel

_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_goods, _supplier, _talk = table_of(Goods), table_of(Supplier), table_of(Conversation)
_asked = (
    (_talk.c.visitor == _order.c.visitor)
    & (_talk.c.goods_id == _line.c.goods_id)
    & (_talk.c.shop_id == _line.c.shop_id)
    & (_talk.c.last_number > 0)
)


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One of the shop's lines. `earning` is the address of its figures, empty before the money was taken; `goods` is a
    code, and so is `talk`: what this buyer said about the goods, or empty."""

    sale: Sale
    goods: str
    earning: str
    talk: str


@dataclass(frozen=True, slots=True)
class OrderedParcel:
    """What one supplier sends of it."""

    code: str
    supplier: str
    state: str
    standing: str
    is_pickup: bool
    shipped_at: datetime | None
    received_at: datetime | None
    lines: list[OrderedLine]


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """The part of an order that is this shop's. `pieces` were ordered, `amount` is what the buyer pays for them without
    freight, `refunded` what went back of it; `talks` are this buyer's conversations about the goods, each once."""

    buyer: str
    placed_at: datetime
    parcels: list[OrderedParcel]
    pieces: int
    amount: Money
    refunded: Money
    talks: list[tuple[str, str]]

    @property
    def is_sold(self) -> bool:
        """Whether anything was sold in the end."""
        return any(parcel.state not in NOT_SOLD for parcel in self.parcels)


def shop_order(session: Session, shop: Shop, parcel: str) -> ShopOrder | None:
    """The order that a parcel with a line of the shop's own belongs to; None where there is none."""
    of_parcel = select(_parcel.c.order_id).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    own = of_parcel.where(_parcel.c.code == parcel, _line.c.shop_id == shop.id)
    rows = [row._mapping for row in session.connection().execute(_lines(shop).where(_order.c.id.in_(own)))]
    if not rows:
        return None
    parcels = [_parcel_of(list(lines)) for _code, lines in groupby(rows, key=lambda row: row["parcel"])]
    lines = [line for each in parcels for line in each.lines]
    return ShopOrder(
        lines[0].sale.buyer,
        lines[0].sale.placed_at,
        parcels,
        pieces=sum(line.sale.quantity for line in lines),
        amount=Money(sum(line.sale.amount for line in lines)),
        refunded=Money(sum(line.sale.refunded_amount for line in lines)),
        talks=list({line.talk: (line.talk, line.sale.title) for line in lines if line.talk}.values()),
    )


def _lines(shop: Shop) -> Select[Any]:
    further: tuple[Any, ...] = (
        *(_parcel.c.shipped_at, _parcel.c.received_at),
        _supplier.c.name.label("supplier"),
        _goods.c.code.label("goods"),
        _talk.c.code.label("talk"),
        PLACE_IN_PARCEL.label("place"),
        booked(shop).label("is_booked"),
    )
    query = SALES.add_columns(*further).join(_supplier, _parcel.c.supplier_id == _supplier.c.id)
    query = query.join(_goods, _line.c.goods_id == _goods.c.id).outerjoin(_talk, _asked)
    return query.where(_line.c.shop_id == shop.id).order_by(None).order_by(_parcel.c.id, _line.c.id)


def _parcel_of(rows: list[Mapping[Any, Any]]) -> OrderedParcel:
    first = rows[0]
    facts = {name: first[name] for name in ("supplier", "state", "is_pickup", "shipped_at", "received_at")}
    lines = [_line_of(row) for row in rows]
    return OrderedParcel(code=first["parcel"], standing=lines[0].sale.standing, lines=lines, **facts)


def _line_of(row: Mapping[Any, Any]) -> OrderedLine:
    earning = f"{row['parcel']}-{row['place']}" if row["is_booked"] else ""
    return OrderedLine(sale_from(row), row["goods"], earning, row["talk"] or "")
