"""Settings of money: fees, withdrawals, deposits. Reasons: docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Fen, Measured

_SUBJECT = N_("钱")


@dataclass(frozen=True)
class MoneyRules:
    """Each a fact of `Rules`."""

    platform_fee_bp: Annotated[
        int,
        Field(ge=0, le=1000),
        Measured("rate"),
        live_setting(
            _SUBJECT,
            N_("平台从供货商那份里收多少服务费（万分之几，100 就是百分之一）"),
            at_desk=N_("平台从供货商那份里收多少服务费"),
        ),
    ] = 100
    withdrawal_min: Annotated[
        Fen,
        Field(ge=1),
        live_setting(
            _SUBJECT,
            N_("掌柜和供货商一次最少提现多少，单位是分（1000 就是 10 元）"),
            at_desk=N_("掌柜和供货商一次最少提现多少"),
        ),
    ] = 1000
    different_hands: Annotated[
        bool, live_setting(_SUBJECT, N_("财务有三位时，提现的核对账户、批准、登记付款要不要是不同的人"))
    ] = True
    own_earns_nothing: Annotated[
        bool, live_setting(_SUBJECT, N_("掌柜在自己的店里买的，要不要不给佣金、不算进等级"))
    ] = True
    supplier_deposit: Annotated[
        Fen,
        live_setting(
            _SUBJECT,
            N_("新供货商要交的保证金，平台加供货商时可以另填，单位是分（1000000 就是 1 万元）；0 就是不收"),
            at_desk=N_("新供货商要交的保证金，平台加供货商时可以另填；0 就是不收"),
        ),
    ] = 1_000_000
