"""What the clock does, exactly once and also after a day's pause: cancels what is not paid, counts parcels long under
way as received, and closes what the time for after-sales is over for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import Rules
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.payment.payment import payment_for
from models.stories.order.cancel import can_cancel_parcel, cancel_order, cancel_parcel
from models.stories.order.receive import receive_parcel
from models.stories.refund.close_order import advance_order
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.overtaken import open_after_sales
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.locks import hold_order
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.paying_time import is_overdue
from models.trade.order.steps import step_parcel
from models.trade.pickup.pickup import Pickup

# Why an order or a parcel was cancelled that nobody came for.
UNFETCHED = "unfetched"


def cancel_overdue(
    database: Database, *, rules: Rules, at: datetime, then: Callable[[str, str], None] = lambda gateway, code: None
) -> int:
    """Cancels what was not paid in time (docs/product.md, Buying); returns how many. `then` is called for each, after
    its commit, with its payment's gateway and code: so that nobody can pay it any more."""
    cancelled: list[tuple[str, str]] = []

    def cancel(session: Session, order_id: int) -> bool:
        order = session.get_one(Order, order_id)
        hold_order(session, order)
        # It may have been paid this very moment; what is paid, the clock leaves alone.
        if order.state != "unpaid" or not cancel_order(session, order, Act.clock(at, "unpaid")):
            return False
        payment = payment_for(session, order)
        cancelled.append((payment.gateway, payment.code))
        return True

    done = sweep(database, _finder(Order, is_overdue(rules, at)), cancel, name="cancelling an unpaid order")
    for gateway, code in cancelled:
        then(gateway, code)
    return done


def give_up_unfetched(database: Database, *, at: datetime) -> int:
    """What was ready and not fetched in the time that its buyer was told goes back on the shelf, what was paid for it
    goes back too (docs/product.md, Buying); returns how many parcels."""

    def give_up(session: Session, parcel_id: int) -> bool:
        parcel = session.get_one(Parcel, parcel_id)
        hold_order(session, parcel.order)
        # It may have been fetched this very moment.
        if parcel.state != "to_ship":
            return False
        act = Act.clock(at, UNFETCHED)
        return (
            cancel_parcel(session, parcel, act)
            if can_cancel_parcel(parcel)
            else cancel_order(session, parcel.order, act)
        )

    kept = select(Pickup.parcel_id).where(col(Pickup.fetch_by) < at)
    late = (Parcel.state == "to_ship", col(Parcel.is_pickup), col(Parcel.id).in_(kept))
    return sweep(database, _finder(Parcel, *late), give_up, name="giving up a parcel nobody fetched")


def receive_overdue(database: Database, *, rules: Rules, at: datetime) -> int:
    """Counts parcels as received whose last box left long enough ago (docs/product.md, After the sale). Returns how
    many."""
    since = at - timedelta(days=rules.received_days)

    def receive(session: Session, parcel_id: int) -> bool:
        parcel = session.get_one(Parcel, parcel_id)
        hold_order(session, parcel.order)
        if parcel.state != "shipped":
            return False
        receive_parcel(session, parcel, Act.clock(at, "time"))
        return True

    late = (Parcel.state == "shipped", col(Parcel.shipped_at) < since)
    return sweep(database, _finder(Parcel, *late), receive, name="receiving a parcel")


def close_over(database: Database, *, rules: Rules, at: datetime) -> int:
    """Closes parcels for which the time for after-sales is over and none is open, and orders with their last one;
    returns how many parcels."""
    since = at - timedelta(days=rules.after_sale_days)

    def close(session: Session, parcel_id: int) -> bool:
        parcel = session.get_one(Parcel, parcel_id)
        hold_order(session, parcel.order)
        if open_after_sales(session, parcel) or not step_parcel(session, parcel, "close", Act.clock(at)):
            return False
        advance_order(session, parcel.order, Act.clock(at))
        return True

    of_it = (col(Line.parcel_id) == Parcel.id, col(AfterSale.line_id) == Line.id)
    contested = exists().where(*of_it, col(AfterSale.state).in_(OPEN_AFTER_SALES))
    over = (Parcel.state == "received", col(Parcel.received_at) < since, ~contested)
    return sweep(database, _finder(Parcel, *over), close, name="closing a parcel")


def _finder(record: Any, *conditions: Any) -> Callable[[Session, int], list[int]]:
    def find(session: Session, after: int) -> list[int]:
        query = select(record.id).where(*conditions, record.id > after)
        return list(session.exec(query.order_by(record.id).limit(SWEEP_BATCH)))

    return find
