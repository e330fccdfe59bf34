"""What a shop earned on what was ordered in a span, by category, month or link: promised, frozen, released, and what
refunds took back."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, String, case, func, select, type_coerce
from sqlmodel import Session

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.kernel.money import Money
from models.kernel.record import table_of
from models.ledger.transaction import Entry
from models.report.numbers.day_range import DayRange
from models.report.shop.earnings import BY_SHOP, booked
from models.report.statement.purses import accounts_of
from models.shop.shop import Shop
from models.trade.order.order import Line, Order, Parcel

EarnedBy = Literal["category", "month", "link"]
MOST_EARNED = 200
_line, _parcel, _order, _entry = table_of(Line), table_of(Parcel), table_of(Order), table_of(Entry)
_goods, _category = table_of(Goods), table_of(Category)


@dataclass(frozen=True, slots=True)
class Earned:
    """Of one category (its slug), month ("2026-11") or link (its id, None for buyers who came by the number). What was
    promised is what is frozen, released and taken back, to the fen."""

    key: str | int | None
    lines: int
    promised: Money
    frozen: Money
    released: Money

    @property
    def taken_back(self) -> Money:
        """What refunds took back."""
        return self.promised - self.frozen - self.released


def performance_by(session: Session, shop: Shop, span: DayRange, by: EarnedBy) -> list[Earned]:
    """The most promised first; months the newest first. Lines that the ledger knows, by when they were ordered."""
    each = _lines(session, shop, span, by).subquery()
    left = type_coerce(each.c.left, BigInteger)
    columns: Any = (
        each.c.key,
        func.count().label("lines"),
        func.sum(type_coerce(each.c.promised, BigInteger)).label("promised"),
        func.sum(case((each.c.released_at.is_(None), left), else_=0)).label("frozen"),
        func.sum(case((each.c.released_at.is_not(None), left), else_=0)).label("released"),
    )
    query = select(*columns).group_by(each.c.key).limit(MOST_EARNED)
    first = each.c.key.desc() if by == "month" else func.sum(type_coerce(each.c.promised, BigInteger)).desc()
    rows = session.connection().execute(query.order_by(first))
    return [Earned(row.key, row.lines, Money(row.promised), Money(row.frozen), Money(row.released)) for row in rows]


def _lines(session: Session, shop: Shop, span: DayRange, by: EarnedBy) -> Any:
    key = {
        "category": func.coalesce(_category.c.slug, ""),
        "month": _month(session),
        "link": _line.c.link_id,
    }[by]
    left = select(func.coalesce(func.sum(type_coerce(_entry.c.amount, BigInteger)), 0)).where(
        _entry.c.line_id == _line.c.id, _entry.c.account_id.in_(accounts_of(shop))
    )
    promised = _line.c.commission + _line.c.bonus - BY_SHOP
    query = select(
        key.label("key"),
        _line.c.released_at,
        type_coerce(promised, BigInteger).label("promised"),
        left.correlate(_line).scalar_subquery().label("left"),
    )
    query = query.join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    query = query.join(_order, _order.c.id == _parcel.c.order_id)
    if by == "category":
        query = query.outerjoin(_goods, _goods.c.id == _line.c.goods_id)
        query = query.outerjoin(_category, _category.c.id == _goods.c.category_id)
    within = (_order.c.placed_at >= span.since, _order.c.placed_at < span.until)
    return query.where(_line.c.shop_id == shop.id, *within, booked(shop))


def _month(session: Session) -> ColumnElement[str]:
    """The month of an order in Shanghai, which is eight hours ahead the whole year: "2026-11"."""
    if session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m", _order.c.placed_at, "+8 hours", type_=String)
    return func.to_char(_order.c.placed_at + func.make_interval(0, 0, 0, 0, 8), "YYYY-MM", type_=String)
