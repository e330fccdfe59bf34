"""The settings that rules depend on, each declared once, as values. Their reasons stand in docs/product.md (marked ⚙).

config.py fills this from the environment; verbs take it as `rules=`. Nothing here reads the environment.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.setting import Days, Fen, Hours, Listed, Measured, Minutes, Setting

_OPENING, _PEOPLE, _PICKING, _SHARING = N_("注册和开店"), N_("登录和密码"), N_("选品"), N_("分享")
_BUYING, _AFTER_SALE, _MONEY, _TALK = N_("买卖"), N_("售后"), N_("钱"), N_("消息")
_DESK = N_("待处理")
# Asked for with each request and job: a change needs no restart.
_Rule = partial(Setting, restart=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """Every limit that the domain applies, with docs/product.md's defaults. `own_host` follows from the network's
    address and is no setting; neither is `reason_limit`."""

    invitation_required: Annotated[bool, _Rule(_OPENING, N_("注册要不要邀请码"))] = True
    forbidden_in_names: Annotated[Listed, _Rule(_OPENING, N_("店名里不能出现的字"))] = ("旗舰", "专卖")
    name_suffix: Annotated[str, Field(max_length=10), _Rule(_OPENING, N_("店名显示时的后缀"))] = "小铺"

    code_minutes: Annotated[Minutes, _Rule(_PEOPLE, N_("发到手机的六位数几分钟内有效"))] = 10
    code_tries: Annotated[int, Field(ge=1, le=10), _Rule(_PEOPLE, N_("这六位数能试几次"))] = 5
    code_pause_seconds: Annotated[
        int, Field(ge=1, le=3600), Measured("second"), _Rule(_PEOPLE, N_("同一个号码隔几秒才能再要一条"))
    ] = 60
    reset_link_hours: Annotated[Hours, _Rule(_PEOPLE, N_("平台给的重设密码链接几小时内有效"))] = 24
    joining_link_hours: Annotated[Hours, _Rule(_PEOPLE, N_("请人来工作台或供货商的链接几小时内有效"))] = 48
    codes_a_day: Annotated[
        int, Field(ge=1, le=100), _Rule(_PEOPLE, N_("从同一处网络，为同一个号码一天最多要几条；各处加起来是它的四倍"))
    ] = 5
    second_factor_required: Annotated[
        Literal["", "nobody", "operators", "owners"],
        _Rule(
            _PEOPLE,
            N_("谁登录必须有第二步：`operators` 平台人员，`owners` 还有供货商的负责人，`nobody` 都不必"),
            unset=N_("生产环境是 `owners`，别处是 `nobody`"),
            at_desk=N_("谁登录必须有第二步"),
            named={
                "": N_("按环境：生产环境是最后一种，别处都不必"),
                "nobody": N_("都不必"),
                "operators": N_("平台人员"),
                "owners": N_("平台人员和供货商的负责人"),
            },
        ),
    ] = ""
    prove_minutes: Annotated[
        Minutes, _Rule(_PEOPLE, N_("动钱、岗位、设置和受保护的资料之前，多少分钟内证明过是本人就不再问"))
    ] = 15
    operator_hours: Annotated[Hours, _Rule(_PEOPLE, N_("平台人员登录满几小时就要重新登录"))] = 12
    sign_in_days: Annotated[Days, _Rule(_PEOPLE, N_("登录多少天不用就失效"))] = 180

    pick_limit: Annotated[int, Field(ge=1, le=100_000), _Rule(_PICKING, N_("一家店最多选多少件"))] = 1000
    reason_limit: int = 200
    default_commission_bp: Annotated[
        int,
        Field(ge=0, le=9000),
        Measured("rate"),
        _Rule(_PICKING, N_("货单没写佣金率时用多少（万分之几）"), at_desk=N_("货单没写佣金率时用多少")),
    ] = 1000

    link_days: Annotated[Days, _Rule(_SHARING, N_("浏览器记住从哪个入口来的天数"))] = 15
    fold_lines: Annotated[int, Field(ge=1, le=100), _Rule(_SHARING, N_("文案超过几行就分成正文和第一条评论"))] = 6
    fold_chars: Annotated[int, Field(ge=10, le=5000), _Rule(_SHARING, N_("文案超过几个字就分成正文和第一条评论"))] = 100

    unpaid_minutes: Annotated[Minutes, _Rule(_BUYING, N_("多少分钟不付款就取消"))] = 30
    cash_pieces: Annotated[int, Field(ge=1, le=6000), _Rule(_BUYING, N_("货到付款一单最多几件，再多要先付款"))] = 20
    held_orders: Annotated[
        int, Field(ge=1, le=1000), _Rule(_BUYING, N_("一个手机号最多同时有几单没付款、也没发完"))
    ] = 10
    held_pieces: Annotated[
        int, Field(ge=1, le=100_000), _Rule(_BUYING, N_("一个手机号没付款、也没发完的一共最多多少件"))
    ] = 100
    claim_minutes: Annotated[Minutes, _Rule(_BUYING, N_("券领完以后，领了多少分钟还没下单的让给后来的人"))] = 30
    received_days: Annotated[Days, _Rule(_BUYING, N_("发货多少天算收到"))] = 10
    found_days: Annotated[Days, _Rule(_BUYING, N_("凭手机号和六位数能找回多少天以内的订单"))] = 180
    shipping_rows: Annotated[int, Field(ge=1, le=100_000), _Rule(_BUYING, N_("批量发货的表格最多几行"))] = 2000

    after_sale_days: Annotated[Days, _Rule(_AFTER_SALE, N_("收货后多少天内可以申请售后，过后订单完结"))] = 7
    answer_hours: Annotated[Hours, _Rule(_AFTER_SALE, N_("供货商多少小时内要答复售后"))] = 48
    refund_tries: Annotated[int, Field(ge=1, le=1000), _Rule(_AFTER_SALE, N_("退款在支付平台试几次不成就告诉平台"))] = 8

    platform_fee_bp: Annotated[
        int,
        Field(ge=0, le=1000),
        Measured("rate"),
        _Rule(
            _MONEY,
            N_("平台从供货商那份里收多少服务费（万分之几，100 就是百分之一）"),
            at_desk=N_("平台从供货商那份里收多少服务费"),
        ),
    ] = 100
    withdrawal_min: Annotated[
        Fen,
        Field(ge=1),
        _Rule(
            _MONEY,
            N_("掌柜和供货商一次最少提现多少，单位是分（1000 就是 10 元）"),
            at_desk=N_("掌柜和供货商一次最少提现多少"),
        ),
    ] = 1000
    different_hands: Annotated[
        bool, _Rule(_MONEY, N_("财务有三位时，提现的核对账户、批准、登记付款要不要是不同的人"))
    ] = True
    supplier_deposit: Annotated[
        Fen,
        _Rule(
            _MONEY,
            N_("新供货商要交的保证金，平台加供货商时可以另填，单位是分（1000000 就是 1 万元）；0 就是不收"),
            at_desk=N_("新供货商要交的保证金，平台加供货商时可以另填；0 就是不收"),
        ),
    ] = 1_000_000

    keeper_answer_hours: Annotated[Hours, _Rule(_TALK, N_("下单前的问题掌柜要在几小时内答"))] = 24
    supplier_answer_hours: Annotated[Hours, _Rule(_TALK, N_("下单后的问题供货商要在几小时内答"))] = 48
    contact_rule: Annotated[
        Literal["mask", "warn", "allow"],
        _Rule(
            _TALK,
            N_("消息里的电话、微信号、QQ 号、站外链接：`mask` 给对方显示 ●●● 并说明，`warn` 只提醒，`allow` 不管"),
            at_desk=N_("消息里的电话、微信号、QQ 号、站外链接怎么办"),
            named={"mask": N_("给对方显示 ●●● 并说明"), "warn": N_("只提醒"), "allow": N_("不管")},
        ),
    ] = "mask"
    ship_hours: Annotated[Hours, _Rule(_TALK, N_("多少小时没发出就提醒供货商和掌柜"))] = 48
    quiet_from: Annotated[
        int,
        Field(ge=0, le=23),
        _Rule(_TALK, N_("从几点起不打扰掌柜和供货商（北京时间），提醒留到早上；和下一项相同就不停")),
    ] = 22
    quiet_until: Annotated[int, Field(ge=0, le=23), _Rule(_TALK, N_("不打扰到几点"))] = 8
    in_hand_minutes: Annotated[Minutes, _Rule(_DESK, N_("一件待处理的事拿在手上多少分钟，别人就可以接过去"))] = 30
    take_back_seconds: Annotated[
        int, Field(ge=0, le=600), Measured("second"), _Rule(_DESK, N_("决定以后多少秒内可以收回；通知在这之后才发出"))
    ] = 60
    goods_hours: Annotated[Hours, _Rule(_DESK, N_("提交的商品要在几小时内审核"))] = 24
    payee_hours: Annotated[Hours, _Rule(_DESK, N_("收款账户要在几小时内核对"))] = 24
    withdrawal_hours: Annotated[Hours, _Rule(_DESK, N_("提现要在几小时内批准"))] = 24
    refund_hours: Annotated[Hours, _Rule(_DESK, N_("要人办的退款要在几小时内办好"))] = 24
    remittance_hours: Annotated[Hours, _Rule(_DESK, N_("代收货款要在几小时内查到账"))] = 168
    own_host: str = ""


DEFAULT = Rules()
