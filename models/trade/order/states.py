"""The states of an order and of a parcel, and the steps between them. Only steps.py takes one.

order   unpaid → paid → closed; cash on delivery: placed → paid. cancelled: nothing was delivered. refunded: all
        of it was given back.
parcel  waiting → to_ship (→ part_shipped) → shipped → received → closed; cancelled before, came_back after;
        also from received, where cash on delivery was refused at the door after all
"""

from models.kernel.steps import Steps

ORDER: Steps = {
    "pay": (("unpaid",), "paid"),
    "collect": (("placed",), "paid"),
    "cancel": (("unpaid", "placed", "paid"), "cancelled"),
    "refund": (("paid",), "refunded"),
    "close": (("paid",), "closed"),
}
PARCEL: Steps = {
    "release": (("waiting",), "to_ship"),
    "ship_part": (("to_ship", "part_shipped"), "part_shipped"),
    "ship": (("to_ship", "part_shipped"), "shipped"),
    "receive": (("shipped",), "received"),
    "come_back": (("shipped",), "came_back"),
    "come_back_late": (("received",), "came_back"),
    "cancel": (("waiting", "to_ship"), "cancelled"),
    "close": (("received",), "closed"),
}
