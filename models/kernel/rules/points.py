"""Settings of points for violations, and of star keepers. Reasons: docs/product.md, marked ⚙."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Hours, Listed

_SUBJECT = N_("违规和扣分")
_KIND = re.compile(r"(?P<name>[^=,，]{1,20})=(?P<points>[1-9]\d?)")
MOST_POINTS = 99


def _kinds(listed: tuple[str, ...]) -> tuple[str, ...]:
    plain = tuple("=".join(part.strip() for part in one.replace("＝", "=").split("=")) for one in listed)
    names = [one.partition("=")[0] for one in plain]
    if not plain or not all(_KIND.fullmatch(one) for one in plain) or len(set(names)) < len(names):
        raise ValueError("each is a name of at most 20 characters, =, and points from 1 to 99; no name twice")
    return plain


# What they are called is said in the reader's language; what a network writes itself, as it wrote it.
_DEFAULTS = tuple(
    f"{name}={points}"
    for name, points in (
        (N_("卖假货或来路不明的货"), 24),
        (N_("刷单或虚构订单"), 12),
        (N_("引导买家到平台外交易"), 12),
        (N_("冒用别人的图片或名义"), 6),
        (N_("推荐的话不属实"), 6),
        (N_("对买家恶语相向"), 3),
        (N_("其他"), 3),
    )
)
Points = Annotated[int, Field(ge=1, le=999)]


@dataclass(frozen=True)
class PointsRules:
    """Each a fact of `Rules`. What a violation costs, and until when it counts, is settled when it is noted."""

    violation_kinds: Annotated[
        Listed,
        AfterValidator(_kinds),
        live_setting(_SUBJECT, N_("有哪些违规、各扣几分，写成“名称=分数”")),
    ] = _DEFAULTS
    points_lapse_days: Annotated[Days, live_setting(_SUBJECT, N_("扣的分多少天以后不再算"))] = 365
    points_no_invitations: Annotated[Points, live_setting(_SUBJECT, N_("扣到几分，不能再发邀请码、不上精选"))] = 12
    points_no_further_shop: Annotated[Points, live_setting(_SUBJECT, N_("扣到几分，不能再开店、不能当红人掌柜"))] = 18
    points_closing: Annotated[Points, live_setting(_SUBJECT, N_("扣到几分，由平台决定要不要关店"))] = 24
    appeal_hours: Annotated[Hours, live_setting(_SUBJECT, N_("申诉多少小时内答复"))] = 48
    closing_hours: Annotated[Hours, live_setting(_SUBJECT, N_("要不要关店，多少小时内决定"))] = 48
