"""Orders, their payments and their parcels stand where they may stand together."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.kernel.steps import states_of
from models.payment.payment import Payment
from models.trade.order.order import Order, Parcel
from models.trade.order.progress import FALLEN_AWAY
from models.trade.order.states import PARCEL

# What an order's state asks of its parcels and of its payment.
_PAID = tuple(state for state in states_of(PARCEL, "waiting") if state != "waiting")
PARCELS = {
    "unpaid": ("waiting",),
    "placed": _PAID,
    "paid": _PAID,
    "cancelled": FALLEN_AWAY,
    "refunded": _PAID,
    "closed": ("closed", *FALLEN_AWAY),
}
PAYMENTS = {
    "unpaid": ("pending",),
    "placed": ("pending",),
    "paid": ("paid",),
    # Paid where the money came late, or where it was cancelled after it was paid: then all of it went back.
    "cancelled": ("void", "paid"),
    "refunded": ("paid",),
    "closed": ("paid",),
}

_order, _parcel = table_of(Order), table_of(Parcel)
_payment = table_of(Payment)


def _astray(state: ColumnElement[str], allowed: dict[str, tuple[str, ...]]) -> ColumnElement[bool]:
    return or_(*(and_(_order.c.state == name, state.not_in(states)) for name, states in allowed.items()))


def parcel_states(connection: Connection) -> Iterator[Fault]:
    """Every parcel fits its order."""
    query = select(_order.c.number, _order.c.state, _parcel.c.code, _parcel.c.state.label("parcel_state"))
    query = query.join_from(_parcel, _order).where(_astray(_parcel.c.state, PARCELS))
    for row in stream(connection, query):
        words = f"it is {row.parcel_state}, but its order {row.number} is {row.state}"
        yield Fault("parcel.state", f"parcel {row.code}", words)


def alive(connection: Connection) -> Iterator[Fault]:
    """An order that goes on has a parcel that the buyer gets, or has got."""
    living = exists().where(_parcel.c.order_id == _order.c.id, _parcel.c.state.not_in(FALLEN_AWAY))
    query = select(_order.c.number, _order.c.state).where(_order.c.state.in_(("placed", "paid", "closed")), ~living)
    for row in stream(connection, query):
        yield Fault("order.state", f"order {row.number}", f"it is {row.state}, but all of its parcels fell away")


def payment_states(connection: Connection) -> Iterator[Fault]:
    """Every order has its payment: of its total, at its gateway, in a state that fits."""
    query = select(
        _order.c.number,
        _order.c.state,
        _order.c.total,
        _order.c.payment_method,
        _payment.c.state.label("payment_state"),
        _payment.c.amount,
        _payment.c.gateway,
        _payment.c.paid_at,
        _payment.c.refunded,
    ).outerjoin_from(_order, _payment)
    all_back = _payment.c.refunded == _payment.c.amount
    wrong = or_(
        _payment.c.id.is_(None),
        _payment.c.amount != _order.c.total,
        _payment.c.gateway != _order.c.payment_method,
        _astray(_payment.c.state, PAYMENTS),
        and_(_payment.c.state == "paid", _payment.c.paid_at.is_(None)),
        and_(_payment.c.state == "paid", _order.c.state.in_(("cancelled", "refunded")), ~all_back),
        and_(_order.c.state.in_(("paid", "closed")), all_back),
    )
    for row in stream(connection, query.where(wrong)):
        yield Fault("order.payment", f"order {row.number}", _about(row))


def _about(row: Any) -> str:
    if row.payment_state is None:
        return "it has no payment"
    if row.amount != row.total:
        return f"its total is {row.total.yuan}, its payment is of {row.amount.yuan}"
    if row.gateway != row.payment_method:
        return f"it is to be paid by {row.payment_method}, its payment is at {row.gateway}"
    if row.payment_state == "paid" and row.paid_at is None:
        return "its payment is paid, but not since when"
    if row.payment_state == "paid":
        return f"it is {row.state}, of its payment {row.refunded.yuan} of {row.amount.yuan} was given back"
    return f"it is {row.state}, its payment is {row.payment_state}"
