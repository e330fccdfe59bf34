"""Settings of what shops post. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Hours

_SUBJECT = N_("动态")


@dataclass(frozen=True)
class FeedRules:
    """Each a fact of `Rules`."""

    posts_a_day: Annotated[int, Field(ge=1, le=100), live_setting(_SUBJECT, N_("一家小铺一天最多发几条动态"))] = 10
    report_hours: Annotated[Hours, live_setting(_SUBJECT, N_("举报的动态，多少小时内决定"))] = 24
