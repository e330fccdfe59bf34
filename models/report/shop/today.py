"""Today's numbers of one shop beside yesterday's, from visits and order lines. Days are counted in Shanghai."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, and_, case, func, select, type_coerce
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.money import Money
from models.kernel.record import table_of
from models.shop.shop import Shop
from models.statistics.visit import PAGE_KINDS, Visit
from models.trade.order.order import Line, Order, Parcel

_visit, _line = table_of(Visit), table_of(Line)
_order, _parcel = table_of(Order), table_of(Parcel)
_discount = type_coerce(_line.c.discount, BigInteger)
_by_shop = case((_line.c.discount_payer == "shop", _discount), else_=0)
_NOTHING = Money(0)
# A parcel that waits for its payment, was cancelled or came back undelivered is no sale.
SOLD = _parcel.c.state.not_in(("waiting", "cancelled", "came_back"))


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a shop. `visits` counts a visitor once an hour for each page, `visitors` once a day. `sales` are what
    buyers paid for the goods, `commission` what is left of it after the shop's own coupons."""

    visits: int = 0
    visitors: int = 0
    orders: int = 0
    pieces: int = 0
    sales: Money = _NOTHING
    commission: Money = _NOTHING


def midnight(at: datetime) -> datetime:
    """When the day of this moment began."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def today(session: Session, shop: Shop, *, at: datetime) -> tuple[Day, Day]:
    """Today so far, and the whole of yesterday."""
    begun = midnight(at)
    before = begun - timedelta(days=1)
    seen, sold = _seen(session, shop, before, begun), _sold(session, shop, before, begun)
    return Day(**seen[True], **sold[True]), Day(**seen[False], **sold[False])


def _seen(session: Session, shop: Shop, before: datetime, begun: datetime) -> dict[bool, dict[str, Any]]:
    is_today = case((_visit.c.hour >= begun, 1), else_=0).label("is_today")
    visits = func.sum(case((_visit.c.kind.in_(PAGE_KINDS), 1), else_=0)).label("visits")
    query = select(is_today, visits, func.count(_visit.c.visitor.distinct()).label("visitors"))
    query = query.where(_visit.c.shop_id == shop.id, _visit.c.hour >= before).group_by(is_today)
    days: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    for row in session.connection().execute(query):
        days[bool(row.is_today)] = {"visits": int(row.visits), "visitors": row.visitors}
    return days


def since(session: Session, shop: Shop, begun: datetime) -> Day:
    """Everything sold since a moment, without visits."""
    return Day(**_sold(session, shop, begun, begun)[True])


def _sold(session: Session, shop: Shop, before: datetime, begun: datetime) -> dict[bool, dict[str, Any]]:
    is_today = case((_order.c.placed_at >= begun, 1), else_=0).label("is_today")
    query = select(
        is_today,
        func.count(_order.c.id.distinct()).label("orders"),
        func.sum(_line.c.quantity).label("pieces"),
        func.sum(type_coerce(_line.c.price, BigInteger) * _line.c.quantity - _discount).label("sales"),
        func.sum(type_coerce(_line.c.commission, BigInteger) - _by_shop).label("commission"),
    )
    query = query.join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    query = query.join(_order, _parcel.c.order_id == _order.c.id)
    query = query.where(and_(_line.c.shop_id == shop.id, _order.c.placed_at >= before, SOLD)).group_by(is_today)
    days: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    for row in session.connection().execute(query):
        money = {"sales": Money(row.sales), "commission": Money(row.commission)}
        days[bool(row.is_today)] = {"orders": row.orders, "pieces": int(row.pieces)} | money
    return days
