"""What leaves the ledger: its states and every step between them, as data: step → (where it may start, where it ends).

Only verifying.py and steps.py take one.

    withdrawal  requested → approved → paid, or failed; before approval cancelled by its owner or refused by the desk.
                An approval is taken back until a file of payments was made of it. returned: the bank sent it back later
    payee       asked → verified, or refused; a verified one may be refused later. replaced: its owner gave another.
                Who decided may undo that a moment later, where nothing followed
"""

from typing import Literal

from models.kernel.errors import N_
from models.kernel.steps import Steps

WithdrawalState = Literal["requested", "approved", "cancelled", "refused", "paid", "failed", "returned"]
WithdrawalStep = Literal["approve", "cancel", "refuse", "unapprove", "pay", "fail", "return"]
WithdrawalNote = Literal["request"]
PayeeState = Literal["asked", "verified", "refused", "replaced"]
PayeeStep = Literal["verify", "refuse", "replace", "undecide"]

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
    "undecide": (("verified", "refused"), "asked"),
}

# What people call them, by noun and value.
PAYOUT_WORDS = {
    "payee": {
        "asked": N_("等平台核对"),
        "verified": N_("已核对"),
        "refused": N_("没有通过"),
        "replaced": N_("已换掉"),
    },
    "payee_kind": {
        "bank": N_("银行账户"),
        "alipay": N_("支付宝"),
    },
    "withdrawal": {
        "requested": N_("等平台批准"),
        "approved": N_("正在付款"),
        "paid": N_("已付款"),
        "failed": N_("没付成，已退回"),
        "returned": N_("银行退回"),
        "cancelled": N_("已撤回"),
        "refused": N_("没有批准，已退回"),
    },
    "withdrawal_step": {
        "request": N_("提交"),
        "approve": N_("平台批准"),
        "pay": N_("已付款"),
        "unapprove": N_("平台撤回批准，重新等批准"),
        "fail": N_("没付成，钱退回可提现"),
        "return": N_("付款被银行退回，钱回到可提现"),
        "cancel": N_("撤回，钱退回可提现"),
        "refuse": N_("没有批准，钱退回可提现"),
    },
}
