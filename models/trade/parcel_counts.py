"""How many parcels a supplier has in each state: the numbers on its pages."""

from sqlalchemy import func
from sqlmodel import Session, select

from models.catalogue.supplier import Supplier
from models.trade.order import Parcel

# What a supplier sees; a parcel that waits for the payment is not there yet.
VISIBLE = ("to_ship", "shipped", "received", "cancelled")


def parcel_counts(session: Session, supplier: Supplier) -> dict[str, int]:
    """Parcels by state, those of the supplier alone."""
    mine = select(Parcel.state, func.count()).where(Parcel.supplier_id == supplier.id, Parcel.state != "waiting")
    return dict.fromkeys(VISIBLE, 0) | dict(session.exec(mine.group_by(Parcel.state)).all())
