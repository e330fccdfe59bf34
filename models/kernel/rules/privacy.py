"""Settings of what is kept of people, and for how long. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days

_SUBJECT = N_("隐私")


@dataclass(frozen=True)
class PrivacyRules:
    """Each a fact of `Rules`."""

    counting_days: Annotated[Days, live_setting(_SUBJECT, N_("数访客用的编号多少天换一次"))] = 180
