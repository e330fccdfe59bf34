"""Settings of orders: what may be held, how long, when it counts as received. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Minutes

_SUBJECT = N_("买卖")


@dataclass(frozen=True)
class BuyingRules:
    """Each a fact of `Rules`."""

    unpaid_minutes: Annotated[Minutes, live_setting(_SUBJECT, N_("多少分钟不付款就取消"))] = 30
    cash_pieces: Annotated[
        int, Field(ge=1, le=6000), live_setting(_SUBJECT, N_("货到付款一单最多几件，再多要先付款"))
    ] = 20
    held_orders: Annotated[
        int, Field(ge=1, le=1000), live_setting(_SUBJECT, N_("一个手机号最多同时有几单没付款、也没发完"))
    ] = 10
    held_pieces: Annotated[
        int, Field(ge=1, le=100_000), live_setting(_SUBJECT, N_("一个手机号没付款、也没发完的一共最多多少件"))
    ] = 100
    claim_minutes: Annotated[Minutes, live_setting(_SUBJECT, N_("券领完以后，领了多少分钟还没下单的让给后来的人"))] = 30
    received_days: Annotated[Days, live_setting(_SUBJECT, N_("发货多少天算收到"))] = 10
    pickup_days: Annotated[
        int, Field(ge=1, le=60), live_setting(_SUBJECT, N_("到店自取的包裹备好后留几天，商家没有自己写的时候"))
    ] = 7
    pickup_misses: Annotated[
        int, Field(ge=1, le=1000), live_setting(_SUBJECT, N_("一个商家一小时最多输错几次取货码"))
    ] = 10
    found_days: Annotated[Days, live_setting(_SUBJECT, N_("凭手机号和六位数能找回多少天以内的订单"))] = 180
    shipping_rows: Annotated[int, Field(ge=1, le=100_000), live_setting(_SUBJECT, N_("批量发货的表格最多几行"))] = 2000
