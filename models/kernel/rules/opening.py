"""Settings of signing up and opening a shop. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Listed

_SUBJECT = N_("注册和开店")


@dataclass(frozen=True)
class OpeningRules:
    """Each a fact of `Rules`."""

    invitation_required: Annotated[bool, live_setting(_SUBJECT, N_("注册要不要邀请码"))] = True
    forbidden_in_names: Annotated[Listed, live_setting(_SUBJECT, N_("店名里不能出现的字"))] = ("旗舰", "专卖")
    name_suffix: Annotated[str, Field(max_length=10), live_setting(_SUBJECT, N_("店名显示时的后缀"))] = "小铺"
