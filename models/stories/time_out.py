"""What the clock does, also after a day's pause: cancels unpaid orders, counts parcels long under way as received."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import Rules
from models.stories.cancel_order import cancel_order, overdue
from models.trade.order import Parcel
from models.trade.parcels import receive


def cancel_overdue(database: Database, *, rules: Rules, at: datetime) -> int:
    """Cancels what was not paid in time, an order a transaction; returns how many."""
    with database.reading() as session:
        waiting = [order.id for order in overdue(session, rules=rules, at=at)]
    return sum(_cancel(database, order_id, rules, at) for order_id in waiting)


def _cancel(database: Database, order_id: int, rules: Rules, at: datetime) -> bool:
    try:
        with database.transaction() as session:
            order = next((o for o in overdue(session, rules=rules, at=at) if o.id == order_id), None)
            return order is not None and cancel_order(session, order, who="clock", at=at, why="unpaid")
    except Refused:
        # It was paid this very moment; the others still wait for the clock.
        return False


def receive_overdue(database: Database, *, rules: Rules, at: datetime) -> int:
    """Counts parcels as received that were shipped long enough ago (PRODUCT.md, After the sale); returns how many."""
    with database.transaction() as session:
        late = _long_under_way(session, at - timedelta(days=rules.received_days))
        for parcel in late:
            receive(session, parcel, who="clock", at=at, why="time")
    return len(late)


def _long_under_way(session: Session, since: datetime) -> list[Parcel]:
    found = select(Parcel).where(col(Parcel.state) == "shipped", col(Parcel.shipped_at) < since)
    return list(session.exec(found.limit(200)))
