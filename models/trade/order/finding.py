"""What buyers find again: their orders, by the visitor cookie, by the order's own address, by its number and phone."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.kernel.errors import N_, Refused
from models.kernel.reading.phones import readings
from models.kernel.record import related, table_of
from models.kernel.text import narrow
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import TURNS
from models.trade.order.kept import KeptOrder
from models.trade.order.order import Line, Order, Parcel
from models.trade.pickup.pickup import Pickup

NOT_FOUND = N_("没有找到。请核对订单号，和下单时填的手机号")
ORDERS_PAGE = 20
_NOBODY = "0" * 11
_order, _kept, _after_sale = table_of(Order), table_of(KeptOrder), table_of(AfterSale)
_BUYERS_TURN = tuple(state for state, who in TURNS.items() if who == "buyer")
_WAITING = exists().where(_after_sale.c.order_id == _order.c.id, _after_sale.c.state.in_(_BUYERS_TURN))
# What has a clock and costs money; what waits for the buyer; what is under way; the rest.
_RANK = case((_order.c.state == "unpaid", 0), (_WAITING, 1), (_order.c.state.in_(("placed", "paid")), 2), else_=3)


def orders_of(session: Session, visitor: str, *, limit: int = ORDERS_PAGE, offset: int = 0) -> list[Order]:
    """A visitor's orders, what waits for the buyer first, the newest first among equals."""
    query = select(Order).where(_own(visitor)).order_by(_RANK, col(Order.id).desc()).limit(limit).offset(offset)
    loads = selectinload(related(Order.parcels))
    whole = (loads.selectinload(related(Parcel.lines)), loads.selectinload(related(Parcel.shipments)))
    return list(session.exec(query.options(*whole))) if visitor else []


def orders_count(session: Session, visitor: str) -> int:
    """How many a visitor has."""
    return _counted(session, visitor)


def unpaid_count(session: Session, visitor: str) -> int:
    """How many of a visitor's orders wait to be paid."""
    return _counted(session, visitor, _order.c.state == "unpaid")


def lying_until(session: Session, visitor: str) -> list[datetime]:
    """Until when each parcel is kept that a visitor may fetch now, the soonest first."""
    parcel, pickup = table_of(Parcel), table_of(Pickup)
    query = (
        columns(pickup.c.fetch_by)
        .join_from(_order, parcel, parcel.c.order_id == _order.c.id)
        .join(pickup, pickup.c.parcel_id == parcel.c.id)
        .where(_own(visitor), parcel.c.state == "to_ship", pickup.c.fetch_by.is_not(None))
        .order_by(pickup.c.fetch_by)
    )
    return list(session.connection().execute(query).scalars()) if visitor else []


def shops_bought_in(session: Session, visitor: str, *, limit: int) -> Sequence[Any]:
    """The shops of a visitor's orders, the latest first: (number, name, closed_at, at)."""
    shop, line, parcel = table_of(Shop), table_of(Line), table_of(Parcel)
    latest = func.max(_order.c.placed_at).label("at")
    query = (
        columns(shop.c.number, shop.c.name, shop.c.closed_at, latest)
        .join_from(_order, parcel, parcel.c.order_id == _order.c.id)
        .join(line, line.c.parcel_id == parcel.c.id)
        .join(shop, line.c.shop_id == shop.c.id)
        .where(_own(visitor))
        .group_by(shop.c.number, shop.c.name, shop.c.closed_at)
        .order_by(latest.desc())
        .limit(limit)
    )
    return session.connection().execute(query).all() if visitor else []


def waiting_after_sales(session: Session, orders: Sequence[Order]) -> dict[int, AfterSale]:
    """The after-sales that wait for the buyer, by their orders' ids: of each order the one asked first."""
    query = select(AfterSale).where(
        col(AfterSale.order_id).in_([order.id for order in orders]), col(AfterSale.state).in_(_BUYERS_TURN)
    )
    found = session.exec(query.order_by(col(AfterSale.id).desc())) if orders else ()
    return {after_sale.order_id: after_sale for after_sale in found}


def order_by_token(session: Session, token: str) -> Order | None:
    """The order behind its unguessable address."""
    return session.exec(select(Order).where(Order.token == token)).first()


def has_order(session: Session, visitor: str, order: Order) -> bool:
    """Whether it is among the visitor's own: made by this browser, or kept in it."""
    if not visitor or order.visitor == visitor:
        return bool(visitor)
    kept = exists().where(_kept.c.visitor == visitor, _kept.c.order_id == order.id)
    return bool(session.connection().execute(columns(kept)).scalar_one())


def find_order(session: Session, number: str, telephone: str) -> Order:
    """The order of a number and the phone on it, however they were typed. Raises Refused with the same words, after
    the same work, whichever of the two is wrong."""
    plain = "".join(c for c in narrow(number) if c.isascii() and c.isalnum())[:16]
    order = session.exec(select(Order).where(Order.number == plain)).first()
    kept = order.phone if order else _NOBODY
    # Each is compared, also where the first is right already: time tells nothing.
    is_theirs = sum(hmac.compare_digest(kept, typed) for typed in readings(telephone)) > 0
    if order is None or not is_theirs:
        raise Refused("", NOT_FOUND)
    return order


def order_ids_of_phone(session: Session, phone: str, *, since: datetime) -> list[int]:
    """The orders that were placed with a phone since a moment. Only for who has proven that the phone is theirs."""
    query = select(Order.id).where(Order.phone == phone, Order.placed_at >= since)
    return list(session.exec(query))


def _own(visitor: str) -> ColumnElement[bool]:
    """Made by this browser, or kept in it. Two index ranges put together: an OR of them would read every order."""
    made = columns(_order.c.id).where(_order.c.visitor == visitor)
    kept = columns(_kept.c.order_id).where(_kept.c.visitor == visitor)
    return _order.c.id.in_(union_all(made, kept))


def _counted(session: Session, visitor: str, *limits: ColumnElement[bool]) -> int:
    query = columns(func.count()).select_from(_order).where(_own(visitor), *limits)
    return int(session.connection().execute(query).scalar_one()) if visitor else 0
