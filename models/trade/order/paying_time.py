"""By when an order is to be paid: as its buyer was told at placing, whatever is set later."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from models.kernel.rules import Rules
from models.trade.order.order import Order


def time_to_pay(rules: Rules) -> timedelta:
    """How long an order that is placed now waits for its money."""
    return timedelta(minutes=rules.unpaid_minutes)


def pays_until(order: Order, rules: Rules) -> datetime:
    """When an order that is not paid is cancelled. Those from before it was kept go by today's rules."""
    return order.pay_by or order.placed_at + time_to_pay(rules)


def is_overdue(rules: Rules, at: datetime) -> ColumnElement[bool]:
    """The same as a condition on orders that wait for their money: time is up."""
    from_before = and_(col(Order.pay_by).is_(None), col(Order.placed_at) < at - time_to_pay(rules))
    return and_(col(Order.state) == "unpaid", or_(col(Order.pay_by) < at, from_before))
