"""What was sold in a span, told apart by root category, level and province. Days are counted in Shanghai."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlmodel import Session

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.kernel.money import Money
from models.kernel.record import table_of
from models.report.numbers.day_range import DayRange
from models.report.shop.today import SOLD
from models.trade.order.order import Line, Order, Parcel

SharedBy = Literal["category", "level", "region"]
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_goods, _category = table_of(Goods), table_of(Category)
_root = _category.alias("root")
_paid = type_coerce(_line.c.price, BigInteger) * _line.c.quantity - type_coerce(_line.c.discount, BigInteger)


@dataclass(frozen=True, slots=True)
class NetworkShare:
    """`key` is a root category's slug, a level's name, or the six digits of a province; "" where there is none."""

    key: str
    orders: int
    pieces: int
    sales: Money


def network_shares(session: Session, span: DayRange, by: SharedBy) -> list[NetworkShare]:
    """The largest first. An order of two categories is an order of each."""
    key: Any = {
        "category": func.coalesce(_root.c.slug, _category.c.slug, ""),
        "level": _line.c.level,
        "region": func.substr(_order.c.region_code, 1, 2),
    }[by]
    query = select(
        key.label("key"),
        func.count(_order.c.id.distinct()).label("orders"),
        func.sum(_line.c.quantity).label("pieces"),
        func.sum(_paid).label("sales"),
    ).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    query = query.join(_order, _order.c.id == _parcel.c.order_id)
    if by == "category":
        query = query.join(_goods, _goods.c.id == _line.c.goods_id)
        query = query.outerjoin(_category, _category.c.id == _goods.c.category_id)
        query = query.outerjoin(_root, _root.c.id == _category.c.parent_id)
    within = (_order.c.placed_at >= span.since, _order.c.placed_at < span.until, SOLD)
    rows = session.connection().execute(query.where(*within).group_by(key))
    found = [NetworkShare(_named(row.key, by), int(row.orders), int(row.pieces), Money(row.sales)) for row in rows]
    return sorted(found, key=lambda one: (-one.sales, one.key))


def _named(key: str, by: SharedBy) -> str:
    return f"{key}0000" if by == "region" and key else key
