"""Receiving a parcel, and what it means for the order: the last one of cash on delivery brings the money."""

from sqlmodel import Session

from models.kernel.act import Act
from models.stories.refund.close_order import advance_order
from models.trade.order.locks import hold_order
from models.trade.order.order import Parcel
from models.trade.parcel.shipping import receive


def receive_parcel(session: Session, parcel: Parcel, act: Act) -> None:
    """Confirms receipt; once received it stays so. Raises Refused for one that was not wholly sent."""
    # Held, so that when an order's last two parcels are received at once, one sees that both are.
    hold_order(session, parcel.order)
    receive(session, parcel, act)
    advance_order(session, parcel.order, act)
