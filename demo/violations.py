"""A violation in the demo: noted on one shop, with goods as evidence, and its keeper's appeal that waits for another
operator."""

from datetime import datetime, timedelta

from demo.network import Network
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.appealing import appeal
from models.shop.points import kinds_of_violation
from models.shop.violations import Evidence, Finding, note_violation

_WORDS = "“买错的东西比买对的多”说的是我自己，不是说别家的货不好。推荐里那句已经改了，请再看一眼。"


def leave_appeal(network: Network, rules: Rules, at: datetime) -> None:
    """Noted two days ago, appealed against this morning."""
    shop, goods = network.shops["doudou"], network.goods["bear"]
    kind = min(kinds_of_violation(rules), key=lambda one: one.points).name
    act = Act.operator(network.operator, at - timedelta(days=2), "推荐里说别家的货会掉漆，没有依据")
    noted = note_violation(
        network.session, shop, Finding(kind, Evidence("goods", goods.code)), act, rules=rules, once="demo-network-noted"
    )
    appeal(network.session, noted, Act.keeper(shop.keeper, at - timedelta(hours=3), _WORDS))
