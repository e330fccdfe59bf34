"""The doubles, each at its own address."""

from collections.abc import Iterator

import pytest

from models.kernel.provider import wire
from models.payment.gateways.alipay.double import AlipayDouble
from models.payment.gateways.wechat.double import WechatDouble, with_certificates
from tests.given.serving import serving


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for a double."""
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.4)


@pytest.fixture
def alipay() -> Iterator[AlipayDouble]:
    """Alipay."""
    double = AlipayDouble()
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture(params=["public key", "certificate"])
def wechat(request: pytest.FixtureRequest) -> Iterator[WechatDouble]:
    """WeChat Pay, in each of the two ways that it signs."""
    double = WechatDouble() if request.param == "public key" else with_certificates()
    with serving(double.answer) as double.url:
        yield double
