"""What an operator has who can send texts: an address that takes our JSON and sends it on."""

from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.provider import ProviderSettings
from models.kernel.setting import Secret, Setting, WebAddress
from models.notify import TELLING


@dataclass(frozen=True, slots=True)
class SmsService(ProviderSettings):
    """Its variable is `XIAOPU_NOTIFY_` and the field's name."""

    sms: Annotated[
        Secret,
        WebAddress(),
        Setting(
            TELLING,
            N_(
                '你的短信服务，收到 `{"to", "text", "key"}`，签名同上；'
                "注册和忘了密码时的六位数也由它发。`key` 相同的只发一次"
            ),
        ),
    ] = ""
