"""The network day by day: what was bought and what was given back. Days are counted in Shanghai."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.ledger.account import Account
from models.ledger.transaction import Entry, Transaction
from models.report.shop.today import midnight
from models.trade.order.order import Order

_order, _transaction, _entry, _account = table_of(Order), table_of(Transaction), table_of(Entry), table_of(Account)
_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class NetworkDay:
    """One day. Cancelled orders are not counted; `refunded` is what was promised back that day."""

    day: date
    orders: int = 0
    sales: Money = _NOTHING
    refunds: int = 0
    refunded: Money = _NOTHING


def network_days(session: Session, *, days: int, at: datetime) -> list[NetworkDay]:
    """The last so many days, today too, the oldest first; days without anything are there. Two statements, each through
    an index by time."""
    since = midnight(at) - timedelta(days=days - 1)
    orders = _by_day(session, _orders(session, since))
    refunds = _by_day(session, _refunds(session, since))
    none = (0, 0)
    return [
        NetworkDay(
            day,
            orders.get(day, none)[0],
            Money(orders.get(day, none)[1]),
            refunds.get(day, none)[0],
            Money(refunds.get(day, none)[1]),
        )
        for day in last_days(days, at)
    ]


def last_days(days: int, at: datetime) -> list[date]:
    """The last so many, today too, the oldest first."""
    today = local(at).date()
    return [today - timedelta(days=back) for back in range(days - 1, -1, -1)]


def _day_of(session: Session, column: Any) -> ColumnElement[str]:
    """The day of a moment in Shanghai, which is eight hours ahead the whole year: "2026-11-30"."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(column, "+8 hours", type_=String)
    eight = func.make_interval(0, 0, 0, 0, 8)
    return func.to_char(column + eight, "YYYY-MM-DD", type_=String)


def _orders(session: Session, since: datetime) -> Any:
    bought = (_order.c.placed_at >= since, _order.c.state != "cancelled")
    day = _day_of(session, _order.c.placed_at)
    return select(day.label("day"), func.count().label("count"), _sum(_order.c.total)).where(*bought).group_by(day)


def _refunds(session: Session, since: datetime) -> Any:
    """What came into the account of what the network owes back."""
    day = _day_of(session, _transaction.c.at)
    given = (_transaction.c.kind == "refund", _transaction.c.at >= since, _account.c.kind == "refunds")
    query = select(day.label("day"), func.count(_transaction.c.id.distinct()).label("count"), _sum(_entry.c.amount))
    query = query.select_from(_transaction).join(_entry, _entry.c.transaction_id == _transaction.c.id)
    return query.join(_account, _entry.c.account_id == _account.c.id).where(*given).group_by(day)


def _sum(column: Any) -> Any:
    return type_coerce(func.coalesce(func.sum(column), 0), MoneyColumn).label("amount")


def _by_day(session: Session, query: Any) -> dict[date, tuple[int, int]]:
    rows: Sequence[Any] = session.connection().execute(query).all()
    return {date.fromisoformat(row.day): (row.count, int(row.amount)) for row in rows}
