"""What leaves the ledger: its states and every step between them, as data: step → (where it may start, where it ends).

Only payees.py and steps.py take one.

    withdrawal  requested → approved → paid, or failed; before approval cancelled by its owner or refused by the desk.
                An approval is taken back until a file of payments was made of it. returned: the bank sent it back later
    payee       asked → verified, or refused; a verified one may be refused later. replaced: its owner gave another
"""

from typing import Literal

from models.kernel.steps import Steps

WithdrawalState = Literal["requested", "approved", "cancelled", "refused", "paid", "failed", "returned"]
WithdrawalStep = Literal["approve", "cancel", "refuse", "unapprove", "pay", "fail", "return"]
WithdrawalNote = Literal["request"]
PayeeState = Literal["asked", "verified", "refused", "replaced"]
PayeeStep = Literal["verify", "refuse", "replace"]

WITHDRAWAL: Steps[WithdrawalStep, WithdrawalState] = {
    "approve": (("requested",), "approved"),
    "cancel": (("requested",), "cancelled"),
    "refuse": (("requested",), "refused"),
    "unapprove": (("approved",), "requested"),
    "pay": (("approved",), "paid"),
    "fail": (("approved",), "failed"),
    "return": (("paid",), "returned"),
}
# Money is set aside in these, and back with its owner or gone in the others.
OPEN_WITHDRAWALS: tuple[WithdrawalState, ...] = ("requested", "approved")
# "refused" is final: a withdrawal to it is never approved, whatever account its owner gave since.
PAYEE: Steps[PayeeStep, PayeeState] = {
    "verify": (("asked",), "verified"),
    "refuse": (("asked", "verified"), "refused"),
    "replace": (("asked", "verified"), "replaced"),
}
