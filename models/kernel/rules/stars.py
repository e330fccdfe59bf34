"""Settings of star keepers. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Hours

_SUBJECT = N_("红人掌柜")
Many = Annotated[int, Field(ge=1, le=100_000_000)]


@dataclass(frozen=True)
class StarRules:
    """Each a fact of `Rules`."""

    star_visitors: Annotated[Many, live_setting(_SUBJECT, N_("最近 30 天平均一天超过几位访客，能当红人掌柜"))] = 10_000
    star_followers: Annotated[Many, live_setting(_SUBJECT, N_("或者在别处超过几位粉丝，能当红人"))] = 10_000
    star_hours: Annotated[Hours, live_setting(_SUBJECT, N_("当红人掌柜的申请多少小时内答复"))] = 48
    star_settles_days_earlier: Annotated[
        int, Field(ge=0, le=7), live_setting(_SUBJECT, N_("红人掌柜的佣金，售后期结束前几天就结算"))
    ] = 2
    star_featured_lessons: Annotated[bool, live_setting(_SUBJECT, N_("红人掌柜看不看精选课堂"))] = True
    star_first_look_hours: Annotated[
        int, Field(ge=0, le=720), live_setting(_SUBJECT, N_("新上架的货，红人掌柜先看几小时；0 就是大家一起看"))
    ] = 0
