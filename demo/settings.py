"""What the demo's operator changed: what is asked before a shop opens, how much may be sent for cash, each with its
reason, and the words for one kind of decision."""

from datetime import datetime, timedelta

from demo.network import Network
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.setting.changing import change_settings
from models.setting.values import Fixed

_PIECES = 30
# Whoever tries the demo opens a shop at once: nobody shows papers to a demo.
_NOT_ASKED = ("gate_identity", "gate_certification", "gate_credit")
_WORDS = (
    {
        "zh_CN": "吊牌或生产日期没拍到，请补一张",
        "en": "The label or date of production is not in a picture. Please add one",
    },
    {"zh_CN": "图片看不清，换一张清楚的", "en": "The picture is unclear. Use a clear one"},
    {"zh_CN": "描述太少，写清楚材质、尺寸和用法", "en": "The description is too short: say material, size and use"},
)


def change_what_is_set(network: Network, rules: Rules, at: datetime) -> None:
    """Where the environment says something else already, it is left at that."""
    fixed, operator = Fixed(rules), network.operator
    if rules.cash_pieces < _PIECES <= rules.held_pieces:
        by = Act.operator(operator, at - timedelta(days=9), "年货季，公司常一次订二三十份，货到付款也接")
        change_settings(network.session, {"cash_pieces": _PIECES}, by, fixed=fixed)
    by = Act.operator(operator, at - timedelta(days=6), "常退的就这几种，先把最常说的放前面")
    change_settings(network.session, {"words.goods_refusal": _WORDS}, by, fixed=fixed)
    asked = {name: "off" for name in _NOT_ASKED if name not in fixed.names}
    if asked:
        by = Act.operator(
            operator, at - timedelta(minutes=30), "演示的小铺网只要店名和手机号，拿邀请码马上能开一间试试"
        )
        change_settings(network.session, asked, by, fixed=fixed)
