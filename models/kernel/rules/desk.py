"""Settings of what waits at the desk: how long, and in whose hands. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Hours, Measured, Minutes

_SUBJECT = N_("待处理")


@dataclass(frozen=True)
class DeskRules:
    """Each a fact of `Rules`."""

    in_hand_minutes: Annotated[
        Minutes, live_setting(_SUBJECT, N_("一件待处理的事拿在手上多少分钟，别人就可以接过去"))
    ] = 30
    take_back_seconds: Annotated[
        int,
        Field(ge=0, le=600),
        Measured("second"),
        live_setting(_SUBJECT, N_("决定以后多少秒内可以收回；通知在这之后才发出")),
    ] = 60
    goods_hours: Annotated[Hours, live_setting(_SUBJECT, N_("提交的商品要在几小时内审核"))] = 24
    payee_hours: Annotated[Hours, live_setting(_SUBJECT, N_("收款账户要在几小时内核对"))] = 24
    sign_up_hours: Annotated[Hours, live_setting(_SUBJECT, N_("没有接短信时，注册的手机号要在几小时内确认"))] = 24
    withdrawal_hours: Annotated[Hours, live_setting(_SUBJECT, N_("提现要在几小时内批准"))] = 24
    refund_hours: Annotated[Hours, live_setting(_SUBJECT, N_("要人办的退款要在几小时内办好"))] = 24
    remittance_hours: Annotated[Hours, live_setting(_SUBJECT, N_("代收货款要在几小时内查到账"))] = 168
