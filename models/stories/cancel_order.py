"""Cancelling an order that nothing was shipped of, by the buyer or by the clock: stock comes back exactly once."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.payment.payment import Payment
from models.trade.carting import return_stock
from models.trade.order import Order
from models.trade.steps import step_order, step_parcel


def cancel_order(session: Session, order: Order, *, who: str, at: datetime, why: str = "") -> bool:
    """Raises Refused where it is paid or partly shipped; the caller's transaction then rolls back. A second call finds
    it cancelled and does nothing. Says whether this one was the first."""
    if order.state == "cancelled":
        return False
    if not step_order(session, order, "cancel", who=who, at=at, why=why):
        session.refresh(order)
        if order.state == "cancelled":
            # Somebody else was first this very moment.
            return False
        raise Refused("", N_("这笔订单现在不能取消"))
    for parcel in order.parcels:
        # A parcel that is on its way stops the whole cancellation.
        if not step_parcel(session, parcel, "cancel", who=who, at=at, why=why):
            raise Refused("", N_("已经有包裹发出，不能整单取消了"))
    for line in sorted((line for parcel in order.parcels for line in parcel.lines), key=lambda line: line.sku_id):
        return_stock(session, line.sku_id, line.quantity)
    session.exec(update(Payment).where(col(Payment.order_id) == order.id).values(state="void"))
    return True


def overdue(session: Session, *, rules: Rules, at: datetime, limit: int = 100) -> list[Order]:
    """Orders whose time to pay is over (PRODUCT.md, Buying)."""
    since = at - timedelta(minutes=rules.unpaid_minutes)
    found = select(Order).where(Order.state == "unpaid", Order.placed_at < since)
    return list(session.exec(found.order_by(col(Order.id)).limit(limit)))
