"""Settings of gates: what is asked before a shop opens or a supplier sells, and how soon it is answered. Reasons:
docs/product.md, marked ⚙."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Days, Fen, Hours

_SUBJECT, _SUPPLIERS = N_("开店清单"), N_("供货商入驻")
_WHEN = {"door": N_("开门以前"), "payout": N_("提现以前"), "off": N_("不要")}
_WHEN_SUPPLIER = {"door": N_("供货以前"), "payout": N_("提现以前"), "off": N_("不要")}
When = Literal["door", "payout", "off"]


@dataclass(frozen=True)
class GateRules:
    """Each a fact of `Rules`. What a checklist asks for is settled when it is begun."""

    gate_phone: Annotated[
        When,
        live_setting(
            _SUBJECT,
            N_("什么时候要证明手机号：`door` 开门以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要证明手机号"),
            named=_WHEN,
        ),
    ] = "door"
    gate_identity: Annotated[
        When,
        live_setting(
            _SUBJECT,
            N_("什么时候要姓名和身份证号：`door` 开门以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要姓名和身份证号"),
            named=_WHEN,
        ),
    ] = "door"
    gate_certification: Annotated[
        When,
        live_setting(
            _SUBJECT,
            N_("什么时候要手持身份证的照片：`door` 开门以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要手持身份证的照片"),
            named=_WHEN,
        ),
    ] = "door"
    gate_credit: Annotated[
        When,
        live_setting(
            _SUBJECT,
            N_("什么时候要信用分：`door` 开门以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要信用分"),
            named=_WHEN,
        ),
    ] = "door"
    gate_payee: Annotated[
        When,
        live_setting(
            _SUBJECT,
            N_("什么时候要收款账户核对好：`door` 开门以前，`payout` 提现以前，`off` 清单上不列（提现还是要）"),
            at_desk=N_("什么时候要收款账户核对好"),
            named={"door": N_("开门以前"), "payout": N_("提现以前"), "off": N_("清单上不列（提现还是要）")},
        ),
    ] = "payout"
    gate_hours: Annotated[Hours, live_setting(_SUBJECT, N_("申请人交了以后，几小时内要答复"))] = 48
    gate_grace_days: Annotated[Days, live_setting(_SUBJECT, N_("手工开的店缺什么，多少天内补齐；过了只是不能提现"))] = (
        30
    )
    certification_months: Annotated[
        int, Field(ge=0, le=120), live_setting(_SUBJECT, N_("认证过了几个月要重新认证，0 就是不用"))
    ] = 0
    gate_company: Annotated[
        When,
        live_setting(
            _SUPPLIERS,
            N_("什么时候要公司和营业执照：`door` 供货以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要公司和营业执照"),
            named=_WHEN_SUPPLIER,
        ),
    ] = "door"
    gate_capital: Annotated[
        When,
        live_setting(
            _SUPPLIERS,
            N_("什么时候要注册资本和一般纳税人证明：`door` 供货以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要注册资本和一般纳税人证明"),
            named=_WHEN_SUPPLIER,
        ),
    ] = "door"
    gate_returns: Annotated[
        When,
        live_setting(
            _SUPPLIERS,
            N_("什么时候要退货地址：`door` 供货以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要退货地址"),
            named=_WHEN_SUPPLIER,
        ),
    ] = "door"
    gate_brands: Annotated[
        When,
        live_setting(
            _SUPPLIERS,
            N_("什么时候要品牌授权：`door` 供货以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要品牌授权"),
            named=_WHEN_SUPPLIER,
        ),
    ] = "door"
    gate_deposit: Annotated[
        When,
        live_setting(
            _SUPPLIERS,
            N_("什么时候要保证金交齐：`door` 供货以前，`payout` 提现以前，`off` 不要"),
            at_desk=N_("什么时候要保证金交齐"),
            named=_WHEN_SUPPLIER,
        ),
    ] = "door"
    supplier_capital: Annotated[
        Fen,
        live_setting(
            _SUPPLIERS,
            N_("自己申请的供货商注册资本至少多少，单位是分（100000000 就是 100 万元）；0 就是不看"),
            at_desk=N_("自己申请的供货商注册资本至少多少；0 就是不看"),
        ),
    ] = 100_000_000
    brand_chain: Annotated[int, Field(ge=1, le=9), live_setting(_SUPPLIERS, N_("一个品牌的授权书最多几层"))] = 3
    brand_renew_days: Annotated[Days, live_setting(_SUPPLIERS, N_("授权到期前多少天提醒续上"))] = 30
