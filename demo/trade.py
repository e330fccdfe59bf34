"""The demo's shops and orders, opened, picked, bought and shipped through the same verbs as everybody's."""

from datetime import datetime, timedelta

from sqlmodel import Session

from demo.after_sales import add_after_sale
from demo.content import BUYERS, HISTORY, ORDERS, SHOPS
from demo.content.schema import DemoOrder, DemoShop
from demo.network import Network
from demo.stock import PASSWORD
from models.account.invitation.making import invite
from models.account.invitation.taking_up import take_up
from models.account.joining import new_member
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.gate.by_hand import open_by_hand
from models.kernel import regions
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.payment.finding import refunds_of
from models.payment.gateways import Gateway, PaymentNotice
from models.payment.payment import payment_for
from models.payment.steps import step_refund
from models.pick.pick import Pick
from models.pick.picking import pick
from models.shop.opening import Door
from models.stories.order.bring_back import bring_back
from models.stories.order.cancel import cancel_order
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.place import Agreement, place_order
from models.stories.order.receive import receive_parcel
from models.stories.refund.finish import finish_refund
from models.trade.cart.changing import Chosen, put_in
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.order.order import Order, Parcel
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.shipping import Way, ship


def open_shops(
    session: Session, goods: dict[str, Goods], digests: dict[str, str], operator: Member, rules: Rules, at: datetime
) -> dict[str, list[Pick]]:
    """Each shop's picks by the shop's handle, in the order of the content."""
    return {one.handle: _shop(session, one, goods, digests, operator, rules, at) for one in SHOPS}


def _shop(
    session: Session,
    one: DemoShop,
    goods: dict[str, Goods],
    digests: dict[str, str],
    operator: Member,
    rules: Rules,
    at: datetime,
) -> list[Pick]:
    keeper = new_member(session, phone=one.phone, name=one.keeper_name, password=PASSWORD, at=at)
    take_up(session, invite(session, Act.operator(operator, at)).code, Act.keeper(keeper, at))
    keeper.phone_proven_at = at
    shop = open_by_hand(session, keeper, Door(one.name, one.introduction), Act.program(at), rules=rules)
    shop.logo = digests[one.logo]
    picks = []
    # The newest pick stands on top, so the first of the content is picked last.
    for wanted in reversed(one.picks):
        picked = pick(session, shop, goods[wanted.goods], rules=rules, at=at)
        picked.recommend(wanted.reason, at=at)
        if wanted.pinned:
            picked.pin(at=at)
        picks.append(picked)
    session.flush()
    return picks[::-1]


def place_orders(network: Network, gateways: dict[str, Gateway], rules: Rules, at: datetime) -> None:
    """The orders of these weeks, as far along as the content says."""
    for place, one in enumerate(ORDERS):
        placed_at = at - timedelta(days=one.days_ago, minutes=5 + 7 * place)
        order = _place(network, one, f"demo-{place}", gateways, placed_at)
        if one.after_sale:
            add_after_sale(network.session, order, one.after_sale, rules=rules, at=placed_at + timedelta(days=4))


def place_past_orders(network: Network, back: int, month: datetime, gateways: dict[str, Gateway]) -> None:
    """Those of the month that began at `month`, `back` months ago: two a day from its third on, all of them arrived."""
    for place, one in enumerate(HISTORY[back]):
        _place(
            network, one, f"demo-{back}-{place}", gateways, month + timedelta(days=2 + place // 2, hours=9 + place % 9)
        )


def _place(network: Network, one: DemoOrder, mark: str, gateways: dict[str, Gateway], at: datetime) -> Order:
    _fill_cart(network, one, mark, at)
    order = _order(network.session, one, mark, gateways[one.payment], at)
    _carry_on(network.session, order, one, at)
    return order


def _fill_cart(network: Network, order: DemoOrder, mark: str, at: datetime) -> None:
    session, shop = network.session, network.shops[order.shop]
    for line in order.lines:
        wanted = network.goods[line.goods]
        sku = next(sku for sku in wanted.skus if sku.code == line.sku)
        link = next((link for link in network.links if (link.shop_id, link.goods_id) == (shop.id, wanted.id)), None)
        opened_at = at.replace(minute=0, second=0, microsecond=0)
        put_in(session, mark, Chosen(sku, shop, line.quantity, link, opened_at), at=at)


def _order(session: Session, order: DemoOrder, mark: str, gateway: Gateway, at: datetime) -> Order:
    buyer = next(buyer for buyer in BUYERS if buyer.phone == order.buyer)
    found = regions.find(f"{buyer.province}{buyer.city}{buyer.district}")
    assert found is not None, "the demo's buyers live somewhere"
    recipient = Recipient(buyer.name, buyer.phone, regions.written(found.code), buyer.street, found.code)
    quote = Quote(mark, lines_of(session, mark, at=at), at, recipient.province)
    agreement = Agreement(f"demo-network-{mark}", LastSeen(quote.total, recipient.province))
    return session.get_one(Order, place_order(session, quote, recipient, agreement, gateway=gateway).id)


def _carry_on(session: Session, order: Order, one: DemoOrder, at: datetime) -> None:
    if one.payment == "test" and one.state not in ("unpaid", "cancelled"):
        payment = payment_for(session, order)
        notice = PaymentNotice(payment.code, payment.amount, f"TEST-{payment.code}")
        confirm_payment(session, "test", notice, at=at + timedelta(minutes=2))
    if one.state in ("cancelled", "refunded", "stuck"):
        cancel_order(session, order, Act.buyer(at + timedelta(minutes=9)))
    for refund in refunds_of(session, order):
        answered = Act.gateway(at + timedelta(minutes=10))
        if one.state == "stuck":
            words = Said(N_("支付平台没有回答"))
            step_refund(session, refund, "give_up", answered.because(words), attempts=8, last_words=words)
        else:
            finish_refund(session, refund, answered, reference=f"TEST-{refund.code}")
    if one.state in ("part_shipped", "shipped", "received", "came_back"):
        for parcel in order.parcels:
            _send(session, parcel, at + timedelta(hours=20), only_one=one.state == "part_shipped")
    for parcel in order.parcels:
        if one.state == "received":
            receive_parcel(session, parcel, Act.buyer(at + timedelta(days=3)))
        if one.state == "came_back":
            bring_back(session, parcel, Act.supplier(None, at + timedelta(days=5), "拒收"))


def _send(session: Session, parcel: Parcel, at: datetime, *, only_one: bool) -> None:
    """A box with all of it, or with one piece."""
    tracking = f"SF{7_000_000_000 + parcel.order_id * 131 + parcel.id:d}"
    pieces = {parcel.lines[0].id: 1} if only_one else None
    ship(session, parcel, Way(CARRIERS[0], tracking), Act.supplier(None, at), pieces=pieces)
