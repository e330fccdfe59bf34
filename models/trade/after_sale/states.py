"""The states of an after-sale, the steps between them, and whose turn it is in each. Only steps.py takes one.

asked → agreed to (to_return → returning → arrived) → refunding → done, or resent → done; refused, perhaps with an
offer; disputed; to_resend by a ruling; closed without a result
"""

from typing import Literal

from models.kernel.act import Who
from models.kernel.steps import Steps

AfterSaleState = Literal[
    "asked", "refused", "disputed", "to_return", "returning", "arrived", "refunding", "to_resend", "resent",
    "done", "closed",
]  # fmt: skip
AfterSaleStep = Literal[
    "agree", "agree_return", "refuse", "ask_again", "accept", "send_back", "arrive", "resend", "dispute",
    "order_resend", "reject", "finish", "withdraw", "lapse",
]  # fmt: skip
AfterSaleNote = Literal["ask", "correct"]

AFTER_SALE: Steps[AfterSaleStep, AfterSaleState] = {
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

# After-sales in which somebody still has something to do: they keep a line's commission and its parcel open.
OPEN_AFTER_SALES: tuple[AfterSaleState, ...] = (
    "asked", "refused", "disputed", "to_return", "returning", "arrived", "refunding", "to_resend", "resent"
)  # fmt: skip

# Whose turn it is in each of them; in "refunding" it is the program's.
TURNS: dict[AfterSaleState, Who] = {
    "asked": "supplier",
    "refused": "buyer",
    "disputed": "operator",
    "to_return": "buyer",
    "returning": "supplier",
    "arrived": "supplier",
    "to_resend": "supplier",
    "resent": "buyer",
}
