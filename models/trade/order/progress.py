"""Where an order stands as a whole: one word for the many states of its parcels."""

from models.trade.order.order import Order

# Parcels of which the buyer has nothing.
FALLEN_AWAY = ("cancelled", "came_back")
ARRIVED = ("received", "closed")
ON_ITS_WAY = ("shipped", *ARRIVED)


def progress_of(order: Order) -> str:
    """unpaid, to_ship, part_shipped (something left, something is still to be sent), shipped, received, closed; and for
    what came to nothing: cancelled, came_back (its parcels went back to their suppliers), refunded."""
    states = [parcel.state for parcel in order.parcels]
    living = [state for state in states if state not in FALLEN_AWAY]
    if order.state in ("unpaid", "refunded", "closed"):
        return order.state
    if order.state == "cancelled" or not living:
        return "came_back" if "came_back" in states else "cancelled"
    if all(state in ARRIVED for state in living):
        return "received"
    if all(state in ON_ITS_WAY for state in living):
        return "shipped"
    return "part_shipped" if any(state in ("part_shipped", *ON_ITS_WAY) for state in living) else "to_ship"
