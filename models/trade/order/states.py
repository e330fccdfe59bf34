"""The states of an order and of a parcel, and the steps between them. Only steps.py takes one.

order   unpaid → paid → closed; cash on delivery: placed → paid. cancelled: nothing was delivered. refunded: all
        of it was given back.
parcel  waiting → to_ship (→ part_shipped) → shipped → received → closed; cancelled before, came_back after;
        also from received, where cash on delivery was refused at the door after all. One that its buyer fetches:
        waiting → to_ship → received; that it is ready is noted in between
"""

from typing import Literal

from models.kernel.errors import N_
from models.kernel.steps import Steps

OrderState = Literal["unpaid", "placed", "paid", "cancelled", "refunded", "closed"]
OrderStep = Literal["pay", "collect", "cancel", "refund", "close"]
ParcelState = Literal["waiting", "to_ship", "part_shipped", "shipped", "received", "came_back", "cancelled", "closed"]
ParcelStep = Literal[
    "release", "ship_part", "ship", "receive", "fetch", "come_back", "come_back_late", "cancel", "close"
]  # fmt: skip
# What people are told instead, of one that its buyer fetches.
FetchedStanding = Literal["preparing", "ready", "fetched"]
ParcelNote = Literal["correct", "move_ask", "move_agree", "move_refuse", "move_lapse", "ready"]


def parcel_standing(state: ParcelState, *, is_pickup: bool, is_ready: bool) -> ParcelState | FetchedStanding:
    """A parcel's state as people are told it: one that is fetched is not sent."""
    if not is_pickup or state not in ("to_ship", "received"):
        return state
    return "fetched" if state == "received" else "ready" if is_ready else "preparing"


ORDER: Steps[OrderStep, OrderState] = {
    "pay": (("unpaid",), "paid"),
    "collect": (("placed",), "paid"),
    "cancel": (("unpaid", "placed", "paid"), "cancelled"),
    "refund": (("paid",), "refunded"),
    "close": (("paid",), "closed"),
}
PARCEL: Steps[ParcelStep, ParcelState] = {
    "release": (("waiting",), "to_ship"),
    "ship_part": (("to_ship", "part_shipped"), "part_shipped"),
    "ship": (("to_ship", "part_shipped"), "shipped"),
    "receive": (("shipped",), "received"),
    "fetch": (("to_ship",), "received"),
    "come_back": (("shipped",), "came_back"),
    "come_back_late": (("received",), "came_back"),
    "cancel": (("waiting", "to_ship"), "cancelled"),
    "close": (("received",), "closed"),
}

# What people call them, by noun and value.
ORDER_WORDS = {
    "order": {
        "unpaid": N_("待付款"),
        "placed": N_("已下单"),
        "paid": N_("已付款"),
        "refunded": N_("已退款"),
        "closed": N_("已完结"),
        "cancelled": N_("已取消"),
    },
    "parcel": {
        "waiting": N_("等付款"),
        "to_ship": N_("待发货"),
        "preparing": N_("待备货"),
        "ready": N_("待取货"),
        "fetched": N_("已取走"),
        "part_shipped": N_("部分发货"),
        "shipped": N_("已发货"),
        "received": N_("已收货"),
        "came_back": N_("已退回"),
        "closed": N_("已完结"),
        "cancelled": N_("已取消"),
    },
}
