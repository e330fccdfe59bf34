"""What of a supplier's goods was sold in a span: day by day, by goods and shop, and by the words and the poster that a
link was shared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Select, String, func, select, type_coerce
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.kernel.record import table_of
from models.link.link import Link
from models.report.numbers.day_range import DayRange
from models.report.shop.today import SOLD
from models.shop.shop import Shop
from models.trade.order.order import Line, Order, Parcel

_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_goods, _shop, _link = table_of(Goods), table_of(Shop), table_of(Link)
_paid = type_coerce(_line.c.price, BigInteger) * _line.c.quantity - type_coerce(_line.c.discount, BigInteger)
_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class SoldPieces:
    """`orders` with something of it, `pieces`, what buyers `paid` after coupons, and what of that they got back."""

    orders: int = 0
    pieces: int = 0
    paid: Money = _NOTHING
    refunded: Money = _NOTHING


@dataclass(frozen=True, slots=True)
class SoldIn:
    """Goods in one shop."""

    goods: str
    title: str
    shop: int
    shop_name: str
    sold: SoldPieces


def sold_by_day(session: Session, supplier: Supplier, span: DayRange) -> list[tuple[date, SoldPieces]]:
    """Every day, those without anything too."""
    day = _day(session).label("day")
    found = {row.day: _sold(row) for row in session.connection().execute(_of(supplier, span, day).group_by(day))}
    days = (span.begins + timedelta(days=place) for place in range(span.days))
    return [(one, found.get(one.isoformat(), SoldPieces())) for one in days]


def sold_by_shop(session: Session, supplier: Supplier, span: DayRange, *, most: int) -> tuple[list[SoldIn], int]:
    """Goods × shops, those that brought most first; and how many there are in all."""
    keys = (_goods.c.code, _goods.c.title, _shop.c.number, _shop.c.name)
    query = _of(supplier, span, *keys).join(_goods, _goods.c.id == _line.c.goods_id)
    query = query.join(_shop, _shop.c.id == _line.c.shop_id).group_by(_goods.c.id, _shop.c.id)
    count = session.connection().execute(select(func.count()).select_from(query.subquery())).scalar_one()
    ranked = query.order_by(func.sum(_paid).desc(), _goods.c.id, _shop.c.id).limit(most)
    rows = session.connection().execute(ranked)
    return [SoldIn(row.code, row.title, row.number, row.name, _sold(row)) for row in rows], int(count)


def sold_by_words(
    session: Session, supplier: Supplier, span: DayRange, of: Literal["style", "tone"]
) -> list[tuple[str, SoldPieces]]:
    """By the style of the poster, or the tone of its copy, of the link that the buyer came by. Only links that say one;
    most pieces first."""
    key = _link.c[of]
    query = _of(supplier, span, key.label("key")).join(_link, _link.c.id == _line.c.link_id).where(key != "")
    rows = session.connection().execute(query.group_by(key).order_by(func.sum(_line.c.quantity).desc(), key))
    return [(row.key, _sold(row)) for row in rows]


def sold_together(many: Sequence[SoldPieces]) -> SoldPieces:
    """Their sum. An order of two days' lines there is none."""
    return SoldPieces(
        sum(one.orders for one in many),
        sum(one.pieces for one in many),
        Money(sum(one.paid for one in many)),
        Money(sum(one.refunded for one in many)),
    )


def _of(supplier: Supplier, span: DayRange, *keys: Any) -> Select[Any]:
    figures: Any = (
        func.count(_order.c.id.distinct()).label("orders"),
        func.sum(_line.c.quantity).label("pieces"),
        func.sum(_paid).label("paid"),
        func.sum(type_coerce(_line.c.refunded_amount, BigInteger)).label("refunded"),
    )
    query = select(*keys, *figures).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    within = (_order.c.placed_at >= span.since, _order.c.placed_at < span.until)
    return query.join(_order, _order.c.id == _parcel.c.order_id).where(
        _parcel.c.supplier_id == supplier.id, SOLD, *within
    )


def _sold(row: Any) -> SoldPieces:
    return SoldPieces(int(row.orders), int(row.pieces), Money(row.paid), Money(row.refunded))


def _day(session: Session) -> ColumnElement[str]:
    """The day of an order in Shanghai: "2026-11-30"."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(_order.c.placed_at, "+8 hours", type_=String)
    return func.to_char(_order.c.placed_at + func.make_interval(0, 0, 0, 0, 8), "YYYY-MM-DD", type_=String)
