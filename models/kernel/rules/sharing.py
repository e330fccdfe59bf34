"""Settings of sharing: how long a link is remembered and its rate promised, where a text is folded. Reasons:
docs/product.md, marked ⚙.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Measured

_SUBJECT = N_("分享")


@dataclass(frozen=True)
class SharingRules:
    """Each a fact of `Rules`."""

    link_days: Annotated[Days, live_setting(_SUBJECT, N_("浏览器记住从哪个入口来的天数"))] = 15
    rate_promise_days: Annotated[
        int,
        Field(ge=0, le=90),
        Measured("day"),
        live_setting(_SUBJECT, N_("每次分享承诺当天佣金率几天；0 是不承诺")),
    ] = 7
    fold_lines: Annotated[
        int, Field(ge=1, le=100), live_setting(_SUBJECT, N_("文案超过几行就分成正文和第一条评论"))
    ] = 6
    fold_chars: Annotated[
        int, Field(ge=10, le=5000), live_setting(_SUBJECT, N_("文案超过几个字就分成正文和第一条评论"))
    ] = 100
