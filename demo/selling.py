"""How some of the demo's goods are sold: a limit a buyer, one that goes on sale in three days, one that goes off; and
freight by weight."""

from datetime import datetime, timedelta

from demo.network import Network
from models.catalogue.goods.selling import SellingTerms, set_selling
from models.catalogue.supplier.freight import charge
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate
from models.kernel.money import Money


def say_how_it_sells(network: Network, at: datetime) -> None:
    """After everything was ordered: what was sold before there was a limit stays sold."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    terms = {
        "walnuts": SellingTerms(per_buyer=6, per_buyer_days=30),
        "moon-book": SellingTerms(per_buyer=2),
        "candle": SellingTerms(on_sale_until=hour + timedelta(days=21)),
        "rope": SellingTerms(on_sale_from=hour + timedelta(days=3)),
    }
    for handle, wanted in terms.items():
        set_selling(network.session, network.goods[handle], wanted, at=at)
    _send_by_weight(network)


def _send_by_weight(network: Network) -> None:
    """The hill shop's goods are heavy: a kilogram, then each further one."""
    growth = FreightGrowth("weight", 1_000, 1_000, Money.parse("3"))
    charge(network.suppliers["laofang"], FreightRate(Money.parse("10"), None, growth), usual_grams=500)
    for handle, grams in {"walnuts": 650, "honey": 900, "camellia-oil": 850, "mushrooms": 320}.items():
        for sku in network.goods[handle].on_offer:
            sku.grams = grams
