"""Carts and orders for tests: a stall of one goods in one shop, and a buyer who takes some."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, select

from models.catalogue.goods.goods import SKU
from models.coupon.coupon import CouponClaim
from models.kernel.database import Database
from models.kernel.money import Money
from models.payment.gateways import Gateway, PaymentNotice
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import payment_for
from models.shop.shop import Shop
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.place import Contact, place_order
from models.trade.cart import lines as carting
from models.trade.cart.cart import CartLine
from models.trade.cart.discount import discount
from models.trade.order.order import Order
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CONTACT = Contact("王小明", "13800138000", "浙江省 杭州市 西湖区", "文三路 138 号", "放门口")
COD = CashOnDelivery()
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
    return carting.add(session, visitor, sku, shop, quantity=quantity, link=None, at=NOON)


def total_of(lines: list[CartLine], claim: CouponClaim | None = None) -> Money:
    """What a checkout page would show."""
    off = discount(claim.coupon, lines).total if claim else Money(0)
    return Money(sum(part.goods_total + part.freight for part in carting.by_supplier(lines)) - off)


def order_all(
    session: Session,
    visitor: str,
    *,
    gateway: Gateway = COD,
    once: str = "",
    claim: CouponClaim | None = None,
    contact: Contact = CONTACT,
    at: datetime = NOON,
) -> Order:
    """Orders a visitor's whole cart, having seen today's prices."""
    lines = carting.lines_of(session, visitor)
    return place_order(
        session,
        visitor,
        lines,
        contact,
        gateway=gateway,
        once=once or f"form-of-{visitor}-{at:%d%H%M%S}".ljust(16, "x")[:32],
        seen_total=total_of(lines, claim),
        claim=claim,
        at=at,
    )


def bought(
    database: Database, at: Carried, quantity: int = 1, *, visitor: str = "owner", gateway: Gateway = COD
) -> int:
    """A placed order's id."""
    with database.transaction() as session:
        put(session, visitor, at, quantity)
        return order_all(session, visitor, gateway=gateway).id


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
