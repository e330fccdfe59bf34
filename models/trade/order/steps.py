"""Taking the steps of states.py. No other code sets the state of an order or of a parcel.

A step is one conditional UPDATE from the states it may start in: of two people at once, one takes it, the other learns
that it was taken. Each leaves an event: who, when, why.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from models.account.member import Member
from models.kernel.steps import take
from models.trade.order.order import Order, OrderEvent, Parcel
from models.trade.order.states import ORDER, PARCEL


def step_order(
    session: Session, order: Order, step: str, *, who: str, by: Member | None = None, at: datetime, why: str = ""
) -> bool:
    """Takes a step if the order stands where it may; says whether it did."""
    taken = take(session, order, ORDER, step, {})
    if taken:
        note_step(session, order.id, step, who=who, by=by, at=at, why=why, about="order", subject=order.number)
    return taken


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
    """Takes a step with the facts that belong to it (its times); says whether it did."""
    taken = take(session, parcel, PARCEL, step, facts)
    if taken:
        note_step(
            session, parcel.order_id, step, who=who, by=by, at=at, why=why, parcel_id=parcel.id, subject=parcel.code
        )
    return taken


def step_parcels(
    session: Session,
    parcels: Sequence[Parcel],
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    whys: Mapping[int, str],
    **facts: Any,
) -> set[int]:
    """The same step for many at once, each with its own reason by its id: one statement, and every parcel takes the
    step or not by itself. Says which did, by their ids. Who goes on with the records has them read again."""
    before, after = PARCEL[step]
    session.flush()
    these = [parcel.id for parcel in parcels]
    ready = update(Parcel).where(col(Parcel.id).in_(these), col(Parcel.state).in_(before)).values(state=after, **facts)
    moved = session.connection().execute(ready.returning(col(Parcel.id)))
    taken = {row[0] for row in moved}
    events = [
        {
            "order_id": parcel.order_id,
            "about": "parcel",
            "subject": parcel.code,
            "parcel_id": parcel.id,
            "step": step,
            "who": who,
            "member_id": by.id if by else None,
            "why": whys[parcel.id],
            "at": at,
        }
        for parcel in parcels
        if parcel.id in taken
    ]
    if events:
        session.connection().execute(insert(OrderEvent), events)
    return taken


def note_step(
    session: Session,
    order_id: int,
    step: str,
    *,
    who: str,
    by: Member | None = None,
    at: datetime,
    why: str = "",
    parcel_id: int | None = None,
    about: str = "parcel",
    subject: str = "",
) -> None:
    """Leaves the event of a step, or of something said without one (a corrected tracking number)."""
    session.add(
        OrderEvent(
            order_id=order_id,
            about=about,
            subject=subject,
            parcel_id=parcel_id,
            step=step,
            who=who,
            member_id=by.id if by else None,
            why=why,
            at=at,
        )
    )
    session.flush()
