"""The states of a payment and of a refund, and the steps between them. Only steps.py takes one.

payment  pending → paid; void: nobody waits for it any more, though money may still come
refund   asked → sent → done; by_hand: no gateway can do it; stuck: tried in vain, somebody must look; waived:
         nothing had been taken yet (cash on delivery), so there is less to pay
"""

from typing import Literal

from models.kernel.errors import N_
from models.kernel.steps import Steps

StateOfPayment = Literal["pending", "paid", "void"]
PaymentStep = Literal["pay", "void"]
StateOfRefund = Literal["asked", "sent", "done", "by_hand", "stuck", "waived"]
RefundStep = Literal["send", "waive", "by_hand", "finish", "give_up", "retry"]
RefundNote = Literal["ask"]

PAYMENT: Steps[PaymentStep, StateOfPayment] = {"pay": (("pending", "void"), "paid"), "void": (("pending",), "void")}

REFUND: Steps[RefundStep, StateOfRefund] = {
    "send": (("asked",), "sent"),
    "waive": (("asked",), "waived"),
    "by_hand": (("asked", "sent", "stuck"), "by_hand"),
    "finish": (("asked", "sent", "by_hand"), "done"),
    "give_up": (("asked", "sent"), "stuck"),
    "retry": (("stuck",), "asked"),
}

# What people call them, by noun and value.
REFUND_WORDS = {
    "payment": {
        "pending": N_("等付款"),
        "paid": N_("已付款"),
        "void": N_("不再等"),
    },
    "refund": {
        "asked": N_("已提交"),
        "sent": N_("支付平台处理中"),
        "by_hand": N_("等人工转账"),
        "stuck": N_("遇到问题，平台在处理"),
        "done": N_("已退款"),
        "waived": N_("不用付了"),
    },
    "refund_cause": {
        "cancel": N_("取消"),
        "after_sale": N_("售后"),
        "came_back": N_("包裹退回"),
        "late": N_("取消后才付的款"),
    },
}
