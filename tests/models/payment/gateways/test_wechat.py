"""WeChat Pay's adapter against its double, in both ways that it signs."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.kernel.provider.double import Mishap
from models.kernel.provider.pairs import certificate, is_signed
from models.payment.gateways import Arrived, Ask, Giving, PaymentState
from models.payment.gateways.wechat.double import KEY, MERCHANT, WECHAT_APP, WechatDouble, with_certificates
from models.payment.gateways.wechat.gateway import WechatPay
from tests.given.serving import serving

SOON = now() + timedelta(minutes=30)
FACTS: dict[str, Any] = {
    "payment": "P0001",
    "amount": Money(12_805),
    "subject": "小铺 2026112200001",
    "expires_at": SOON,
    "return_url": "https://p.example/orders/t/payment?back=1",
    "notify_url": "https://p.example/pay/wechat/notify",
    "buyer_ip": "203.0.113.9",
    "opener": "o-buyer",
}
GIVING = Giving("R0001", "P0001", Money(2_805), Money(12_805), "少了一包" * 30)
UNTRUSTED: list[Mishap] = ["before", "lost", "500", "garbage", "unsigned", "forged", "stale", "redirect"]


def ask(way: str) -> Ask:
    """For a payment by this way."""
    return Ask(way=way, **FACTS)


def arrived(sent: dict[str, Any], **headers: str) -> Arrived:
    """A notice as a view would pass it on."""
    given = {name.lower(): value for name, value in sent["headers"].items()}
    return Arrived(given | {name.replace("_", "-"): value for name, value in headers.items()}, sent["data"], {})


@pytest.fixture
def ours(wechat: WechatDouble) -> WechatPay:
    """Our side."""
    return WechatPay(wechat.account())


def test_making_one_asks_nobody(wechat: WechatDouble, ours: WechatPay) -> None:
    assert wechat.asked == []


def test_native_gives_a_code(wechat: WechatDouble, ours: WechatPay) -> None:
    charge = ours.create(ask("native"))
    assert (charge.qr, charge.url) == ("weixin://wxpay/bizpayurl?pr=P0001", "")
    assert ours.create(ask("native")) == charge
    asked = wechat.orders["P0001"].asked
    assert asked["amount"] == {"total": 12_805, "currency": "CNY"}
    assert asked["time_expire"].endswith("+08:00")
    assert asked["notify_url"] == FACTS["notify_url"]


def test_h5_gives_an_address_that_leads_back(wechat: WechatDouble, ours: WechatPay) -> None:
    url = ours.create(ask("h5")).url
    assert parse_qs(urlsplit(url).query)["redirect_url"] == [FACTS["return_url"]]
    scene = wechat.orders["P0001"].asked["scene_info"]
    assert scene == {"payer_client_ip": "203.0.113.9", "h5_info": {"type": "Wap"}}


def test_jsapi_gives_what_wechats_script_wants_signed_by_us(wechat: WechatDouble, ours: WechatPay) -> None:
    script = ours.create(ask("jsapi")).script
    text = "".join(f"{script[name]}\n" for name in ("appId", "timeStamp", "nonceStr", "package"))
    assert (script["appId"], script["package"], script["signType"]) == (WECHAT_APP, "prepay_id=wxP0001", "RSA")
    assert is_signed("merchant", text, script["paySign"])
    assert wechat.orders["P0001"].asked["payer"] == {"openid": "o-buyer"}


def test_a_payment_has_one_way(ours: WechatPay) -> None:
    ours.create(ask("native"))
    with pytest.raises(Refused, match="OUT_TRADE_NO_USED"):
        ours.create(ask("h5"))


def test_one_that_was_paid_is_not_created_again(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.take("P0001", "128.05")
    with pytest.raises(Refused, match="ORDERPAID"):
        ours.create(ask("native"))


def test_a_payment_from_unknown_to_paid(wechat: WechatDouble, ours: WechatPay) -> None:
    assert ours.query("P0001") == PaymentState("unknown")
    ours.create(ask("native"))
    assert ours.query("P0001") == PaymentState("pending")
    wechat.take("P0001", "128.05")
    assert ours.query("P0001") == PaymentState("paid", Money(12_805), "4200P0001")


def test_closing_ends_what_is_open_and_leaves_the_rest(wechat: WechatDouble, ours: WechatPay) -> None:
    ours.close("P0001")
    ours.create(ask("native"))
    ours.close("P0001")
    ours.close("P0001")
    assert ours.query("P0001") == PaymentState("closed")
    wechat.take("P0002", "1.00")
    ours.close("P0002")
    assert ours.query("P0002").state == "paid"


def test_a_refund_is_made_once(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.take("P0001", "128.05")
    wechat.refund_state = "PROCESSING"
    assert ours.refund(GIVING).state == "pending"
    wechat.refund_state = "SUCCESS"
    assert (ours.refund(GIVING).state, ours.refund(GIVING).reference) == ("done", "5000R0001")
    assert wechat.moves == 1
    assert wechat.orders["P0001"].given == {"R0001": 2_805}


def test_a_refund_whose_answer_was_lost_is_found_made(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.take("P0001", "128.05")
    wechat.faults.coming = ["lost"]
    with pytest.raises(Unreachable):
        ours.refund(GIVING)
    assert ours.refund(GIVING).state == "done"
    assert wechat.moves == 1


@pytest.mark.parametrize("state", ["ABNORMAL", "CLOSED"])
def test_a_refund_that_went_wrong_there_says_so(wechat: WechatDouble, ours: WechatPay, state: str) -> None:
    wechat.take("P0001", "128.05")
    wechat.refund_state = state
    given = ours.refund(GIVING)
    assert given.state == "failed"
    assert given.words


def test_a_refund_of_nothing_fails_with_words(ours: WechatPay) -> None:
    given = ours.refund(GIVING)
    assert (given.state, given.words) == ("failed", "订单不存在 (RESOURCE_NOT_EXISTS)")


def test_another_refund_under_our_number_is_not_ours(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.take("P0001", "128.05")
    wechat.orders["P0001"].given["R0001"] = 1
    with pytest.raises(Unreachable):
        ours.refund(GIVING)


def test_a_refused_refund_says_why(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.refusal = (403, "USER_ACCOUNT_ABNORMAL")
    given = ours.refund(GIVING)
    assert (given.state, given.words) == ("failed", "不行 (USER_ACCOUNT_ABNORMAL)")


def test_a_no_of_today_is_tried_again(wechat: WechatDouble, ours: WechatPay) -> None:
    wechat.refusal = (403, "NOT_ENOUGH")
    with pytest.raises(Unreachable, match="不行"):
        ours.refund(GIVING)


@pytest.mark.parametrize("fault", UNTRUSTED)
def test_what_is_not_proven_says_nothing(wechat: WechatDouble, ours: WechatPay, fault: Mishap) -> None:
    wechat.take("P0001", "128.05")
    wechat.faults.coming = [fault]
    with pytest.raises(Unreachable):
        ours.query("P0001")
    assert ours.query("P0001").state == "paid"


@pytest.mark.parametrize("status", [401, 429, 500])
def test_trouble_there_says_nothing(wechat: WechatDouble, ours: WechatPay, status: int) -> None:
    wechat.refusal = (status, "ORDER_NOT_EXIST")
    for call in (lambda: ours.query("P0001"), lambda: ours.close("P0001"), lambda: ours.refund(GIVING)):
        with pytest.raises(Unreachable):
            call()


def test_nobody_there(wechat: WechatDouble) -> None:
    with pytest.raises(Unreachable):
        WechatPay(wechat.account(url="http://127.0.0.1:1")).query("P0001")


def _paid(wechat: WechatDouble, **other: Any) -> dict[str, Any]:
    wechat.take("P0001", "128.05")
    return wechat.notice("P0001", **other)


def test_a_notice_says_what_was_paid(wechat: WechatDouble, ours: WechatPay) -> None:
    notice = ours.verify(arrived(_paid(wechat)))
    assert notice is not None
    assert (notice.payment, notice.amount, notice.reference, notice.paid) == (
        "P0001",
        Money(12_805),
        "4200P0001",
        True,
    )


@pytest.mark.parametrize(
    "other",
    [
        {"signer": "somebody"},
        {"age": 301},
        {"age": -301},
        {"mchid": "1900000002"},
        {"appid": "wx0000000000000002"},
        {"appid": None},
        {"amount": {"total": 128.05, "currency": "CNY"}},
        {"amount": {"total": 12_805, "currency": "USD"}},
        {"amount": {"total": True}},
        {"amount": None},
        {"out_trade_no": ""},
    ],
)
def test_a_notice_that_is_not_ours_is_none(wechat: WechatDouble, ours: WechatPay, other: dict[str, Any]) -> None:
    assert ours.verify(arrived(_paid(wechat, **other))) is None


@pytest.mark.parametrize("age", [0, 290, -290])
def test_a_clock_may_differ_a_little(wechat: WechatDouble, ours: WechatPay, age: int) -> None:
    assert ours.verify(arrived(_paid(wechat, age=age))) is not None


@pytest.mark.parametrize(
    "headers",
    [
        {"wechatpay_signature": ""},
        {"wechatpay_signature": "WECHATPAY/SIGNTEST/AAAA"},
        {"wechatpay_signature": "签名"},
        {"wechatpay_nonce": "another"},
        {"wechatpay_timestamp": "1"},
        {"wechatpay_timestamp": "签"},
        {"wechatpay_timestamp": ""},
        {"wechatpay_serial": "0" * 40},
        {"wechatpay_serial": ""},
    ],
)
def test_a_notice_with_other_headers_is_none(wechat: WechatDouble, ours: WechatPay, headers: dict[str, str]) -> None:
    assert ours.verify(arrived(_paid(wechat), **headers)) is None
    assert ours.verify(Arrived({}, b"", {})) is None


def test_a_notice_with_other_bytes_is_none(wechat: WechatDouble, ours: WechatPay) -> None:
    sent = _paid(wechat)
    for body in (sent["data"] + b" ", b"\xff", b"", b"[]"):
        assert ours.verify(arrived(sent | {"data": body})) is None


def test_a_notice_sealed_with_another_key_is_none(wechat: WechatDouble, ours: WechatPay) -> None:
    facts = {
        "mchid": MERCHANT,
        "appid": WECHAT_APP,
        "out_trade_no": "P0001",
        "trade_state": "SUCCESS",
        "amount": {"total": 1},
    }
    right = wechat.sealed("TRANSACTION.SUCCESS", "transaction", facts, key=KEY)
    wrong = wechat.sealed("TRANSACTION.SUCCESS", "transaction", facts, key=KEY[::-1])
    assert ours.verify(arrived(right)) is not None
    assert ours.verify(arrived(wrong)) is None


def test_what_tells_of_a_refund_is_genuine_and_no_payment(wechat: WechatDouble, ours: WechatPay) -> None:
    facts = {"mchid": MERCHANT, "out_trade_no": "P0001", "refund_status": "SUCCESS", "amount": {"total": 12_805}}
    notice = ours.verify(arrived(wechat.sealed("REFUND.SUCCESS", "refund", facts)))
    assert notice is not None
    assert not notice.paid


def test_a_stranger_makes_us_fetch_certificates_once_a_minute(wechat: WechatDouble) -> None:
    at = [now()]
    ours = WechatPay(wechat.account(), clock=lambda: at[0])
    for _ in range(5):
        assert ours.verify(arrived(_paid(wechat), wechatpay_serial="0" * 40)) is None
    assert len(wechat.asked) == (0 if wechat.keyed else 1)
    at[0] += timedelta(seconds=61)
    assert ours.verify(arrived(_paid(wechat), wechatpay_serial="0" * 40)) is None
    assert len(wechat.asked) == (0 if wechat.keyed else 2)


def test_a_certificate_that_is_over_proves_nothing() -> None:
    double = with_certificates(days=-1)
    with serving(double.answer) as double.url:
        assert WechatPay(double.account()).verify(arrived(_paid(double))) is None


def test_a_new_certificate_is_fetched_when_it_is_used() -> None:
    double, at = with_certificates(), [now()]
    with serving(double.answer) as double.url:
        ours = WechatPay(double.account(), clock=lambda: at[0])
        assert ours.verify(arrived(_paid(double))) is not None
        double.certificates.append(certificate("wechat", days=366))
        at[0] += timedelta(seconds=61)
        assert ours.verify(arrived(_paid(double))) is not None
        assert double.asked == ["GET /v3/certificates"] * 2


def test_who_pays_is_asked_of_wechat(wechat: WechatDouble, ours: WechatPay) -> None:
    assert ours.opener is not None
    address = urlsplit(ours.opener.address("https://p.example/pay/wechat/opener", "mark1"))
    asked = parse_qs(address.query)
    assert (asked["scope"], asked["state"], address.fragment) == (["snsapi_base"], ["mark1"], "wechat_redirect")
    wechat.codes["c1"] = "o-buyer"
    assert (ours.opener.openid("c1"), ours.opener.openid("c1"), ours.opener.openid("")) == ("o-buyer", "", "")
    wechat.faults.coming = ["garbage"]
    with pytest.raises(Unreachable):
        ours.opener.openid("c1")
    assert WechatPay(wechat.account(secret="")).opener is None


def test_words(ours: WechatPay) -> None:
    assert (ours.acknowledge(True).status, ours.acknowledge(False).status) == (200, 400)
    assert '"SUCCESS"' in ours.acknowledge(True).body
    assert '"FAIL"' in ours.acknowledge(False).body
