"""What an operator has who can have names and numbers compared: an address that takes our JSON."""

from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.provider import ProviderSettings
from models.kernel.setting import Secret, Setting, WebAddress

SERVICES = N_("实名和信用")


@dataclass(frozen=True, slots=True)
class IdentityService(ProviderSettings):
    """Its variable is `XIAOPU_IDENTITY_` and the field's name."""

    service: Annotated[
        Secret,
        WebAddress(),
        Setting(
            SERVICES,
            N_('你的实名核对服务，收到签了名的 `{"key", "name", "number"}`，答 `{"match": true|false|null}`'),
            unset=N_("由平台人员核对"),
        ),
    ] = ""
