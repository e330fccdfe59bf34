"""How many parcels a supplier has in each state: the numbers on its pages."""

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.trade.order.order import Parcel

# What a supplier sees; a parcel that waits for the payment is not there yet.
VISIBLE = ("to_ship", "part_shipped", "shipped", "received", "came_back", "closed", "cancelled")
# Where something is still to be sent.
TO_SEND = ("to_ship", "part_shipped")


def parcel_counts(session: Session, supplier: Supplier) -> dict[str, int]:
    """Parcels by state, those of the supplier alone; "to_send" are those of which something is still to be sent or made
    ready, "to_fetch" those that lie at the counter."""
    lies = (col(Parcel.state) == "to_ship") & col(Parcel.ready_at).is_not(None)
    mine = select(Parcel.state, func.count(), func.sum(case((lies, 1), else_=0)))
    rows = session.exec(mine.where(Parcel.supplier_id == supplier.id, Parcel.state != "waiting").group_by(Parcel.state))
    counts, to_fetch = dict.fromkeys(VISIBLE, 0), 0
    for state, count, lying in rows:
        counts[state] = count
        to_fetch += int(lying)
    return counts | {"to_send": sum(counts[state] for state in TO_SEND) - to_fetch, "to_fetch": to_fetch}
