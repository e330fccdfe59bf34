"""The states of an after-sale, the steps between them, and whose turn it is in each. Only steps.py takes one.

asked → agreed to (to_return → returning → arrived) → refunding → done, or resent → done; refused, perhaps with an
offer; disputed; to_resend by a ruling; closed without a result
"""

from typing import Literal

from models.kernel.act import Who
from models.kernel.errors import N_
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
# What people are told instead, of what its buyer fetched: nothing of it travels.
BroughtStanding = Literal["to_bring", "to_hand", "handed"]

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

BROUGHT: dict[str, BroughtStanding] = {"to_return": "to_bring", "to_resend": "to_hand", "resent": "handed"}

# What people call them, by noun and value.
AFTER_SALE_WORDS = {
    "after_sale": {
        "asked": N_("等供货商答复"),
        "refused": N_("供货商没有同意"),
        "disputed": N_("等平台裁定"),
        "to_return": N_("等买家寄回"),
        "returning": N_("正在寄回"),
        "arrived": N_("退货到了，等处理"),
        "refunding": N_("退款中"),
        "to_resend": N_("等供货商寄出"),
        "resent": N_("重新寄出了"),
        "to_bring": N_("等买家带回店里"),
        "to_hand": N_("等供货商当面交"),
        "handed": N_("当面交给买家了"),
        "done": N_("已办好"),
        "closed": N_("已结束"),
    },
    "reason": {
        "unwanted": N_("不想要了"),
        "not_as_described": N_("和描述不一样"),
        "damaged": N_("到手就是坏的"),
        "wrong": N_("发错了"),
        "missing": N_("少发、漏发"),
        "quality": N_("质量有问题"),
        "late": N_("太久没收到"),
        "other": N_("其他"),
    },
    "reception": {
        "received": N_("收到了，东西没问题"),
        "wrong": N_("回来的不是这件"),
        "damaged": N_("收到了，有损坏"),
        "missing": N_("少了，或者是空的"),
    },
    "outcome": {
        "refund": N_("支持买家：直接退款"),
        "return": N_("支持买家：先寄回，再处理"),
        "bring": N_("支持买家：先带回店里，再处理"),
        "resend": N_("货寄给买家"),
        "hand": N_("货当面交给买家"),
        "reject": N_("支持供货商：不退不换"),
    },
}
