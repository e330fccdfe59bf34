"""The ways to pay that a network names, each made from what it needs to know. Making one asks nothing of anybody."""

from collections.abc import Callable, Iterable

from models.payment.gateways import Gateway
from models.payment.gateways.alipay.account import AlipayAccount
from models.payment.gateways.cod import CashOnDelivery
from models.payment.gateways.test import TestGateway
from models.payment.gateways.wechat.account import WechatAccount

NAMES = ("cod", "alipay", "wechat", "test")


def chosen_gateways(
    names: Iterable[str], *, secret: str, alipay: AlipayAccount, wechat: WechatAccount
) -> dict[str, Gateway]:
    """The gateways of these names, in their order. Raises keys.Unfit."""
    makers: dict[str, Callable[[], Gateway]] = {
        "cod": CashOnDelivery,
        "test": lambda: TestGateway(secret),
        "alipay": lambda: _alipay(alipay),
        "wechat": lambda: _wechat(wechat),
    }
    return {name: makers[name]() for name in names}


# Their libraries take 15 MB each: who does not use them need not load them.


def _alipay(account: AlipayAccount) -> Gateway:
    account.check()
    from models.payment.gateways.alipay.gateway import Alipay

    return Alipay(account)


def _wechat(account: WechatAccount) -> Gateway:
    account.check()
    from models.payment.gateways.wechat.gateway import WechatPay

    return WechatPay(account)
