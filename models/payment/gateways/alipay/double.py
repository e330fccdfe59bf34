"""Alipay as far as we talk to it: checks what we sign, signs what it says, and keeps its own books."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from models.kernel.clock import local, now
from models.kernel.provider.double import Asked, DoubleReply, Faults, Mishap, as_json
from models.kernel.provider.pairs import is_signed, private_text, public_text, signature
from models.payment.gateways.alipay.account import AlipayAccount

ALIPAY_APP, SELLER = "2021000000000001", "2088000000000001"


@dataclass
class Trade:
    """A payment there. `given` are refunds by their number."""

    amount: str
    number: str
    state: str = "WAIT_BUYER_PAY"
    given: dict[str, str] = field(default_factory=dict)


@dataclass
class AlipayDouble:
    """`asked` is every call it took, `moves` how often money moved back; `strangers` and `cheaper` are what a notice
    says for somebody else, and of too small an amount; `words` what it hears on a notice that is taken, and that is
    not."""

    name: str = "alipay"
    url: str = ""
    faults: Faults = field(default_factory=Faults)
    trades: dict[str, Trade] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    moves: int = 0
    slow_refunds: bool = False
    refusal: dict[str, str] = field(default_factory=dict)
    strangers: tuple[dict[str, Any], ...] = ({"app_id": "2021000000000002"}, {"seller_id": "2088000000000002"})
    cheaper: dict[str, Any] = field(default_factory=lambda: {"total_amount": "0.01"})
    words: tuple[str, str] = ("success", "fail")

    def account(self, **other: str) -> AlipayAccount:
        """Ours with it."""
        usual = {"app_id": ALIPAY_APP, "seller_id": SELLER, "url": f"{self.url}/gateway.do"}
        keys = {"private_key": private_text("merchant"), "public_key": public_text("alipay")}
        return AlipayAccount(**usual | keys | other)

    def settings(self) -> dict[str, str]:
        """The same for Config."""
        account = self.account()
        names = ("app_id", "seller_id", "private_key", "public_key", "url")
        return {f"alipay_{name}": getattr(account, name) for name in names}

    def opened(self, url: str) -> dict[str, str]:
        """What a buyer's browser brings when it opens the address we sent it to."""
        assert url.startswith(f"{self.url}/gateway.do?")
        fields = dict(parse_qsl(urlsplit(url).query))
        assert is_signed("merchant", _text(fields), fields["sign"])
        assert (fields["app_id"], fields["charset"], fields["sign_type"]) == (ALIPAY_APP, "utf-8", "RSA2")
        assert abs((local(now()).replace(tzinfo=None) - datetime.fromisoformat(fields["timestamp"])).seconds) < 60
        content: dict[str, str] = json.loads(fields["biz_content"])
        self.trades.setdefault(content["out_trade_no"], Trade(content["total_amount"], _number(content)))
        return content | {"method": fields["method"], "notify_url": fields["notify_url"]}

    def take(self, payment: str, amount: str) -> None:
        """A buyer pays, whether or not we know that the payment was made."""
        trade = self.trades.setdefault(payment, Trade(amount, _number({"out_trade_no": payment})))
        trade.state = "TRADE_SUCCESS"

    def unpay(self, payment: str) -> None:
        """As if the buyer had not paid yet."""
        self.trades[payment].state = "WAIT_BUYER_PAY"

    def notice(self, payment: str, *, signer: str = "alipay", **other: str) -> dict[str, Any]:
        """The notice of a payment, as the arguments of a test client's post."""
        trade = self.trades[payment]
        usual = {
            "notify_type": "trade_status_sync",
            "app_id": ALIPAY_APP,
            "seller_id": SELLER,
            "charset": "utf-8",
            "version": "1.0",
            "out_trade_no": payment,
            "trade_no": trade.number,
            "trade_status": trade.state,
            "total_amount": trade.amount,
            "subject": "小铺 & 茶",
            "sign_type": "RSA2",
        }
        fields = usual | other
        signed = _text({name: value for name, value in fields.items() if name != "sign_type"})
        body = urlencode(fields | {"sign": signature(signer, signed)})
        return {"data": body, "content_type": "application/x-www-form-urlencoded; charset=utf-8"}

    def answer(self, asked: Asked) -> DoubleReply | None:
        """Takes a call."""
        fault = self.faults.next()
        if fault == "before":
            return None
        fields = dict(parse_qsl(urlsplit(asked.target).query))
        assert is_signed("merchant", _text(fields), fields["sign"])
        content = json.loads(fields["biz_content"])
        self.asked.append(fields["method"])
        made = getattr(self, "_" + fields["method"].rsplit(".", 2)[-2] + "_" + fields["method"].rsplit(".", 1)[-1])
        answer = self.refusal or made(content)
        return _said(fields["method"].replace(".", "_") + "_response", answer, fault)

    def _trade_query(self, content: dict[str, str]) -> dict[str, str]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None:
            return _no("ACQ.TRADE_NOT_EXIST", "交易不存在")
        facts = {"trade_status": trade.state, "total_amount": trade.amount, "trade_no": trade.number}
        return _yes(out_trade_no=content["out_trade_no"], buyer_logon_id='a}{"b', **facts)

    def _trade_close(self, content: dict[str, str]) -> dict[str, str]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None:
            return _no("ACQ.TRADE_NOT_EXIST", "交易不存在")
        if trade.state != "WAIT_BUYER_PAY":
            return _no("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
        trade.state = "TRADE_CLOSED"
        return _yes(out_trade_no=content["out_trade_no"])

    def _trade_refund(self, content: dict[str, str]) -> dict[str, str]:
        trade = self.trades.get(content["out_trade_no"])
        if trade is None:
            return _no("ACQ.TRADE_NOT_EXIST", "交易不存在")
        number = content["out_request_no"]
        is_new = number not in trade.given
        if is_new:
            trade.given[number] = content["refund_amount"]
            self.moves += 1
        moved = "Y" if is_new and not self.slow_refunds else "N"
        return _yes(out_trade_no=content["out_trade_no"], trade_no=trade.number, fund_change=moved)

    def _refund_query(self, content: dict[str, str]) -> dict[str, str]:
        number, payment = content["out_request_no"], content["out_trade_no"]
        if self.slow_refunds:
            return _yes(out_trade_no=payment, out_request_no=number)
        amount = self.trades[payment].given[number]
        facts = {"refund_status": "REFUND_SUCCESS", "refund_amount": amount}
        return _yes(out_trade_no=payment, out_request_no=number, **facts)


def _said(name: str, answer: dict[str, str], fault: Mishap | None) -> DoubleReply | None:
    text = as_json(answer)
    signed = signature("somebody" if fault == "forged" else "alipay", text)
    if fault == "lost":
        return None
    if fault == "500":
        return DoubleReply(b"<html>502 Bad Gateway</html>", 502)
    if fault == "garbage":
        return DoubleReply(b"\xff\xfe{{{")
    if fault == "redirect":
        return DoubleReply(b"", 302, {"Location": "https://example.com/"})
    if fault == "unsigned":
        return DoubleReply(as_json({name: answer}).encode())
    return DoubleReply(f'{{"{name}":{text},"sign":"{signed}"}}'.encode())


def _text(fields: dict[str, str]) -> str:
    return "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "sign")


def _number(content: dict[str, str]) -> str:
    return f"20261122{content['out_trade_no']}"


def _yes(**facts: str) -> dict[str, str]:
    return {"code": "10000", "msg": "Success", **facts}


def _no(code: str, words: str) -> dict[str, str]:
    return {"code": "40004", "msg": "Business Failed", "sub_code": code, "sub_msg": words}


DOUBLE = AlipayDouble
