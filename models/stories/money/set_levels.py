"""The month's levels: every shop's, from what it settled last month. Run on the 1st; it may die at any moment and be
run again, by several at once: a shop and month has one row, and the shops that have theirs are not counted again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, func, select, type_coerce
from sqlmodel import Session

from models.kernel.clock import Moment
from models.kernel.database import Database, insert_ignoring
from models.kernel.money import Money, MoneyColumn
from models.kernel.months import begins, ends, month_of, preceding
from models.kernel.record import table_of
from models.shop.level import Level, ShopLevel
from models.shop.levelling import Forecast, forecast, level_for, levels_in
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel

_BATCH = 500
_line, _parcel, _shop, _level = table_of(Line), table_of(Parcel), table_of(Shop), table_of(ShopLevel)

_kept: Any = _line.c.price * _line.c.quantity - _line.c.discount - _line.c.refunded_amount
# An order of which nothing was kept is none.
_orders = func.count(case((_kept > 0, _parcel.c.order_id)).distinct())
_FIGURES: Select[Any] = (
    select(
        _line.c.shop_id,
        type_coerce(func.sum(_kept), MoneyColumn).label("sales"),
        _orders.label("orders"),
    )
    .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
    .where(
        _line.c.shop_id.in_(bindparam("shops", expanding=True)),
        _line.c.released_at >= bindparam("since", type_=Moment),
        _line.c.released_at < bindparam("until", type_=Moment),
        # What keepers buy from themselves counts for no level.
        _line.c.own == "",
    )
    .group_by(_line.c.shop_id)
)
_done = exists().where(_level.c.shop_id == _shop.c.id, _level.c.month == bindparam("month")).correlate(_shop)
_WAITING = (
    select(_shop.c.id).where(_shop.c.id > bindparam("last"), ~_done).order_by(_shop.c.id).limit(bindparam("batch"))
)


def set_levels(database: Database, *, at: datetime, batch: int = _BATCH) -> int:
    """Gives every shop that lacks one its level for the month of `at`, a batch a transaction; returns how many. The
    thresholds are those in force in the month that was counted."""
    month, last, given = month_of(at), 0, 0
    with database.reading() as session:
        levels = levels_in(session, preceding(month))
        session.expunge_all()
    while shops := _waiting(database, month, last, batch):
        with database.transaction() as session:
            given += _give(session, shops, month, levels, at)
        last = shops[-1]
    return given


def settled(session: Session, shops: list[int], since: datetime, until: datetime) -> dict[int, tuple[Money, int]]:
    """Sales and orders settled in a period, by the shops' ids; shops without any are left out. A line is settled when
    it was released. Sales are what the buyers paid for the goods, after coupons, less what was refunded by the time of
    asking."""
    rows = session.connection().execute(_FIGURES, {"shops": shops, "since": since, "until": until})
    return {row.shop_id: (row.sales, row.orders) for row in rows}


def forecast_for(session: Session, shop: Shop, at: datetime) -> Forecast:
    """What the shop's month so far makes of its next, and what is missing to the level above."""
    month = month_of(at)
    sales, orders = settled(session, [shop.id], begins(month), ends(month)).get(shop.id, (Money(0), 0))
    return forecast(sales, orders, levels_in(session, month))


def _waiting(database: Database, month: str, last: int, batch: int) -> list[int]:
    with database.reading() as session:
        shops = session.connection().execute(_WAITING, {"month": month, "last": last, "batch": batch})
        return list(shops.scalars())


def _give(session: Session, shops: list[int], month: str, levels: list[Level], at: datetime) -> int:
    before = preceding(month)
    figures = settled(session, shops, begins(before), ends(before))
    rows = []
    for shop_id in shops:
        sales, orders = figures.get(shop_id, (Money(0), 0))
        slug = level_for(sales, orders, levels).slug
        facts = {"shop_id": shop_id, "month": month, "slug": slug, "computed_at": at}
        rows.append(facts | {"sales": sales, "orders": orders})
    made = session.connection().execute(insert_ignoring(session, ShopLevel).returning(_level.c.id), rows)
    return len(made.all())
