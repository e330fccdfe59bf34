"""What a merchant has at Alipay."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.provider import ProviderSettings, Unfit
from models.kernel.provider.keys import private_key, public_key, unfit_key
from models.kernel.setting import Key, Setting, WebAddress

ALIPAY = N_("支付宝")


@dataclass(frozen=True, slots=True)
class AlipayAccount(ProviderSettings):
    """`private_key` is ours, `public_key` is Alipay's (not that of our own pair), both as text."""

    app_id: Annotated[str, Setting(ALIPAY, N_("应用的 APPID"))] = ""
    seller_id: Annotated[str, Setting(ALIPAY, N_("商户的 PID（2088…）"))] = ""
    private_key: Annotated[Key, Setting(ALIPAY, N_("应用私钥：文件路径、PEM 或一串 base64"))] = ""
    public_key: Annotated[Key, Setting(ALIPAY, N_("支付宝公钥：文件路径、PEM 或一串 base64"))] = ""
    url: Annotated[str, WebAddress(guarded=True), Setting(ALIPAY, N_("用沙箱时换掉"))] = (
        "https://openapi.alipay.com/gateway.do"
    )

    def unfit(self) -> Iterator[Unfit]:
        """What cannot work."""
        if not self.app_id.isdecimal():
            yield Unfit("app_id", "must be the application's number (digits)")
        if not (self.seller_id.isdecimal() and len(self.seller_id) == 16 and self.seller_id.startswith("2088")):
            yield Unfit("seller_id", "must be the merchant's PID: 16 digits that start with 2088")
        yield from unfit_key(private_key, "private_key", self.private_key)
        yield from unfit_key(public_key, "public_key", self.public_key)
