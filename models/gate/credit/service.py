"""What an operator has who can ask for scores: an address that takes our JSON."""

from dataclasses import dataclass
from typing import Annotated

from models.gate.identity.service import SERVICES
from models.kernel.errors import N_
from models.kernel.provider import ProviderSettings
from models.kernel.setting import Secret, Setting, WebAddress


@dataclass(frozen=True, slots=True)
class CreditService(ProviderSettings):
    """Its variable is `XIAOPU_CREDIT_` and the field's name."""

    service: Annotated[
        Secret,
        WebAddress(),
        Setting(
            SERVICES,
            N_('你的信用分服务，收到签了名的 `{"key", "name", "number"}`，答 `{"score": 712|null}`'),
            unset=N_("由平台人员照截图填"),
        ),
    ] = ""
