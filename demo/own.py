"""Keepers who sell what they make: one with goods on sale that buyers may fetch, one whose deposit ran short."""

from dataclasses import replace
from datetime import datetime, timedelta

from demo.network import Network
from demo.pickup import offer
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.pickup_place import PickupTerms
from models.gate.finding import checklist_of_shop, item_of
from models.gate.giving import pass_item
from models.gate.making import ask_besides
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.payment.gateways import Gateway, PaymentNotice
from models.shop.shop import Shop
from models.stories.money.deposit_payments import ask_deposit, confirm_deposit
from models.stories.money.deposits import deduct_deposit
from models.stories.own.beginning import CERTIFICATION, begin_self_run
from models.stories.own.drafting import OwnWish, keep_draft
from models.stories.own.publishing import publish

AT_LINJIAN = PickupTerms("杭州市西湖区龙井路 12 号，林间小院", "周末 10:00–17:00", "按门铃，报取货码")
BOND, FINE = Money(100_000), Money(30_000)


def sell_own(network: Network, gateway: Gateway, rules: Rules, at: datetime) -> None:
    """The desk has looked at what they sold before: these are on sale at once."""
    free = replace(rules, own_first_approvals=0)
    first, second = list(network.shops.values())[:2]
    _publish(network, first, _like(network, "candle", "手作蜂蜡蜡烛 一对", "58", 12), free, at - timedelta(days=6))
    offer(network.session, begin_self_run(network.session, first, _by(first, at), rules=free), at=at, terms=AT_LINJIAN)
    _run_short(network, second, gateway, free, at)


def _run_short(network: Network, shop: Shop, gateway: Gateway, rules: Rules, at: datetime) -> None:
    """A deposit that was paid through a gateway, and of which a ruling took a part."""
    session, like = network.session, network.goods["walnuts"]
    assert like.category is not None, "goods on sale have a category"
    like.category.deposit = BOND
    _certify(network, shop, at - timedelta(days=9))
    supplier = begin_self_run(session, shop, _by(shop, at), rules=rules)
    asked = ask_deposit(session, supplier, BOND, _by(shop, at - timedelta(days=8)), gateway=gateway)
    confirm_deposit(session, gateway.name, PaymentNotice(asked.code, asked.amount, "DEMO-OWN"), at=at)
    _publish(network, shop, _like(network, "walnuts", "自家院里的核桃 带壳", "39", 30), rules, at - timedelta(days=7))
    why = "买家收到的核桃霉了一半，判退没有退"
    deduct_deposit(session, supplier, FINE, Act.operator(network.operator, at, why), once="demo-own")


def _publish(network: Network, shop: Shop, wish: OwnWish, rules: Rules, at: datetime) -> Goods:
    _certify(network, shop, at)
    goods = keep_draft(network.session, shop, wish, _by(shop, at), rules=rules)
    return publish(network.session, shop, goods, _by(shop, at), rules=rules)


def _like(network: Network, handle: str, title: str, price: str, stock: int) -> OwnWish:
    """Of the category of other goods, with a drawing of them."""
    other = network.goods[handle]
    return OwnWish(
        once=f"demo-{handle}",
        title=title,
        price=Money.parse(price),
        stock=stock,
        words="自己做的，做一批卖一批。",
        category=other.category,
        attributes=dict(other.attributes),
        pictures=[picture.digest for picture in other.pictures[:1]],
    )


def _certify(network: Network, shop: Shop, at: datetime) -> None:
    checklist = checklist_of_shop(network.session, shop.id)
    assert checklist is not None, "every shop has a checklist"
    act = Act.operator(network.operator, at)
    item = item_of(checklist, CERTIFICATION) or ask_besides(network.session, checklist, CERTIFICATION, act)
    if item.state != "done":
        pass_item(network.session, item, act)


def _by(shop: Shop, at: datetime) -> Act:
    return Act.keeper(shop.keeper, at)
