"""What keepers rely on in the demo: links that were shared today promise today's commission, and one supplier announces
that some of it falls."""

from datetime import datetime, timedelta

from demo.network import Network
from models.catalogue.goods.price import rate_of
from models.catalogue.goods.rates import set_rate
from models.kernel.rules import Rules
from models.link.promising import note_sharing

_FALLING = {"white-tea": 200, "honey": 300}


def announce_falls(network: Network, rules: Rules, at: datetime) -> None:
    """The rates fall by so many basis points, said two days ago; every link to goods was shared again today."""
    for handle, less in _FALLING.items():
        for sku in network.goods[handle].on_offer:
            set_rate(sku, rate_of(sku) - less, at=at - timedelta(days=2), rules=rules)
    network.session.flush()
    for link in network.links:
        if link.goods is not None and link.goods.state == "on_sale":
            note_sharing(network.session, link, link.goods, rules=rules, at=at - timedelta(hours=2))
