"""Every step an order or a parcel may take. No other code sets their states.

A step is one conditional UPDATE from the states it may start in: of two people at once, one takes it, the other learns
that it was taken. Each leaves an event.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.member import Member
from models.trade.order import Order, OrderEvent, Parcel

ORDER_STEPS = {"pay": (("unpaid",), "paid"), "cancel": (("unpaid", "placed"), "cancelled")}
PARCEL_STEPS = {
    "release": (("waiting",), "to_ship"),
    "ship": (("to_ship",), "shipped"),
    "correct": (("shipped",), "shipped"),
    "receive": (("shipped",), "received"),
    "cancel": (("waiting", "to_ship"), "cancelled"),
}


def step_order(
    session: Session, order: Order, step: str, *, who: str, by: Member | None = None, at: datetime, why: str = ""
) -> bool:
    """Takes a step if the order stands where it may; says whether it did."""
    return _step(session, Order, ORDER_STEPS, order, step, {}, order.id, None, who, by, at, why)


def step_parcel(
    session: Session,
    parcel: Parcel,
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
    **facts: Any,
) -> bool:
    """Takes a step with the facts that belong to it (carrier, tracking, times); says whether it did."""
    return _step(session, Parcel, PARCEL_STEPS, parcel, step, facts, parcel.order_id, parcel.id, who, by, at, why)


def _step(
    session: Session,
    record: type[Order] | type[Parcel],
    table: dict[str, tuple[tuple[str, ...], str]],
    one: Order | Parcel,
    step: str,
    facts: dict[str, Any],
    order_id: int,
    parcel_id: int | None,
    who: str,
    by: Member | None,
    at: datetime,
    why: str,
) -> bool:
    before, after = table[step]
    ready = update(record).where(col(record.id) == one.id, col(record.state).in_(before))
    taken = session.exec(ready.values(state=after, **facts)).rowcount == 1
    if taken:
        note(session, order_id, step, who=who, by=by, at=at, why=why, parcel_id=parcel_id)
        session.refresh(one)
    return bool(taken)


def note(
    session: Session,
    order_id: int,
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
    parcel_id: int | None = None,
) -> None:
    """Leaves the event of a step."""
    session.add(
        OrderEvent(
            order_id=order_id, parcel_id=parcel_id, step=step, who=who, member_id=by.id if by else None, why=why, at=at
        )
    )
    session.flush()
