"""Every state there is in trade and every step between them, as data: step → (where it may start, where it ends).

steps.py is the only code that takes a step of an order, a parcel or an after-sale; models/payment/steps.py of a payment
or a refund.

    order       unpaid → paid → closed; cash on delivery: placed → paid. cancelled: nothing was delivered. refunded: all
                of it was given back.
    parcel      waiting → to_ship (→ part_shipped) → shipped → received → closed; cancelled before, came_back after;
                also from received, where cash on delivery was refused at the door after all
    after-sale  asked → agreed to (to_return → returning → arrived) → refunding → done, or resent → done; refused,
                perhaps with an offer; disputed; to_resend by a ruling; closed without a result
    payment     pending → paid; void: nobody waits for it any more, though money may still come
    refund      asked → sent → done; by_hand: no gateway can do it; stuck: tried in vain, somebody must look; waived:
                nothing had been taken yet (cash on delivery), so there is less to pay
"""

Steps = dict[str, tuple[tuple[str, ...], str]]

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
AFTER_SALE: Steps = {
    "agree": (("asked", "refused", "arrived", "disputed"), "refunding"),
    "agree_return": (("asked", "refused", "disputed"), "to_return"),
    "refuse": (("asked", "arrived"), "refused"),
    "ask_again": (("refused",), "asked"),
    "accept": (("refused",), "refunding"),
    "send_back": (("to_return",), "returning"),
    "arrive": (("returning",), "arrived"),
    "resend": (("arrived", "to_resend"), "resent"),
    "dispute": (("asked", "refused", "to_return", "returning", "arrived", "to_resend", "resent"), "disputed"),
    "order_resend": (("disputed",), "to_resend"),
    "reject": (("disputed",), "closed"),
    "finish": (("refunding", "resent"), "done"),
    "withdraw": (("asked", "refused", "disputed", "to_return"), "closed"),
    "lapse": (("refused", "to_return"), "closed"),
}
PAYMENT: Steps = {"pay": (("pending", "void"), "paid"), "void": (("pending",), "void")}
REFUND: Steps = {
    "send": (("asked",), "sent"),
    "waive": (("asked",), "waived"),
    "by_hand": (("asked", "sent", "stuck"), "by_hand"),
    "finish": (("asked", "sent", "by_hand"), "done"),
    "give_up": (("asked", "sent"), "stuck"),
    "retry": (("stuck",), "asked"),
}


def states_of(steps: Steps, first: str, *others: str) -> tuple[str, ...]:
    """Every state that the steps know, the first ones first: what CHECK constraints are written from."""
    return tuple(dict.fromkeys((first, *others, *(after for _, after in steps.values()))))


def state_check(steps: Steps, first: str, *others: str) -> str:
    """The CHECK that a state is one of those."""
    quoted = ", ".join(f"'{state}'" for state in states_of(steps, first, *others))
    return f"state IN ({quoted})"


# After-sales in which somebody still has something to do: they keep a line's commission and its parcel open.
OPEN_AFTER_SALES = (
    "asked", "refused", "disputed", "to_return", "returning", "arrived", "refunding", "to_resend", "resent"
)  # fmt: skip
# Whose turn it is in each of them; in "refunding" it is the program's.
TURNS = {
    "asked": "supplier",
    "refused": "buyer",
    "disputed": "operator",
    "to_return": "buyer",
    "returning": "supplier",
    "arrived": "supplier",
    "to_resend": "supplier",
    "resent": "buyer",
}
