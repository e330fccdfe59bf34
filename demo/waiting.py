"""What waits at the demo's desk: goods, one of them longer than was promised, and one that a colleague has in hand; and
a change of goods on sale."""

from dataclasses import replace
from datetime import datetime, timedelta

from demo.content import GOODS
from demo.network import Network
from models.account.desk.appointment import members_with
from models.catalogue.goods import listing
from models.catalogue.goods.change import GoodsWanted, want
from models.catalogue.goods.look import Shot, look_of
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.waiting.hands import take_in_hand

# How long ago goods were submitted, the first of them too long ago.
_AGO = (timedelta(hours=26), timedelta(hours=3))


def leave_waiting(network: Network, rules: Rules, at: datetime) -> None:
    """Suppliers submit; a colleague of the operator begins to look."""
    waiting = [one for one in GOODS if one.state == "submitted"]
    for one, ago in zip(waiting, _AGO, strict=True):
        goods, staff = network.goods[one.handle], network.person(one.supplier)
        listing.submit(network.session, goods, Act.supplier(staff, at - ago))
    _propose(network, rules, at - timedelta(hours=5))
    others = [one for one in members_with(network.session, "approval") if one.id != network.operator.id]
    for colleague in others[:1]:
        code = network.goods[waiting[-1].handle].code
        take_in_hand(network.session, "goods", code, Act.operator(colleague, at), rules=rules)


def _propose(network: Network, rules: Rules, at: datetime) -> None:
    """A candle with a gift, another picture and a price that falls by a quarter: buyers go on seeing it as it was."""
    goods, staff = network.goods["candle"], network.person("suri")
    look, further = look_of(goods), look_of(network.goods["lamp"]).pictures[-1]
    wanted = GoodsWanted(
        {"title": f"{goods.title} 送剪芯刀"},
        [replace(sku, price=Money(5_800)) for sku in look.skus],
        [*look.pictures, Shot(further.digest)],
    )
    want(network.session, goods, wanted, Act.supplier(staff, at), rules)
