"""Alipay's adapter against its double, which signs and verifies with keys of its own."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from models.kernel.clock import local, now
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.kernel.provider.double import Mishap
from models.payment.gateways import Arrived, Ask, Giving, PaymentState, RefundState
from models.payment.gateways.alipay.double import AlipayDouble
from models.payment.gateways.alipay.gateway import Alipay, yuan

SOON = now() + timedelta(minutes=30)
ASK = Ask(
    payment="P0001",
    amount=Money(12_805),
    subject="小铺 2026112200001",
    expires_at=SOON,
    return_url="https://p.example/orders/t/payment?back=1",
    notify_url="https://p.example/pay/alipay/notify",
)
GIVING = Giving("R0001", "P0001", Money(2_805), Money(12_805), "少了一包")
UNTRUSTED: list[Mishap] = ["before", "lost", "500", "garbage", "unsigned", "forged", "redirect"]


def arrived(alipay: AlipayDouble, payment: str, **other: str) -> Arrived:
    """A notice as a view would pass it on."""
    body = alipay.notice(payment, **other)["data"]
    return Arrived({}, body.encode(), dict(parse_qsl(body, keep_blank_values=True)))


@pytest.fixture
def ours(alipay: AlipayDouble) -> Alipay:
    """Our side."""
    return Alipay(alipay.account())


@pytest.mark.parametrize(
    ("way", "method", "product"),
    [
        ("page", "alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
        ("wap", "alipay.trade.wap.pay", "QUICK_WAP_PAY"),
    ],
)
def test_creating_signs_an_address_and_asks_nobody(
    alipay: AlipayDouble, ours: Alipay, way: str, method: str, product: str
) -> None:
    charge = ours.create(Ask(**{name: getattr(ASK, name) for name in ASK.__slots__} | {"way": way}))
    assert alipay.asked == []
    content = alipay.opened(charge.url)
    assert (content["method"], content["product_code"]) == (method, product)
    assert (content["out_trade_no"], content["total_amount"]) == ("P0001", "128.05")
    assert content["time_expire"] == f"{local(SOON):%Y-%m-%d %H:%M:%S}"
    assert content["notify_url"] == ASK.notify_url


def test_a_payment_from_unknown_to_paid(alipay: AlipayDouble, ours: Alipay) -> None:
    assert ours.query("P0001") == PaymentState("unknown")
    alipay.opened(ours.create(ASK).url)
    assert ours.query("P0001") == PaymentState("pending")
    alipay.take("P0001", "128.05")
    assert ours.query("P0001") == PaymentState("paid", Money(12_805), "20261122P0001")
    alipay.trades["P0001"].state = "TRADE_FINISHED"
    assert ours.query("P0001").state == "paid"


def test_closing_ends_what_is_open_and_leaves_the_rest(alipay: AlipayDouble, ours: Alipay) -> None:
    ours.close("P0001")
    alipay.opened(ours.create(ASK).url)
    ours.close("P0001")
    ours.close("P0001")
    assert ours.query("P0001") == PaymentState("closed")
    alipay.take("P0002", "1.00")
    ours.close("P0002")
    assert ours.query("P0002").state == "paid"


def test_a_refund_is_made_once(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.take("P0001", "128.05")
    assert ours.refund(GIVING) == RefundState("done", "20261122P0001")
    assert ours.refund(GIVING) == RefundState("done", "20261122P0001")
    assert alipay.moves == 1
    assert alipay.trades["P0001"].given == {"R0001": "28.05"}


def test_a_refund_whose_answer_was_lost_is_found_made(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.take("P0001", "128.05")
    alipay.faults.coming = ["lost"]
    with pytest.raises(Unreachable):
        ours.refund(GIVING)
    assert ours.refund(GIVING).state == "done"
    assert alipay.moves == 1


def test_a_slow_refund_is_asked_for_again(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.take("P0001", "128.05")
    alipay.slow_refunds = True
    assert ours.refund(GIVING).state == "pending"
    alipay.slow_refunds = False
    assert ours.refund(GIVING).state == "done"
    assert alipay.moves == 1


def test_another_refund_under_our_number_is_not_ours(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.take("P0001", "128.05")
    alipay.trades["P0001"].given["R0001"] = "1.00"
    with pytest.raises(Unreachable):
        ours.refund(GIVING)


@pytest.mark.parametrize("reason", ["ACQ.TRADE_HAS_FINISHED", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"])
def test_a_refused_refund_says_why(alipay: AlipayDouble, ours: Alipay, reason: str) -> None:
    alipay.refusal = {"code": "40004", "msg": "Business Failed", "sub_code": reason, "sub_msg": "不行"}
    given = ours.refund(GIVING)
    assert (given.state, given.words) == ("failed", f"不行 ({reason})")


def test_a_no_of_today_is_tried_again(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.refusal = {"code": "40004", "sub_code": "ACQ.SELLER_BALANCE_NOT_ENOUGH", "sub_msg": "余额不足"}
    with pytest.raises(Unreachable, match="余额不足"):
        ours.refund(GIVING)


@pytest.mark.parametrize("answer", [("20000", "isp.unknow-error"), ("40004", "ACQ.SYSTEM_ERROR")])
def test_an_alipay_that_does_not_know_itself_says_nothing(
    alipay: AlipayDouble, ours: Alipay, answer: tuple[str, str]
) -> None:
    alipay.refusal = {"code": answer[0], "msg": "Service Currently Unavailable", "sub_code": answer[1]}
    for call in (lambda: ours.refund(GIVING), lambda: ours.query("P0001"), lambda: ours.close("P0001")):
        with pytest.raises(Unreachable):
            call()


@pytest.mark.parametrize("fault", UNTRUSTED)
def test_what_is_not_proven_says_nothing(alipay: AlipayDouble, ours: Alipay, fault: Mishap) -> None:
    alipay.take("P0001", "128.05")
    alipay.faults.coming = [fault]
    with pytest.raises(Unreachable):
        ours.query("P0001")
    assert ours.query("P0001").state == "paid"


def test_an_answer_for_another_payment_is_none(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.refusal = {"code": "10000", "out_trade_no": "P0002", "trade_status": "TRADE_SUCCESS", "total_amount": "1.00"}
    for call in (lambda: ours.query("P0001"), lambda: ours.refund(GIVING)):
        with pytest.raises(Unreachable):
            call()


def test_nobody_there(alipay: AlipayDouble) -> None:
    with pytest.raises(Unreachable):
        Alipay(alipay.account(url="http://127.0.0.1:1/gateway.do")).query("P0001")


def test_a_notice_says_what_was_paid(alipay: AlipayDouble, ours: Alipay) -> None:
    alipay.take("P0001", "128.05")
    notice = ours.verify(arrived(alipay, "P0001"))
    assert notice is not None
    assert (notice.payment, notice.amount, notice.reference, notice.paid) == (
        "P0001",
        Money(12_805),
        "20261122P0001",
        True,
    )


@pytest.mark.parametrize("state", ["WAIT_BUYER_PAY", "TRADE_CLOSED"])
def test_a_notice_of_something_else_is_genuine_and_no_payment(alipay: AlipayDouble, ours: Alipay, state: str) -> None:
    alipay.take("P0001", "128.05")
    notice = ours.verify(arrived(alipay, "P0001", trade_status=state))
    assert notice is not None
    assert not notice.paid


@pytest.mark.parametrize(
    "other",
    [
        {"signer": "somebody"},
        {"signer": "merchant"},
        {"app_id": "2021000000000002"},
        {"seller_id": "2088000000000002"},
        {"sign_type": "RSA"},
        {"total_amount": "128.055"},
        {"total_amount": "1e2"},
        {"total_amount": "-1.00"},
        {"out_trade_no": ""},
    ],
)
def test_a_notice_that_is_not_ours_is_none(alipay: AlipayDouble, ours: Alipay, other: dict[str, str]) -> None:
    alipay.take("P0001", "128.05")
    assert ours.verify(arrived(alipay, "P0001", **other)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"total_amount": "0.01"},
        {"out_trade_no": "P0002"},
        {"trade_status": "TRADE_FINISHED"},
        {"extra": "1"},
        {"sign": ""},
        {"sign": "签名"},
        {"sign": "AAAA"},
    ],
)
def test_a_changed_notice_is_none(alipay: AlipayDouble, ours: Alipay, change: dict[str, str]) -> None:
    alipay.take("P0001", "128.05")
    genuine = arrived(alipay, "P0001")
    assert ours.verify(Arrived({}, b"", {**genuine.form, **change})) is None
    assert ours.verify(Arrived({}, b"", {})) is None


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0.01", 1), ("12.8", 1_280), ("100", 10_000), ("1234567.89", 123_456_789)],
)
def test_yuan_to_the_fen(text: str, fen: int) -> None:
    assert yuan(text) == Money(fen)


@pytest.mark.parametrize("text", ["", "1.", ".5", "1.234", "1,000.00", "NaN", " 1", "１.00", "1.00\n"])
def test_what_is_no_amount(text: str) -> None:
    assert yuan(text) is None


def test_words(ours: Alipay) -> None:
    assert (ours.acknowledge(True).body, ours.acknowledge(False).body) == ("success", "fail")
    assert ours.acknowledge(False).status == 400
