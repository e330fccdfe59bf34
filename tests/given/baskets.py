"""Carts and orders for tests: a stall of one goods in one shop, and a buyer who takes some."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.coupon.coupon import CouponClaim
from models.kernel.address.recipient import Recipient
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.payment.gateways import Gateway, PaymentNotice
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import payment_for
from models.shop.shop import Shop
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.place import Agreement, place_order
from models.trade.cart.cart import CartLine
from models.trade.cart.changing import Chosen, put_in
from models.trade.cart.discount import usable_coupon
from models.trade.cart.lines import lines_of
from models.trade.cart.quote import LastSeen, Quote
from models.trade.order.order import Order
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CONTACT = Recipient("王小明", "13800138000", "浙江省 杭州市 西湖区", "文三路 138 号", note="放门口")
COD = CashOnDelivery()
# What one phone may hold is out of the way; its own tests set it.
ROOMY = replace(DEFAULT, cash_pieces=6_000, held_orders=1_000, held_pieces=100_000)
TEST = TestGateway("a secret for tests")


@dataclass(frozen=True)
class Carried:
    """The ids of one SKU and of the shop that carries it."""

    sku: int
    shop: int


def carried(
    database: Database, *, price: str = "128", stock: int = 10, commission_bp: int = 1500, **supplier: Any
) -> Carried:
    """A supplier's goods, picked into a shop."""
    with database.transaction() as session:
        goods = make_goods(
            session, make_supplier(session, **supplier), price=price, stock=stock, commission_bp=commission_bp
        )
        shop = make_shop(session)
        make_pick(session, shop, goods)
        return Carried(goods.skus[0].id, shop.id)


def put(session: Session, visitor: str, at: Carried, quantity: int = 1) -> CartLine:
    """Lays pieces into a visitor's cart."""
    sku, shop = session.get_one(SKU, at.sku), session.get_one(Shop, at.shop)
    return put_in(session, visitor, Chosen(sku, shop, quantity), at=NOON)


def quote_cart(
    session: Session,
    visitor: str,
    *,
    only: Collection[str] = (),
    claim: CouponClaim | None = None,
    province: str | None = None,
    fetch: bool = False,
    at: datetime = NOON,
) -> Quote:
    """What a visitor's cart, or some lines of it, comes to; with `fetch` all that can be fetched is."""
    lines = lines_of(session, visitor, only, at=at)
    offered = {line.supplier.id: line.supplier.pickup.code for line in lines if line.supplier.pickup}
    coupon = usable_coupon(claim, lines) if claim else None
    return Quote(visitor, lines, at, province, coupon, offered if fetch else {})


def order_quoted(
    session: Session,
    quote: Quote,
    *,
    gateway: Gateway = COD,
    once: str = "",
    contact: Recipient = CONTACT,
    seen: Money | None = None,
    signed_in: int | None = None,
    rules: Rules = ROOMY,
) -> Order:
    """Orders what was quoted; `seen` where the buyer saw another total, `signed_in` where it is a member."""
    once = once or f"form-of-{quote.visitor}-{quote.at:%d%H%M%S}".ljust(16, "x")[:32]
    last = LastSeen(quote.total if seen is None else seen, quote.province, quote.discount, pickups=quote.pickups)
    agreement = Agreement(once, last, signed_in)
    return session.get_one(Order, place_order(session, quote, contact, agreement, gateway=gateway, rules=rules).id)


def order_all(
    session: Session,
    visitor: str,
    *,
    gateway: Gateway = COD,
    once: str = "",
    claim: CouponClaim | None = None,
    contact: Recipient = CONTACT,
    at: datetime = NOON,
    signed_in: int | None = None,
    fetch: bool = False,
) -> Order:
    """Orders a visitor's whole cart, having seen today's prices."""
    quote = quote_cart(session, visitor, claim=claim, fetch=fetch, at=at)
    return order_quoted(session, quote, gateway=gateway, once=once, contact=contact, signed_in=signed_in)


def bought(
    database: Database, at: Carried, quantity: int = 1, *, visitor: str = "owner", gateway: Gateway = COD
) -> int:
    """A placed order's id."""
    with database.transaction() as session:
        put(session, visitor, at, quantity)
        return order_all(session, visitor, gateway=gateway).id


def sell(session: Session, sku_id: int, quantity: int) -> None:
    """Somebody else's order takes so many pieces off the shelf."""
    sku = session.get_one(SKU, sku_id)
    sku.stock -= quantity
    session.flush()


def stock_of(database: Database, at: Carried) -> int:
    """Pieces on the shelf."""
    with database.reading() as session:
        return session.exec(select(SKU.stock).where(SKU.id == at.sku)).one()


def facts_of(database: Database, order_id: int) -> tuple[str, list[str], list[str]]:
    """An order's state, its parcels' states, and the steps they took."""
    with database.reading() as session:
        order = session.get_one(Order, order_id)
        steps = [event.step for event in order.events if event.about in ("order", "parcel")]
        return order.state, [parcel.state for parcel in order.parcels], steps


def pay(database: Database, order_id: int, *, at: datetime = NOON) -> None:
    """Passes on the test gateway's notice for an order."""
    with database.transaction() as session:
        payment = payment_for(session, session.get_one(Order, order_id))
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, f"TEST-{payment.code}"), at=at)
