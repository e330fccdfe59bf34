"""Alipay: a page for desks, WAP for phones, RSA2 throughout. https://opendocs.alipay.com/open/270"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.payment.gateways import (
    Acknowledgement,
    Arrived,
    Ask,
    Charge,
    Giving,
    PaymentNotice,
    PaymentState,
    RefundState,
)
from models.payment.gateways.alipay.account import AlipayAccount
from models.payment.gateways.alipay.signed import Signed, wall_clock

STANDINGS: dict[str, PaymentState] = {
    "WAIT_BUYER_PAY": PaymentState("pending"),
    "TRADE_CLOSED": PaymentState("closed"),
}
_PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")
# Nothing to close: it was never created there (the buyer never signed in), or it is paid or closed already.
_NOT_OPEN = (
    "ACQ.TRADE_NOT_EXIST",
    "ACQ.TRADE_STATUS_ERROR",
    "ACQ.REASON_TRADE_STATUS_INVALID",
    "ACQ.REASON_ILLEGAL_STATUS",
)
# A no that may be a yes tomorrow.
_TRY_AGAIN = ("ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.REFUND_CHARGE_ERROR")
_YUAN = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)


class Alipay:
    """Ways: "wap" and "page". Both are an address that is signed here: Alipay learns of a payment when it is opened."""

    name = "alipay"
    prepaid = True
    test = False

    def __init__(self, account: AlipayAccount, *, clock: Callable[[], datetime] = now) -> None:
        self._account = account
        self._signed = Signed(account, clock)

    def create(self, ask: Ask) -> Charge:
        """Where the buyer pays."""
        facts = {
            "subject": ask.subject,
            "out_trade_no": ask.payment,
            "total_amount": ask.amount.yuan,
            "return_url": ask.return_url,
            "notify_url": ask.notify_url,
            "time_expire": wall_clock(ask.expires_at),
        }
        if ask.way == "wap":
            signed = self._signed.api_alipay_trade_wap_pay(**facts, quit_url=ask.return_url)
        else:
            signed = self._signed.api_alipay_trade_page_pay(**facts)
        return Charge(url=self._signed.address(signed))

    def query(self, payment: str) -> PaymentState:
        """trade.query."""
        answer = self._signed.api_alipay_trade_query(out_trade_no=payment)
        if answer.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return PaymentState("unknown")
        _must_work(answer)
        if answer.get("out_trade_no") != payment:
            raise Unreachable("Alipay answered for another payment")
        status, reference = answer.get("trade_status", ""), str(answer.get("trade_no", ""))
        if status in _PAID:
            return PaymentState("paid", _fen(answer.get("total_amount")), reference)
        if status not in STANDINGS:
            raise Unreachable(f"Alipay answered with the state {status}")
        return STANDINGS[status]

    def close(self, payment: str) -> None:
        """trade.close."""
        answer = self._signed.api_alipay_trade_close(out_trade_no=payment)
        if answer.get("sub_code") not in _NOT_OPEN:
            _must_work(answer)

    def refund(self, giving: Giving) -> RefundState:
        """trade.refund, known by `out_request_no`; where money did not move with this call, asks whether it had."""
        answer = self._signed.api_alipay_trade_refund(
            giving.amount.yuan,
            out_trade_no=giving.payment,
            out_request_no=giving.refund,
            refund_reason=giving.why[:256],
        )
        if answer.get("code") != "10000":
            return _no(answer)
        if answer.get("out_trade_no") != giving.payment:
            raise Unreachable("Alipay answered for another payment")
        reference = str(answer.get("trade_no", ""))
        return RefundState("done", reference) if answer.get("fund_change") == "Y" else self._given(giving, reference)

    def verify(self, arrived: Arrived) -> PaymentNotice | None:
        """The signature over all fields, our application, our account, and an amount that can be read."""
        fields = arrived.form
        ours = (self._account.app_id, self._account.seller_id)
        if not self._signed.is_genuine(fields) or (fields.get("app_id"), fields.get("seller_id")) != ours:
            return None
        amount = yuan(fields.get("total_amount", ""))
        if amount is None or not fields.get("out_trade_no"):
            return None
        paid = fields.get("trade_status") in _PAID
        return PaymentNotice(fields["out_trade_no"], amount, fields.get("trade_no", ""), paid)

    def acknowledge(self, accepted: bool) -> Acknowledgement:
        """One word."""
        return Acknowledgement("success") if accepted else Acknowledgement("fail", status=400)

    def _given(self, giving: Giving, reference: str) -> RefundState:
        answer = self._signed.api_alipay_trade_fastpay_refund_query(giving.refund, out_trade_no=giving.payment)
        _must_work(answer)
        if answer.get("refund_status") != "REFUND_SUCCESS":
            return RefundState("pending", reference)
        known = (answer.get("out_trade_no"), answer.get("out_request_no"), yuan(str(answer.get("refund_amount"))))
        if known != (giving.payment, giving.refund, giving.amount):
            raise Unreachable("Alipay answered for another refund")
        return RefundState("done", reference)


def yuan(text: str) -> Money | None:
    """An amount as Alipay writes it ("12.80"), to the fen; nothing where it is none."""
    found = _YUAN.fullmatch(text)
    return Money(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))) if found else None


def _fen(value: object) -> Money:
    amount = yuan(str(value))
    if amount is None:
        raise Unreachable(f"Alipay answered with the amount {value!r}")
    return amount


def _must_work(answer: dict[str, Any]) -> None:
    if answer.get("code") != "10000":
        raise Unreachable(f"Alipay answered {_words(answer)}")


def _no(answer: dict[str, Any]) -> RefundState:
    """What a refund's refusal means. 20000 and SYSTEM_ERROR: Alipay itself does not know."""
    reason = str(answer.get("sub_code", ""))
    if answer.get("code") in ("20000", "20001") or reason.endswith("SYSTEM_ERROR") or reason in _TRY_AGAIN:
        raise Unreachable(_words(answer))
    return RefundState("failed", words=_words(answer))


def _words(answer: dict[str, Any]) -> str:
    said, reason = answer.get("sub_msg") or answer.get("msg") or "", answer.get("sub_code") or answer.get("code")
    return f"{said} ({reason})".strip()
