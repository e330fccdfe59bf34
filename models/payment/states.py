"""The states of a payment and of a refund, and the steps between them. Only steps.py takes one.

payment  pending → paid; void: nobody waits for it any more, though money may still come
refund   asked → sent → done; by_hand: no gateway can do it; stuck: tried in vain, somebody must look; waived:
         nothing had been taken yet (cash on delivery), so there is less to pay
"""

from typing import Literal

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
