"""WeChat Pay, API v3: JSAPI inside WeChat, H5 in other phones' browsers, Native (a QR code) for desks.
https://pay.weixin.qq.com/doc/v3/merchant/4012062524"""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from models.kernel.clock import local, now
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.kernel.said import Said
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
from models.payment.gateways.wechat.account import WechatAccount
from models.payment.gateways.wechat.opener import WechatOpener
from models.payment.gateways.wechat.signed import WechatAnswer, WechatWire

PATHS = {"jsapi": "/v3/pay/transactions/jsapi", "h5": "/v3/pay/transactions/h5"}
NATIVE = "/v3/pay/transactions/native"
ORDERS = "/v3/pay/transactions/out-trade-no"
REFUNDS = "/v3/refund/domestic/refunds"
# One that was given back was paid first.
_PAID = ("SUCCESS", "REFUND")
_PENDING = ("NOTPAY", "USERPAYING", "PAYERROR", "ACCEPT")
_CLOSED = ("CLOSED", "REVOKED")
_NOT_THERE = ("ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS")
_NOT_OPEN = (*_NOT_THERE, "ORDER_CLOSED", "ORDERCLOSED", "ORDER_PAID", "ORDERPAID")
LOST_REFUND = Said(N_("退款没有到账，请在微信支付商户平台处理"))
# A no that may be a yes tomorrow: nothing there to give it from, or too many at once.
_TRY_AGAIN = ("NOT_ENOUGH", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED")
# WeChat Pay takes no payment that ends sooner.
_SHORTEST = timedelta(seconds=70)


class WechatPay:
    """Ways: "jsapi" (wants the buyer's openid as `opener`), "h5" and "native"."""

    name = "wechat"
    prepaid = True
    test = False

    def __init__(self, account: WechatAccount, *, clock: Callable[[], datetime] = now) -> None:
        self._account = account
        self._clock = clock
        self._line = WechatWire(account, clock)
        self.opener = WechatOpener(account) if account.secret else None

    def create(self, ask: Ask) -> Charge:
        """Where, or with what, the buyer pays."""
        answer = self._line.ask("POST", PATHS.get(ask.way, NATIVE), self._order(ask))
        if not answer.ok:
            raise Refused("", N_("微信支付没有接受这笔订单：%(words)s"), words=answer.words)
        if ask.way == "jsapi":
            return Charge(script=self._script(_named(answer, "prepay_id")))
        if ask.way == "h5":
            back = urlencode({"redirect_url": ask.return_url})
            return Charge(url=f"{_named(answer, 'h5_url')}&{back}")
        return Charge(qr=_named(answer, "code_url"))

    def query(self, payment: str) -> PaymentState:
        """By our number."""
        answer = self._line.ask("GET", f"{ORDERS}/{quote(payment)}?mchid={self._account.mch_id}")
        if answer.code in _NOT_THERE:
            return PaymentState("unknown")
        if not answer.ok:
            raise Unreachable(f"WeChat Pay answered {answer.words}")
        return self._payment_state(payment, answer.facts)

    def close(self, payment: str) -> None:
        """By our number."""
        answer = self._line.ask("POST", f"{ORDERS}/{quote(payment)}/close", {"mchid": self._account.mch_id})
        if not answer.ok and answer.code not in _NOT_OPEN:
            raise Unreachable(f"WeChat Pay answered {answer.words}")

    def refund(self, giving: Giving) -> RefundState:
        """Known by `out_refund_no`: asked for again it tells how far it is. A no counts only where there is none."""
        amount = {"refund": int(giving.amount), "total": int(giving.total), "currency": "CNY"}
        content = {"out_trade_no": giving.payment, "out_refund_no": giving.refund, "amount": amount}
        if giving.why:
            # At most 80 bytes, and a Chinese character takes three.
            content["reason"] = giving.why.encode()[:80].decode(errors="ignore")
        answer = self._line.ask("POST", REFUNDS, content)
        reply = answer if answer.ok else self._line.ask("GET", f"{REFUNDS}/{quote(giving.refund)}")
        if reply.ok:
            return _given(giving, reply.facts)
        if answer.code in _TRY_AGAIN:
            raise Unreachable(answer.words)
        return RefundState("failed", words=answer.words)

    def verify(self, arrived: Arrived) -> PaymentNotice | None:
        """The signature over the very bytes, just now; then what is sealed inside, for our merchant and application."""
        if not self._line.trust.proves(arrived.headers, arrived.body):
            return None
        try:
            event = json.loads(arrived.body)
        except ValueError:
            return None
        facts = self._line.decrypted(event.get("resource")) if isinstance(event, dict) else None
        if facts is None or facts.get("mchid") != self._account.mch_id or not facts.get("out_trade_no"):
            return None
        is_paid = event.get("event_type") == "TRANSACTION.SUCCESS" and facts.get("trade_state") == "SUCCESS"
        # What tells of a refund names no application.
        apps = (self._account.app_id,) if is_paid else (self._account.app_id, None)
        amount = _fen(facts)
        if amount is None or facts.get("appid") not in apps:
            return None
        return PaymentNotice(str(facts["out_trade_no"]), amount, str(facts.get("transaction_id", "")), is_paid)

    def acknowledge(self, accepted: bool) -> Acknowledgement:
        """A word in JSON, and the status."""
        if accepted:
            return Acknowledgement('{"code":"SUCCESS"}', "application/json")
        return Acknowledgement('{"code":"FAIL","message":"FAIL"}', "application/json", 400)

    def _order(self, ask: Ask) -> dict[str, Any]:
        until = max(ask.expires_at, self._clock() + _SHORTEST)
        order: dict[str, Any] = {
            "appid": self._account.app_id,
            "mchid": self._account.mch_id,
            "description": ask.subject,
            "out_trade_no": ask.payment,
            "time_expire": local(until).replace(microsecond=0).isoformat(),
            "notify_url": ask.notify_url,
            "amount": {"total": int(ask.amount), "currency": "CNY"},
        }
        if ask.way == "jsapi":
            order["payer"] = {"openid": ask.opener}
        if ask.way == "h5":
            order["scene_info"] = {"payer_client_ip": ask.buyer_ip, "h5_info": {"type": "Wap"}}
        return order

    def _script(self, prepay_id: str) -> Mapping[str, str]:
        """What WeChat's own script in the page wants (getBrandWCPayRequest)."""
        stamp, nonce = str(int(self._clock().timestamp())), secrets.token_hex(16)
        package = f"prepay_id={prepay_id}"
        return {
            "appId": self._account.app_id,
            "timeStamp": stamp,
            "nonceStr": nonce,
            "package": package,
            "signType": "RSA",
            "paySign": self._line.sign(self._account.app_id, stamp, nonce, package),
        }

    def _payment_state(self, payment: str, facts: Mapping[str, Any]) -> PaymentState:
        ours = (self._account.mch_id, self._account.app_id, payment)
        if (facts.get("mchid"), facts.get("appid"), facts.get("out_trade_no")) != ours:
            raise Unreachable("WeChat Pay answered for another payment")
        state, amount = facts.get("trade_state"), _fen(facts)
        if state in _PAID and amount is not None:
            return PaymentState("paid", amount, str(facts.get("transaction_id", "")))
        if state in _PENDING:
            return PaymentState("pending")
        if state in _CLOSED:
            return PaymentState("closed")
        raise Unreachable(f"WeChat Pay answered with the state {state}")


def _fen(facts: Mapping[str, Any]) -> Money | None:
    """What the payment took, in fen; nothing where that is not said in yuan's hundredths."""
    amount = facts.get("amount")
    total = amount.get("total") if isinstance(amount, dict) else None
    currency = amount.get("currency", "CNY") if isinstance(amount, dict) else ""
    return Money(total) if type(total) is int and total > 0 and currency == "CNY" else None


def _named(answer: WechatAnswer, name: str) -> str:
    found = answer.facts.get(name)
    if not isinstance(found, str) or not found:
        raise Unreachable(f"WeChat Pay's answer names no {name}")
    return found


def _given(giving: Giving, facts: Mapping[str, Any]) -> RefundState:
    amount = facts.get("amount")
    refund = amount.get("refund") if isinstance(amount, dict) else None
    if (facts.get("out_refund_no"), facts.get("out_trade_no"), refund) != (
        giving.refund,
        giving.payment,
        int(giving.amount),
    ):
        raise Unreachable("WeChat Pay answered for another refund")
    reference, state = str(facts.get("refund_id", "")), facts.get("status")
    if state == "SUCCESS":
        return RefundState("done", reference)
    if state == "PROCESSING":
        return RefundState("pending", reference)
    return RefundState("failed", reference, LOST_REFUND)
