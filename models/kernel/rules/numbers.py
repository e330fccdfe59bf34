"""Settings of statistics. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Measured

_SUBJECT = N_("统计")


@dataclass(frozen=True)
class NumberRules:
    """Each a fact of `Rules`. Whoever may be a star is counted over thirty whole days, by visits."""

    visit_days: Annotated[
        int,
        Field(ge=31, le=3650),
        Measured("day"),
        live_setting(_SUBJECT, N_("访问明细多少天后删掉；按小时和按天的数一直留着")),
    ] = 90
