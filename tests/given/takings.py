"""A sale with its whole life, for tests of statements: paid in November, settled and refunded again in December."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.months import month_of
from models.kernel.rules import DEFAULT
from models.payment.gateways import PaymentNotice
from models.payment.payment import payment_for
from models.payout.asking import request
from models.payout.steps import approve_withdrawals, pay
from models.payout.verifying import give_payee, verify_payee
from models.shop.level import ShopLevel
from models.shop.shop import Shop
from models.stories.money.settle import settle
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.stories.refund.decide import Decision, RefundPart, refund
from models.stories.refund.finish import finish_refund
from models.trade.order.order import Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import NOON, TEST, Carried, order_all, put
from tests.given.factories import make_member
from tests.given.tickets import claimed
from tests.given.tills import BANK, SEAL

WAY = Way("顺丰速运", "SF1234567890")
ARRIVED = NOON + timedelta(days=3)
OVER = ARRIVED + timedelta(days=DEFAULT.after_sale_days, minutes=1)


@dataclass(frozen=True)
class Taking:
    """An order that was paid, and its first parcel's code."""

    order: int
    parcel: str


def level(database: Database, at: Carried, slug: str, *, month: str) -> None:
    """What a month's run would have given the shop."""
    with database.transaction() as session:
        facts: dict[str, Any] = {"sales": Money(1_000_000), "orders": 30, "computed_at": NOON}
        session.add(ShopLevel(shop_id=at.shop, month=month, slug=slug, **facts))


def taken(
    database: Database,
    at: Carried,
    quantity: int = 2,
    *,
    visitor: str = "owner",
    payer: str = "",
    off: str = "",
    when: datetime = NOON,
    signed_in: int | None = None,
) -> Taking:
    """Pieces ordered and paid, with a coupon where somebody pays for one, by a member where one is signed in."""
    with database.transaction() as session:
        put(session, visitor, at, quantity)
        claim = claimed(session, at, payer, visitor, off=off) if payer else None
        order = order_all(session, visitor, gateway=TEST, claim=claim, at=when, signed_in=signed_in)
        payment = payment_for(session, order)
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, payment.code), at=when)
        return Taking(order.id, order.parcels[0].code)


def arrive(database: Database, taking: Taking, *, at: datetime = ARRIVED) -> None:
    """All of it has arrived."""
    with database.transaction() as session:
        for parcel in session.get_one(Order, taking.order).parcels:
            ship(session, parcel, WAY, Act.supplier(None, at))
            receive_parcel(session, parcel, Act.buyer(at))


def reduce(database: Database, taking: Taking, amount: int, key: str, *, at: datetime) -> None:
    """The buyer keeps everything and is given some money back."""
    with database.transaction() as session:
        order = session.get_one(Order, taking.order)
        part = RefundPart(order.parcels[0].lines[0], 0, Money(amount))
        made = refund(session, order, Decision("after_sale", key, [part]), Act.supplier(None, at))
        finish_refund(session, made, Act.gateway(at))


def release(database: Database, *, at: datetime = OVER) -> None:
    """The settlement, its proofs left to the tests that are about them."""
    assert settle(database, list, rules=DEFAULT, at=at).state == "done"


def paid_out(database: Database, at: Carried, amount: int, *, when: datetime) -> str:
    """The code of a withdrawal, from the request to the payment."""
    with database.transaction() as session:
        shop, desk = session.get_one(Shop, at.shop), make_member(session, name="平台")
        verify_payee(
            session, give_payee(session, shop, BANK, Act.owner(shop.keeper, NOON), seal=SEAL), Act.operator(desk, NOON)
        )
        withdrawal = request(
            session, shop, Money(amount), Act.owner(shop.keeper, when), once="a-form-of-the-keeper", rules=DEFAULT
        )
        approve_withdrawals(session, [withdrawal], Act.operator(desk, when))
        pay(session, withdrawal, Act.operator(desk, when), reference="工行 0001")
        return withdrawal.code


def whole_life(database: Database, at: Carried) -> Taking:
    """2 × 128.35 as a super shop, 10.01 back before the release and 99.99 after it, 10.00 paid out."""
    level(database, at, "super", month=month_of(NOON))
    taking = taken(database, at)
    arrive(database, taking)
    reduce(database, taking, 1_001, "first", at=ARRIVED)
    release(database)
    reduce(database, taking, 9_999, "second", at=OVER + timedelta(hours=1))
    paid_out(database, at, 1_000, when=OVER + timedelta(hours=2))
    return taking
