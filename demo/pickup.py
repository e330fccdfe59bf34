"""A shop that buyers may come to: one parcel is to be made ready, one lies at the counter, one was fetched."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from demo.network import Network
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.pickup_place import PickupTerms, offer_pickup
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.rules import Rules
from models.payment.gateways import Gateway
from models.pick.pick import Pick
from models.stories.order.fetch import fetch_parcel
from models.stories.order.place import Agreement, place_order
from models.trade.cart.changing import Chosen, put_in
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.order.order import Order, Parcel
from models.trade.pickup.readying import ready_parcel

AT_LAOFANG = PickupTerms("杭州市临安区钱王街 88 号，老方山货行", "每天 8:30–19:30", "进门右手边柜台，报取货码")
# Who comes, how many days ago it was ordered, and how far it is.
_BUYERS = (
    ("周敏", "13600000061", 1, "preparing"),
    ("吴江", "13600000062", 2, "ready"),
    ("郑秋", "13600000063", 4, "fetched"),
)


def offer(session: Session, supplier: Supplier, *, at: datetime, terms: PickupTerms = AT_LAOFANG) -> None:
    """From now on its buyers may fetch."""
    offer_pickup(session, supplier, terms, at=at)


def fetch_some(network: Network, gateway: Gateway, rules: Rules, at: datetime) -> None:
    """老方 has a shop to come to, and three people did; they pay there."""
    supplier = network.suppliers["laofang"]
    offer(network.session, supplier, at=at - timedelta(days=9))
    for place, (name, phone, days, how_far) in enumerate(_BUYERS):
        placed_at = at - timedelta(days=days, minutes=3 * place)
        order = _order(network.session, supplier, Recipient(name, phone), gateway, placed_at)
        if how_far != "preparing":
            _carry_on(network.session, order.parcels[0], rules, placed_at, fetched=how_far == "fetched")


def _order(session: Session, supplier: Supplier, who: Recipient, gateway: Gateway, at: datetime) -> Order:
    mark = f"demo-fetching-{who.phone}"
    theirs = (Goods.supplier_id == supplier.id, Goods.state == "on_sale")
    pick = session.exec(select(Pick).join(Goods).where(*theirs).order_by(col(Pick.id)).limit(1)).one()
    put_in(session, mark, Chosen(next(iter(pick.goods.on_offer)), pick.shop, 1), at=at)
    lines = lines_of(session, mark, at=at)
    agreed = {line.supplier.id: line.supplier.pickup.code for line in lines if line.supplier.pickup}
    quote = Quote(mark, lines, at, pickups=agreed)
    agreement = Agreement(mark, LastSeen(quote.total, pickups=agreed))
    return session.get_one(Order, place_order(session, quote, who, agreement, gateway=gateway).id)


def _carry_on(session: Session, parcel: Parcel, rules: Rules, at: datetime, *, fetched: bool) -> None:
    ready_parcel(session, parcel, Act.supplier(None, at + timedelta(hours=2)))
    if fetched and parcel.pickup is not None and parcel.pickup.code:
        act = Act.supplier(None, at + timedelta(hours=26))
        fetch_parcel(session, parcel.supplier, parcel.pickup.code, act, rules=rules)
