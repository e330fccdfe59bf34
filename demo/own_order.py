"""A keeper buys in the own shop: the line earns nothing, and says so."""

from datetime import datetime, timedelta

from demo.network import Network
from models.kernel import regions
from models.kernel.address.recipient import Recipient
from models.payment.gateways import Gateway
from models.stories.order.place import Agreement, place_order
from models.trade.cart.changing import Chosen, put_in
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote

_MARK = "demo-own"


def buy_from_oneself(network: Network, gateway: Gateway, at: datetime) -> None:
    """Signed in, this morning, to be paid at the door."""
    session, shop, placed_at = network.session, network.shops["linjian"], at - timedelta(hours=4)
    sku = next(iter(network.goods["jasmine-tea"].on_offer))
    put_in(session, _MARK, Chosen(sku, shop, 1), at=placed_at)
    found = regions.find("浙江省杭州市西湖区")
    assert found is not None, "keepers live somewhere"
    home = Recipient(shop.keeper.name, shop.keeper.phone, regions.written(found.code), "龙井路 18 号", found.code)
    quote = Quote(_MARK, lines_of(session, _MARK, at=placed_at), placed_at, home.province)
    agreement = Agreement(f"demo-network-{_MARK}", LastSeen(quote.total, home.province), signed_in=shop.keeper_id)
    place_order(session, quote, home, agreement, gateway=gateway)
