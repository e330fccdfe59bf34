"""The one lock of trade: who changes an order together with its parcels, lines or payment takes the order first.

So nobody waits in a circle, and what the second one reads is what the first one left.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.trade.order.order import Order, Parcel


def hold_order(session: Session, order: Order) -> None:
    """Keeps others from the order and its parcels until this transaction ends, also a box that would be sent this very
    moment; all that was read before is read again."""
    session.flush()
    # Not its key: rows that point to the order (events) may still be written meanwhile.
    session.exec(select(Order.id).where(Order.id == order.id).with_for_update(key_share=True)).one()
    _hold_parcels(session, col(Parcel.order_id) == order.id)


def hold_parcels(session: Session, parcels: list[Parcel]) -> None:
    """Keeps others from these parcels alone: for what concerns no more than a parcel and its lines."""
    hold_parcels_of(session, [parcel.id for parcel in parcels])


def hold_parcels_of(session: Session, ids: Collection[int]) -> None:
    """Keeps others from parcels by their ids: those of many orders at once, for who settles in batches."""
    session.flush()
    _hold_parcels(session, col(Parcel.id).in_(ids))


def _hold_parcels(session: Session, these: ColumnElement[bool]) -> None:
    # In the order of ids, so that nobody waits in a circle here either.
    session.exec(select(Parcel.id).where(these).order_by(col(Parcel.id)).with_for_update(key_share=True)).all()
    session.expire_all()
