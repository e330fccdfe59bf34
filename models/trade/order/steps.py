"""Taking the steps of states.py. No other code sets the state of an order or of a parcel."""

from typing import Any, Never

from models.kernel.steps import Stepping
from models.trade.order.event import About, OrderEvent
from models.trade.order.order import Order, Parcel
from models.trade.order.states import ORDER, PARCEL, OrderStep, ParcelNote, ParcelStep


def about(kind: About, order_id: int, subject: str, parcel_id: int | None = None) -> dict[str, Any]:
    """How an event of an order, or of what belongs to it, knows what it is about; `subject` is a public code."""
    return {"order_id": order_id, "about": kind, "subject": subject, "parcel_id": parcel_id}


def _about_order(order: Order) -> dict[str, Any]:
    return about("order", order.id, order.number)


def _about_parcel(parcel: Parcel) -> dict[str, Any]:
    return about("parcel", parcel.order_id, parcel.code, parcel.id)


_order: Stepping[Order, OrderStep, Never] = Stepping(ORDER, OrderEvent, _about_order)
_parcel: Stepping[Parcel, ParcelStep, ParcelNote] = Stepping(PARCEL, OrderEvent, _about_parcel)
step_order = _order.take
step_parcel, step_parcels, note_parcel = _parcel.take, _parcel.take_each, _parcel.note
