"""What a merchant has at WeChat Pay."""

import re
from dataclasses import dataclass

from models.payment.gateways.keys import Unfit, private_key, public_key

WECHAT_URL = "https://api.mch.weixin.qq.com"
OPEN_URL = "https://api.weixin.qq.com"
AUTHORIZE_URL = "https://open.weixin.qq.com/connect/oauth2/authorize"


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """`serial_no` names our certificate, `private_key` is its key. `public_key` and `public_key_id` are WeChat Pay's;
    without them its platform certificates are fetched. `secret` is the official account's: with it, people inside
    WeChat pay without leaving it."""

    mch_id: str
    app_id: str
    api_v3_key: str
    private_key: str
    serial_no: str
    public_key: str = ""
    public_key_id: str = ""
    secret: str = ""
    url: str = WECHAT_URL
    open_url: str = OPEN_URL
    authorize_url: str = AUTHORIZE_URL

    def check(self) -> None:
        """Raises Unfit."""
        if not self.mch_id.isdecimal():
            raise Unfit("WECHAT_MCH_ID", "must be the merchant's number (digits)")
        if not self.app_id.startswith("wx"):
            raise Unfit("WECHAT_APP_ID", "must be the application's id (wx…)")
        if len(self.api_v3_key.encode()) != 32:
            raise Unfit("WECHAT_API_V3_KEY", "must be the APIv3 key: 32 characters")
        if not re.fullmatch(r"[0-9A-Fa-f]{8,64}", self.serial_no):
            raise Unfit("WECHAT_SERIAL_NO", "must be the serial number of the merchant's certificate (hexadecimal)")
        private_key("WECHAT_PRIVATE_KEY", self.private_key)
        if bool(self.public_key) != bool(self.public_key_id):
            missing = "WECHAT_PUBLIC_KEY_ID" if self.public_key else "WECHAT_PUBLIC_KEY"
            raise Unfit(missing, "is missing: WeChat Pay's public key and its id go together")
        if self.public_key:
            public_key("WECHAT_PUBLIC_KEY", self.public_key)
