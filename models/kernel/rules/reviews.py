"""Settings of reviews. Reasons: docs/product.md, Reviews, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Hours

_SUBJECT = N_("评价")


@dataclass(frozen=True)
class ReviewRules:
    """Each a fact of `Rules`."""

    review_days: Annotated[Days, live_setting(_SUBJECT, N_("收货后多少天内可以评价"))] = 180
    review_change_days: Annotated[Days, live_setting(_SUBJECT, N_("评价写下后多少天内买家可以改"))] = 15
    review_report_hours: Annotated[Hours, live_setting(_SUBJECT, N_("被举报的评价平台要在几小时内看"))] = 48
