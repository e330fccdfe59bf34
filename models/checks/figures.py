"""Roll-ups say what the rows say that they were rolled up from, for the days whose rows stand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, case, exists, func, literal, select, type_coerce, union_all

from models.kernel.clock import local
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.payment.payment import Payment
from models.report.numbers.sold import came
from models.report.numbers.trade_rollup import TradeRollup
from models.report.numbers.trading import OVERLAP_BACK, TRADE_MARK
from models.statistics.days import day_began, shanghai_day
from models.statistics.rolling import VISITS_MARK
from models.statistics.visit import PAGE_KINDS, Visit
from models.statistics.visit_rollup import DayDue, VisitRollup, rolled_upto
from models.statistics.visitors import GONE_MARK
from models.trade.order.order import Line, Order, Parcel

_visit, _due, _seen, _sold = table_of(Visit), table_of(DayDue), table_of(VisitRollup), table_of(TradeRollup)
_order, _parcel, _line, _payment = table_of(Order), table_of(Parcel), table_of(Line), table_of(Payment)


def visits_rolled_up(connection: Connection) -> Iterator[Fault]:
    """Visits and carts of a day, by the day's row and by its hours'; those of its links."""
    since, upto = _moment(connection, GONE_MARK), rolled_upto(connection, VISITS_MARK)
    day, one = day_began(connection, _visit.c.hour), literal(1)
    is_page = case((_visit.c.kind.in_(PAGE_KINDS), one), else_=0)
    is_cart = case((_visit.c.kind == "cart", one), else_=0)
    raw = (_visit.c.shop_id.is_not(None), _visit.c.id <= upto, _visit.c.hour >= since)
    figures = (_seen.c.visits, _seen.c.carts)
    for span, part, what in (("day", "", "day"), ("hour", "", "hours"), ("day", "link", "links")):
        began = day_began(connection, _seen.c.begins)
        rolled = select(_seen.c.shop_id, began.label("day"), *(-one for one in figures))
        rolled = rolled.where(_seen.c.span == span, _seen.c.part == part, _seen.c.begins >= since)
        rows = select(_visit.c.shop_id, day.label("day"), is_page.label("first"), is_cart.label("second")).where(*raw)
        rows = rows.where(_visit.c.link_id.is_not(None)) if part else rows
        yield from _differing(connection, union_all(rows, rolled), f"figures.visits of {what}")


def visitors_counted(connection: Connection) -> Iterator[Fault]:
    """A day's visitors are those of its visits, once it was counted."""
    since, upto = _moment(connection, GONE_MARK), rolled_upto(connection, VISITS_MARK)
    day = day_began(connection, _visit.c.hour).label("day")
    before = func.count(case((_visit.c.been_before, _visit.c.visitor)).distinct())
    counted = select(_visit.c.shop_id, day, func.count(_visit.c.visitor.distinct()).label("first"), before)
    counted = counted.where(_visit.c.shop_id.is_not(None), _visit.c.id <= upto, _visit.c.hour >= since)
    kept = select(_seen.c.shop_id, _seen.c.begins, -_seen.c.visitors, -_seen.c.been_before)
    kept = kept.where(_seen.c.span == "day", _seen.c.part == "", _seen.c.begins >= since)
    both = union_all(counted.group_by(_visit.c.shop_id, day), kept)
    yield from _differing(connection, both, "figures.visitors")


def trade_rolled_up(connection: Connection) -> Iterator[Fault]:
    """Orders and money of days that were over when they were looked at last."""
    until = shanghai_day(_moment(connection, TRADE_MARK) - OVERLAP_BACK)
    day = day_began(connection, _order.c.placed_at).label("day")
    # Grouped over what was named before: PostgreSQL takes the same day with parameters of its own for another.
    every = select(_line.c.shop_id, day, _order.c.id).join_from(_line, _parcel).join(_order)
    bought = every.where(_order.c.placed_at < until).distinct().subquery()
    placed = select(bought.c.shop_id, bought.c.day, func.count().label("first"), literal(0).label("second"))
    placed = placed.group_by(bought.c.shop_id, bought.c.day)
    money = came().add_columns(_line.c.shop_id, _payment.c.paid_at).where(_payment.c.paid_at < until).subquery()
    paid = select(money.c.shop_id, day_began(connection, money.c.paid_at).label("day"), literal(0))
    paid = paid.add_columns(money.c.amount - money.c.waived)
    rolled = select(_sold.c.shop_id, _sold.c.begins, -_sold.c.orders, -type_coerce(_sold.c.paid, BigInteger))
    rolled = rolled.where(_sold.c.span == "day", _sold.c.part == "", _sold.c.begins < until)
    yield from _differing(connection, union_all(placed, paid, rolled), "figures.trade")


def _differing(connection: Connection, both: Any, kind: str) -> Iterator[Fault]:
    """Days of which the rows and the roll-ups, which are taken off, do not come to nothing."""
    rows = both.subquery()
    first, second = func.sum(rows.c.first), func.sum(rows.c.second if "second" in rows.c else rows.c[3])
    is_due = exists().where(_due.c.shop_id == rows.c.shop_id, _due.c.day == rows.c.day).correlate(rows)
    query = select(rows.c.shop_id, rows.c.day, first.label("one"), second.label("other"))
    query = query.where(~is_due) if kind == "figures.visitors" else query
    query = query.group_by(rows.c.shop_id, rows.c.day).having((first != 0) | (second != 0))
    for row in stream(connection, query):
        words = f"rows and roll-ups differ by {row.one} and {row.other}"
        yield Fault(kind, f"shop {row.shop_id}, {local(row.day):%Y-%m-%d}", words)


def _moment(connection: Connection, name: str) -> datetime:
    return datetime.fromtimestamp(rolled_upto(connection, name), UTC)
