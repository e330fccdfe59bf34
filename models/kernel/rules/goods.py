"""Settings of goods: what a file or form may leave out, and how long a fall of the commission is announced. Reasons:
docs/product.md, marked ⚙.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from models.kernel.errors import N_
from models.kernel.rules.group import live_setting
from models.kernel.setting import Fen, Listed, Measured

_SUBJECT, _OWN = N_("商品"), N_("自营")


@dataclass(frozen=True)
class GoodsRules:
    """Each a fact of `Rules`."""

    default_commission_bp: Annotated[
        int,
        Field(ge=0, le=9000),
        Measured("rate"),
        live_setting(_SUBJECT, N_("货单没写佣金率时用多少（万分之几）"), at_desk=N_("货单没写佣金率时用多少")),
    ] = 1000
    rate_notice_days: Annotated[
        int,
        Field(ge=0, le=90),
        Measured("day"),
        live_setting(_SUBJECT, N_("佣金率下调前预告几天；0 是马上生效")),
    ] = 7
    price_move_bp: Annotated[
        int,
        Field(ge=0, le=9000),
        Measured("rate"),
        live_setting(
            _SUBJECT,
            N_("在售商品的价格比上次审核通过的变动多少以内马上生效（万分之几），超过要再审核"),
            at_desk=N_("在售商品的价格比上次审核通过的变动多少以内马上生效"),
        ),
    ] = 2000
    own_first_approvals: Annotated[
        int,
        Field(ge=0, le=1000),
        live_setting(_OWN, N_("自营店最早的几件商品要平台审核，之后只审要审的类目；0 是一件也不用")),
    ] = 3
    own_freight: Annotated[
        Fen,
        live_setting(
            _OWN,
            N_("自营店没设运费时一个包裹收多少，单位是分"),
            at_desk=N_("自营店没设运费时一个包裹收多少"),
        ),
    ] = 800
    own_free_over: Annotated[
        Fen,
        live_setting(
            _OWN,
            N_("自营店没设运费时满多少包邮，单位是分；0 是不包邮"),
            at_desk=N_("自营店没设运费时满多少包邮；0 是不包邮"),
        ),
    ] = 9900
    forbidden_contacts: Annotated[
        Listed, live_setting(_SUBJECT, N_("商品里不能写的联系方式用语；电话、微信号、QQ 号和网址总是不能写"))
    ] = (
        "微信号",
        "加微信",
        "微信群",
        "加微",
        "薇信",
        "QQ号",
        "QQ群",
        "扣扣",
        "公众号",
        "私聊",
        "进群",
        "联系电话",
        "客服电话",
    )
    forbidden_cures: Annotated[Listed, live_setting(_SUBJECT, N_("商品里不能写的疗效用语"))] = (
        "治疗", "治愈", "根治", "包治", "疗效", "药效", "祖传秘方", "抗癌", "防癌", "降血压", "降血糖", "降血脂",
        "消炎", "止痛", "壮阳", "无副作用", "延年益寿", "返老还童",
    )  # fmt: skip
    forbidden_praise: Annotated[Listed, live_setting(_SUBJECT, N_("商品里不能写的绝对用语"))] = (
        "国家级", "世界级", "最高级", "最顶级", "史上最", "全网最", "全国最", "世界最", "最佳", "顶级", "极品",
        "独一无二", "绝无仅有", "销量第一", "全国第一", "全网第一", "世界第一", "第一品牌", "100%有效",
    )  # fmt: skip
