"""Gateways: what they ask for, and which notices they believe."""

import pytest

from models.kernel.money import Money
from models.payment.gateways import Notice
from models.payment.gateways.cod import CashOnDelivery
from models.payment.gateways.test import TestGateway

OURS = TestGateway("our secret")
PAID = OURS.sign("PAYMENT00001", Money(12_800))


def test_a_notice_of_its_own_is_believed() -> None:
    assert OURS.verify(PAID) == Notice("PAYMENT00001", Money(12_800), "TEST-PAYMENT00001")
    assert OURS.verify(PAID | {"extra": "ignored"}) is not None


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
    assert OURS.verify(PAID | change) is None


def test_a_notice_with_nothing_in_it_is_not() -> None:
    assert OURS.verify({}) is None


def test_what_is_due_now() -> None:
    assert OURS.charge("PAYMENT00001", Money(12_800)).url == "/cashier/PAYMENT00001"
    assert CashOnDelivery().charge("PAYMENT00001", Money(12_800)).url == ""


def test_nobody_notifies_cash_on_delivery() -> None:
    assert CashOnDelivery().verify(PAID) is None


def test_only_the_test_gateway_calls_itself_one() -> None:
    assert (OURS.test, OURS.prepaid) == (True, True)
    assert (CashOnDelivery().test, CashOnDelivery().prepaid) == (False, False)
