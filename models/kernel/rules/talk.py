"""Settings of conversations and of reminders. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Hours

_SUBJECT = N_("消息")


@dataclass(frozen=True)
class TalkRules:
    """Each a fact of `Rules`."""

    keeper_answer_hours: Annotated[Hours, live_setting(_SUBJECT, N_("下单前的问题掌柜要在几小时内答"))] = 24
    supplier_answer_hours: Annotated[Hours, live_setting(_SUBJECT, N_("下单后的问题供货商要在几小时内答"))] = 48
    contact_rule: Annotated[
        Literal["mask", "warn", "allow"],
        live_setting(
            _SUBJECT,
            N_("消息里的电话、微信号、QQ 号、站外链接：`mask` 给对方显示 ●●● 并说明，`warn` 只提醒，`allow` 不管"),
            at_desk=N_("消息里的电话、微信号、QQ 号、站外链接怎么办"),
            named={"mask": N_("给对方显示 ●●● 并说明"), "warn": N_("只提醒"), "allow": N_("不管")},
        ),
    ] = "mask"
    ship_hours: Annotated[Hours, live_setting(_SUBJECT, N_("多少小时没发出就提醒供货商和掌柜"))] = 48
    quiet_from: Annotated[
        int,
        Field(ge=0, le=23),
        live_setting(_SUBJECT, N_("从几点起不打扰掌柜和供货商（北京时间），提醒留到早上；和下一项相同就不停")),
    ] = 22
    quiet_until: Annotated[int, Field(ge=0, le=23), live_setting(_SUBJECT, N_("不打扰到几点"))] = 8
