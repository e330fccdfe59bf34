"""The demo's two coupons: a passphrase that a shopkeeper gives to regulars, and one that a supplier puts on its goods'
pages. Some claimed them, and one paid order used the shop's."""

from datetime import datetime, timedelta

from demo.content import BUYERS
from demo.network import Network
from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon
from models.coupon.making import Terms, make_shop_coupon, make_supplier_coupon
from models.kernel import regions
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.clock import SHANGHAI, local
from models.kernel.money import Money
from models.payment.gateways import Gateway, PaymentNotice
from models.payment.payment import payment_for
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.place import Agreement, place_order
from models.trade.cart.changing import Chosen, put_in
from models.trade.cart.discount import usable_coupon
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.order.order import Order

SHOP, SUPPLIER, GOODS = "linjian", "yunling", "white-tea"
SAID = "林间老友"
_DAY = timedelta(days=1)


def give_coupons(network: Network, gateway: Gateway, at: datetime) -> None:
    """Both began three days ago and have two more weeks to run. `gateway` is the one of tests."""
    begins = local(at).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(SHANGHAI) - 3 * _DAY
    ends, made_at = begins + 17 * _DAY, at - 3 * _DAY
    shop, supplier = network.shops[SHOP], network.suppliers[SUPPLIER]
    for_regulars = Terms(
        "老客的心意", 60, begins, ends, off=Money.parse("8"), minimum=Money.parse("99"), passphrase=SAID
    )
    on_tea = Terms("春茶尝新", 200, begins, ends, off=Money.parse("10"), minimum=Money.parse("99"), on_page=True)
    own = make_shop_coupon(network.session, shop, for_regulars, Act.keeper(shop.keeper, made_at))
    theirs = make_supplier_coupon(network.session, supplier, on_tea, Act.supplier(network.person(SUPPLIER), made_at))
    for place in range(5):
        claim_coupon(network.session, own, f"demo-regular-{place}", at=at - 2 * _DAY)
        claim_coupon(network.session, theirs, f"demo-guest-{place}", at=at - _DAY)
    _use(network, own, "demo-regular-0", gateway, at - timedelta(hours=20))


def _use(network: Network, coupon: Coupon, visitor: str, gateway: Gateway, at: datetime) -> None:
    """One of the regulars buys with it, and pays."""
    session, buyer = network.session, BUYERS[0]
    found = regions.find(f"{buyer.province}{buyer.city}{buyer.district}")
    assert found is not None, "the demo's buyers live somewhere"
    recipient = Recipient(buyer.name, buyer.phone, regions.written(found.code), buyer.street, found.code)
    sku = network.goods[GOODS].on_offer[0]
    code = put_in(session, visitor, Chosen(sku, network.shops[SHOP]), at=at).code
    lines = lines_of(session, visitor, [code], at=at)
    claimed = usable_coupon(claim_coupon(session, coupon, visitor, at=at), lines)
    quote = Quote(visitor, lines, at, recipient.province, claimed)
    agreement = Agreement(f"demo-network-{visitor}", LastSeen(quote.total, recipient.province, quote.discount))
    order = session.get_one(Order, place_order(session, quote, recipient, agreement, gateway=gateway).id)
    payment = payment_for(session, order)
    notice = PaymentNotice(payment.code, payment.amount, f"TEST-{payment.code}")
    confirm_payment(session, gateway.name, notice, at=at + timedelta(minutes=2))
