"""Settings of after-sales and refunds. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Hours

_SUBJECT = N_("售后")


@dataclass(frozen=True)
class AfterSaleRules:
    """Each a fact of `Rules`."""

    after_sale_days: Annotated[Days, live_setting(_SUBJECT, N_("收货后多少天内可以申请售后，过后订单完结"))] = 7
    answer_hours: Annotated[Hours, live_setting(_SUBJECT, N_("供货商多少小时内要答复售后"))] = 48
    refund_tries: Annotated[
        int, Field(ge=1, le=1000), live_setting(_SUBJECT, N_("退款在支付平台试几次不成就告诉平台"))
    ] = 8
