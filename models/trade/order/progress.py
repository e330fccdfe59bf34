"""Where an order stands as a whole: one word for the many states of its parcels."""

from models.kernel.errors import N_
from models.trade.order.order import Order

# Parcels of which the buyer has nothing.
FALLEN_AWAY = ("cancelled", "came_back")
ARRIVED = ("received", "closed")
ON_ITS_WAY = ("shipped", *ARRIVED)


def progress_of(order: Order) -> str:
    """unpaid, preparing (all of it is to be fetched, none is ready), ready (something may be fetched), to_ship,
    part_shipped (something left, something is still to be sent), shipped, received, closed; and for what came to
    nothing: cancelled, came_back (its parcels went back to their suppliers), refunded."""
    states = [parcel.state for parcel in order.parcels]
    living = [state for state in states if state not in FALLEN_AWAY]
    if order.state in ("unpaid", "refunded", "closed"):
        return order.state
    if order.state == "cancelled" or not living:
        return "came_back" if "came_back" in states else "cancelled"
    fetched = [parcel for parcel in order.parcels if parcel.is_pickup and parcel.state == "to_ship"]
    if any(parcel.ready_at for parcel in fetched):
        return "ready"
    if len(fetched) == len(living):
        return "preparing"
    if all(state in ARRIVED for state in living):
        return "received"
    if all(state in ON_ITS_WAY for state in living):
        return "shipped"
    return "part_shipped" if any(state in ("part_shipped", *ON_ITS_WAY) for state in living) else "to_ship"


# What a buyer's list says first of an order, by noun and value.
PROGRESS_WORDS = {
    "progress": {
        "unpaid": N_("等你付款"),
        "preparing": N_("等商家备货"),
        "ready": N_("可以去取了"),
        "to_ship": N_("等发货"),
        "part_shipped": N_("发出了一部分"),
        "shipped": N_("在路上"),
        "received": N_("收到了"),
        "closed": N_("已完结"),
        "cancelled": N_("已取消"),
        "came_back": N_("退回了商家"),
        "refunded": N_("已全部退款"),
    },
}
