"""What a merchant has at WeChat Pay."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.provider import ProviderSettings, Unfit
from models.kernel.provider.keys import private_key, public_key, unfit_key
from models.kernel.setting import Key, Secret, Setting, WebAddress

WECHAT = N_("微信支付")


@dataclass(frozen=True, slots=True)
class WechatAccount(ProviderSettings):
    """`serial_no` names our certificate, `private_key` is its key. `public_key` and `public_key_id` are WeChat Pay's;
    without them its platform certificates are fetched. `secret` is the official account's: with it, people inside
    WeChat pay without leaving it."""

    mch_id: Annotated[str, Setting(WECHAT, N_("商户号"))] = ""
    app_id: Annotated[str, Setting(WECHAT, N_("公众号的 AppID（wx…）"))] = ""
    api_v3_key: Annotated[Secret, Setting(WECHAT, N_("APIv3 密钥，32 个字符"))] = ""
    private_key: Annotated[Key, Setting(WECHAT, N_("商户 API 证书的私钥：文件路径、PEM 或一串 base64"))] = ""
    serial_no: Annotated[str, Setting(WECHAT, N_("商户 API 证书的序列号"))] = ""
    public_key: Annotated[Key, Setting(WECHAT, N_("微信支付公钥；不填就去取平台证书"))] = ""
    public_key_id: Annotated[str, Setting(WECHAT, N_("微信支付公钥的 ID"))] = ""
    secret: Annotated[Secret, Setting(WECHAT, N_("公众号的 AppSecret：让微信里的买家不出微信就能付"))] = ""
    url: Annotated[str, WebAddress(guarded=True), Setting(WECHAT, N_("微信支付的接口，测试时换掉"))] = (
        "https://api.mch.weixin.qq.com"
    )
    open_url: Annotated[str, WebAddress(guarded=True), Setting(WECHAT, N_("公众号的接口，测试时换掉"))] = (
        "https://api.weixin.qq.com"
    )
    authorize_url: Annotated[
        str, WebAddress(guarded=True), Setting(WECHAT, N_("问微信是谁在付款的页面，测试时换掉"))
    ] = "https://open.weixin.qq.com/connect/oauth2/authorize"

    def unfit(self) -> Iterator[Unfit]:
        """What cannot work."""
        if not self.mch_id.isdecimal():
            yield Unfit("mch_id", "must be the merchant's number (digits)")
        if not self.app_id.startswith("wx"):
            yield Unfit("app_id", "must be the application's id (wx…)")
        if len(self.api_v3_key.encode()) != 32:
            yield Unfit("api_v3_key", "must be the APIv3 key: 32 characters")
        if not re.fullmatch(r"[0-9A-Fa-f]{8,64}", self.serial_no):
            yield Unfit("serial_no", "must be the serial number of the merchant's certificate (hexadecimal)")
        yield from unfit_key(private_key, "private_key", self.private_key)
        if bool(self.public_key) != bool(self.public_key_id):
            missing = "public_key_id" if self.public_key else "public_key"
            yield Unfit(missing, "is missing: WeChat Pay's public key and its id go together")
        elif self.public_key:
            yield from unfit_key(public_key, "public_key", self.public_key)
