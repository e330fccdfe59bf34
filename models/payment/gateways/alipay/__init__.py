"""Alipay: gateway.py is the contract, signed.py the protocol, account.py who sells, double.py its stand-in."""

from models.kernel.errors import N_
from models.payment.gateways import Gateway, PaymentProvider
from models.payment.gateways.alipay.account import ALIPAY, AlipayAccount


def _make(account: AlipayAccount, secret: str) -> Gateway:
    # The library takes 15 MB: who does not use it need not load it.
    from models.payment.gateways.alipay.gateway import Alipay

    return Alipay(account)


PROVIDER = PaymentProvider(
    name="alipay",
    place=2,
    words=ALIPAY,
    make=_make,
    settings=AlipayAccount,
    app=ALIPAY,
    notes={"wechat": N_("会给你一个链接，到浏览器里打开"), "desk": N_("用手机扫一扫，或者登录账号")},
    # WeChat opens no page of Alipay's.
    ways={"phone": "wap", "desk": "page"},
    elsewhere=N_("微信里打不开支付宝。点右上角的“…”，选“在浏览器打开”；或者复制地址，粘贴到浏览器里。"),
)
