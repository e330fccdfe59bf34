"""How many parcels a supplier has in each state: the numbers on its pages."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.catalogue.supplier.supplier import Supplier
from models.trade.order.order import Parcel

# What a supplier sees; a parcel that waits for the payment is not there yet.
VISIBLE = ("to_ship", "part_shipped", "shipped", "received", "came_back", "closed", "cancelled")
# Where something is still to be sent.
TO_SEND = ("to_ship", "part_shipped")


def parcel_counts(session: Session, supplier: Supplier) -> dict[str, int]:
    """Parcels by state, those of the supplier alone; "to_send" are those of which something is still to be sent."""
    mine = select(Parcel.state, func.count()).where(Parcel.supplier_id == supplier.id, Parcel.state != "waiting")
    counts = dict.fromkeys(VISIBLE, 0) | dict(session.exec(mine.group_by(Parcel.state)).all())
    return counts | {"to_send": sum(counts[state] for state in TO_SEND)}
