"""Receiving a parcel, and what it means for the order: the last one of cash on delivery brings the money."""

from datetime import datetime

from sqlmodel import Session

from models.stories.refund.close_order import advance_order
from models.trade.order.locks import hold_order
from models.trade.order.order import Parcel
from models.trade.parcel.shipping import receive


def receive_parcel(session: Session, parcel: Parcel, *, who: str, at: datetime, why: str = "") -> None:
    """Confirms receipt; once received it stays so. Raises Refused for one that was not wholly sent."""
    # Held, so that of an order's last two parcels received at once one sees that both are.
    hold_order(session, parcel.order)
    receive(session, parcel, who=who, at=at, why=why)
    advance_order(session, parcel.order, who=who, at=at, why=why)
