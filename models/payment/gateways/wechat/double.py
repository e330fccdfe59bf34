"""WeChat Pay as far as we talk to it: checks what we sign, signs and seals what it says, and keeps its own books."""

import base64
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding

from models.kernel.provider.double import Asked, DoubleReply, Faults, Mishap, as_json
from models.kernel.provider.pairs import certificate, is_signed, private_text, public_text, serial, signature
from models.payment.gateways.wechat.account import WechatAccount

MERCHANT, WECHAT_APP, KEY, OURS = (
    "1900000001",
    "wx0000000000000001",
    "0123456789abcdef0123456789abcdef",
    "3C9B2D1A4F5E6071",
)
KEY_ID = "PUB_KEY_ID_0119000000012026112200000001"
_AUTHORIZATION = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(.*?)",nonce_str="(.*?)",signature="(.*?)",timestamp="(\d+)",serial_no="(.*?)"'
)


@dataclass
class PaymentThere:
    """A payment there. `given` are refunds by their number."""

    amount: int
    number: str
    state: str = "NOTPAY"
    asked: dict[str, Any] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)


@dataclass
class WechatDouble:
    """`keyed`: it signs with its public key; else with a platform certificate that is to be fetched. `strangers`,
    `cheaper`, `words` and `moves` are as Alipay's double has them."""

    keyed: bool = True
    name: str = "wechat"
    url: str = ""
    faults: Faults = field(default_factory=Faults)
    orders: dict[str, PaymentThere] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    certificates: list[x509.Certificate] = field(default_factory=list)
    moves: int = 0
    refund_state: str = "SUCCESS"
    refusal: tuple[int, str] | None = None
    strangers: tuple[dict[str, Any], ...] = ({"appid": "wx0000000000000002"}, {"mchid": "1900000002"})
    cheaper: dict[str, Any] = field(default_factory=lambda: {"amount": {"total": 1, "currency": "CNY"}})
    words: tuple[str, str] = ("SUCCESS", "FAIL")

    def account(self, **other: str) -> WechatAccount:
        """Ours with it."""
        usual = {"mch_id": MERCHANT, "app_id": WECHAT_APP, "api_v3_key": KEY, "serial_no": OURS, "secret": "a secret"}
        urls = {"url": self.url, "open_url": self.url, "authorize_url": f"{self.url}/authorize"}
        keys = {"public_key": public_text("wechat"), "public_key_id": KEY_ID} if self.keyed else {}
        return WechatAccount(**usual | urls | keys | {"private_key": private_text("merchant")} | other)

    def settings(self) -> dict[str, str]:
        """The same for Config."""
        account = self.account()
        return {f"wechat_{name}": getattr(account, name) for name in account.__slots__}

    def take(self, payment: str, amount: str) -> None:
        """A buyer pays (yuan), whether or not we know that the payment was made."""
        fen = int(amount.replace(".", ""))
        self.orders.setdefault(payment, PaymentThere(fen, f"4200{payment}")).state = "SUCCESS"

    def unpay(self, payment: str) -> None:
        """As if the buyer had not paid yet."""
        self.orders[payment].state = "NOTPAY"

    def notice(self, payment: str, *, age: int = 0, signer: str = "wechat", **other: Any) -> dict[str, Any]:
        """The notice of a payment, as the arguments of a test client's post."""
        order = self.orders[payment]
        facts = self._facts(payment, order) | other
        return self.sealed("TRANSACTION.SUCCESS", "transaction", facts, age=age, signer=signer)

    def sealed(
        self, event: str, kind: str, facts: dict[str, Any], *, age: int = 0, signer: str = "wechat", key: str = KEY
    ) -> dict[str, Any]:
        """Any notice: signed outside, sealed inside."""
        resource = {"original_type": kind, **_seal(as_json(facts), kind, key)}
        whole = {"id": secrets.token_hex(8), "event_type": event, "resource_type": "encrypt-resource"}
        body = as_json(whole | {"summary": "支付成功", "resource": resource})
        headers = self._signed(body, age=age, signer=signer)
        return {"data": body.encode(), "content_type": "application/json", "headers": headers}

    def answer(self, asked: Asked) -> DoubleReply | None:
        """Takes a call."""
        fault = self.faults.next()
        if fault == "before":
            return None
        parts = urlsplit(asked.target)
        if parts.path == "/sns/oauth2/access_token":
            return self._openid(parse_qs(parts.query), fault)
        self._must_be_ours(asked)
        self.asked.append(f"{asked.method} {parts.path}")
        content = json.loads(asked.body) if asked.body else {}
        status, facts = self._refused(parts.path) or self._route(asked.method, parts.path, content)
        return self._said(status, facts, fault)

    def _route(self, method: str, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        if path == "/v3/certificates":
            return 200, {"data": [_listed(one) for one in self.certificates]}
        if path.startswith("/v3/refund/domestic/refunds"):
            return self._refund(content) if method == "POST" else self._refund_asked(path.rsplit("/", 1)[-1])
        if method == "GET":
            return self._query(path.rsplit("/", 1)[-1])
        if path.endswith("/close"):
            return self._close(path.split("/")[-2], content)
        return self._create(path.rsplit("/", 1)[-1], content)

    def _create(self, way: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert (content["mchid"], content["appid"]) == (MERCHANT, WECHAT_APP)
        payment = content["out_trade_no"]
        order = self.orders.setdefault(payment, PaymentThere(content["amount"]["total"], f"4200{payment}"))
        if order.state == "SUCCESS":
            return 400, {"code": "ORDERPAID", "message": "该订单已支付"}
        if order.asked and order.asked != {"way": way} | content:
            return 403, {"code": "OUT_TRADE_NO_USED", "message": "商户订单号重复"}
        order.asked = {"way": way} | content
        told = {
            "jsapi": {"prepay_id": f"wx{payment}"},
            "h5": {"h5_url": f"{self.url}/h5?prepay_id=wx{payment}"},
            "native": {"code_url": f"weixin://wxpay/bizpayurl?pr={payment}"},
        }
        return 200, told[way]

    def _query(self, payment: str) -> tuple[int, dict[str, Any]]:
        order = self.orders.get(payment)
        if order is None:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        return 200, self._facts(payment, order)

    def _close(self, payment: str, content: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        assert content == {"mchid": MERCHANT}
        order = self.orders.get(payment)
        if order is None:
            return 404, {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
        if order.state == "SUCCESS":
            return 400, {"code": "ORDER_PAID", "message": "订单已支付"}
        order.state = "CLOSED"
        return 204, None

    def _refund(self, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        order = self.orders.get(content["out_trade_no"])
        if order is None or order.amount != content["amount"]["total"]:
            return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "订单不存在"}
        if content["out_refund_no"] not in order.given:
            order.given[content["out_refund_no"]] = content["amount"]["refund"]
            self.moves += 1
        return self._refund_asked(content["out_refund_no"])

    def _refund_asked(self, refund: str) -> tuple[int, dict[str, Any]]:
        for payment, order in self.orders.items():
            if refund in order.given:
                amount = {"refund": order.given[refund], "total": order.amount, "currency": "CNY"}
                facts = {"refund_id": f"5000{refund}", "status": self.refund_state, "amount": amount}
                return 200, facts | {"out_refund_no": refund, "out_trade_no": payment}
        return 404, {"code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在"}

    def _facts(self, payment: str, order: PaymentThere) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "mchid": MERCHANT,
            "appid": WECHAT_APP,
            "out_trade_no": payment,
            "trade_state": order.state,
        }
        amount = {"total": order.amount, "payer_total": order.amount, "currency": "CNY"}
        return facts | ({"amount": amount, "transaction_id": order.number} if order.state == "SUCCESS" else {})

    def _openid(self, asked: dict[str, list[str]], fault: Mishap | None) -> DoubleReply:
        if fault == "garbage":
            return DoubleReply(b"\xff\xfe{{{")
        right = (asked["appid"], asked["secret"], asked["grant_type"]) == (
            [WECHAT_APP],
            ["a secret"],
            ["authorization_code"],
        )
        openid = self.codes.pop(asked["code"][0], "") if right and "code" in asked else ""
        told = {"openid": openid, "scope": "snsapi_base"} if openid else {"errcode": 40029, "errmsg": "invalid code"}
        return DoubleReply(as_json(told).encode())

    def _refused(self, path: str) -> tuple[int, dict[str, Any]] | None:
        if self.refusal is None or path == "/v3/certificates":
            return None
        return self.refusal[0], {"code": self.refusal[1], "message": "不行"}

    def _must_be_ours(self, asked: Asked) -> None:
        found = _AUTHORIZATION.fullmatch(asked.headers["authorization"])
        assert found
        merchant, nonce, signed, stamp, number = found.groups()
        text = f"{asked.method}\n{asked.target}\n{stamp}\n{nonce}\n{asked.body.decode()}\n"
        assert (merchant, number) == (MERCHANT, OURS)
        assert is_signed("merchant", text, signed)
        assert asked.headers.get("wechatpay-serial", "") == (KEY_ID if self.keyed else "")

    def _said(self, status: int, facts: dict[str, Any] | None, fault: Mishap | None) -> DoubleReply | None:
        body = "" if facts is None else as_json(facts)
        if fault == "lost":
            return None
        if fault == "500":
            return DoubleReply(as_json({"code": "SYSTEM_ERROR", "message": "系统错误"}).encode(), 500)
        if fault == "redirect":
            return DoubleReply(b"", 302, {"Location": "https://example.com/"})
        if fault == "garbage":
            return DoubleReply(b"\xff\xfe{{{", headers=self._signed("something else"))
        headers = self._signed(
            body, age=301 if fault == "stale" else 0, signer="somebody" if fault == "forged" else "wechat"
        )
        return DoubleReply(body.encode(), status, {} if fault == "unsigned" else headers)

    def _signed(self, body: str, *, age: int = 0, signer: str = "wechat") -> dict[str, str]:
        stamp, nonce = str(int(time.time()) - age), secrets.token_hex(16)
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": KEY_ID if self.keyed else serial(self.certificates[-1]),
            "Wechatpay-Signature": signature(signer, f"{stamp}\n{nonce}\n{body}\n"),
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }


def with_certificates(*, days: int = 365) -> WechatDouble:
    """One that signs with a platform certificate."""
    return WechatDouble(keyed=False, certificates=[certificate("wechat", days=days)])


def _listed(one: x509.Certificate) -> dict[str, Any]:
    return {"serial_no": serial(one), "encrypt_certificate": _seal(one.public_bytes(Encoding.PEM).decode(), "c", KEY)}


def _seal(text: str, about: str, key: str) -> dict[str, str]:
    nonce = secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), text.encode(), about.encode())
    named = {"algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": about}
    return named | {"ciphertext": base64.b64encode(sealed).decode()}


DOUBLE = WechatDouble
