"""What waits at the demo's desk: goods, one of them longer than was promised, and one that a colleague has in hand."""

from datetime import datetime, timedelta

from demo.content import GOODS
from demo.network import Network
from models.account.desk.appointment import members_with
from models.catalogue.goods import listing
from models.kernel.act import Act
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
    others = [one for one in members_with(network.session, "approval") if one.id != network.operator.id]
    for colleague in others[:1]:
        code = network.goods[waiting[-1].handle].code
        take_in_hand(network.session, "goods", code, Act.operator(colleague, at), rules=rules)
