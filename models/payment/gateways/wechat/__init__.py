"""WeChat Pay: gateway.py is the contract, signed.py and trust.py the protocol, account.py who sells,
opener.py who pays, double.py its stand-in."""

from models.kernel.errors import N_
from models.payment.gateways import Gateway, PaymentProvider
from models.payment.gateways.wechat.account import WECHAT, WechatAccount


def _make(account: WechatAccount, secret: str) -> Gateway:
    # The library takes 15 MB: who does not use it need not load it.
    from models.payment.gateways.wechat.gateway import WechatPay

    return WechatPay(account)


PROVIDER = PaymentProvider(
    name="wechat",
    place=3,
    words=WECHAT,
    make=_make,
    settings=WechatAccount,
    app=N_("微信"),
    notes={"wechat": N_("你正在微信里，这样最快"), "desk": N_("用手机微信扫一扫")},
    ways={"wechat": "jsapi", "phone": "h5", "desk": "native"},
    elsewhere=N_("在微信里还不能直接付。点右上角的“…”，选“在浏览器打开”；或者复制地址，粘贴到浏览器里。"),
)
