"""The gateways of our own: what they ask for, and which notices they believe."""

from datetime import UTC, datetime

import pytest

from models.kernel.money import Money
from models.payment.gateways import Arrived, Ask, Charge, Gateway, Giving, PaymentNotice
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway

OURS = TestGateway("our secret")
PAID = OURS.sign("PAYMENT00001", Money(12_800))
ASK = Ask("PAYMENT00001", Money(12_800), "小铺 2026112200001", datetime(2026, 11, 22, tzinfo=UTC))
GIVING = Giving("REFUND000001", "PAYMENT00001", Money(2_800), Money(12_800), "少了一包")


def heard(gateway: Gateway, form: dict[str, str]) -> PaymentNotice | None:
    """What it makes of these fields."""
    return gateway.verify(Arrived({}, b"", form))


def test_a_notice_of_its_own_is_believed() -> None:
    assert heard(OURS, PAID) == PaymentNotice("PAYMENT00001", Money(12_800), "TEST-PAYMENT00001")
    assert heard(OURS, PAID | {"extra": "ignored"}) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "1"},
        {"amount": "12800.0"},
        {"amount": ""},
        {"payment": "PAYMENT00002"},
        {"reference": "TEST-OTHER"},
        {"sign": ""},
        {"sign": "0" * 64},
        {"sign": "签名"},
        {"sign": PAID["sign"].upper()},
        {"sign": TestGateway("another secret").sign("PAYMENT00001", Money(12_800))["sign"]},
        {"payment": "PAYMENT00001&reference=TEST-PAYMENT00001", "reference": ""},
    ],
)
def test_a_forged_notice_is_not(change: dict[str, str]) -> None:
    assert heard(OURS, PAID | change) is None


def test_a_notice_with_nothing_in_it_is_not() -> None:
    assert heard(OURS, {}) is None


def test_what_is_due_now() -> None:
    assert OURS.create(ASK) == Charge(url="/cashier/PAYMENT00001")
    assert CashOnDelivery().create(ASK) == Charge()


def test_neither_knows_of_money_that_no_notice_told_of() -> None:
    for gateway in (OURS, CashOnDelivery()):
        assert gateway.query("PAYMENT00001").state == "pending"
        gateway.close("PAYMENT00001")


def test_play_money_goes_back_by_itself_and_cash_by_hand() -> None:
    assert (OURS.refund(GIVING).state, OURS.refund(GIVING).reference) == ("done", "TEST-REFUND000001")
    assert CashOnDelivery().refund(GIVING).state == "by_hand"


def test_nobody_notifies_cash_on_delivery() -> None:
    assert heard(CashOnDelivery(), PAID) is None


@pytest.mark.parametrize("gateway", [OURS, CashOnDelivery()])
def test_what_is_not_accepted_is_not_acknowledged(gateway: Gateway) -> None:
    assert gateway.acknowledge(False).status == 400


def test_only_the_test_gateway_calls_itself_one() -> None:
    assert (OURS.test, OURS.prepaid) == (True, True)
    assert (CashOnDelivery().test, CashOnDelivery().prepaid) == (False, False)
