"""What everybody at a market stands on: its stalls, its till, and one way to do a thing."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.freight import charge
from models.catalogue.supplier.freight_rate import FreightRate
from models.catalogue.supplier.pickup_place import PickupTerms, offer_pickup
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.payment.gateways import Gateway
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.payment import Payment
from models.shop.shop import Shop
from models.stories.own.beginning import begin_self_run
from tests.given.baskets import NOON, Carried
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.markets.till import Till
from tests.given.own import certify
from tests.given.pages import OpenPage
from tests.given.tickets import shop_coupon, supplier_coupon


def own_supplier(session: Session, shop: Shop) -> Supplier:
    """The seller of a certified keeper's own goods, at whose shop buyers may fetch; freight is free."""
    certify(session, shop)
    supplier = begin_self_run(session, shop, Act.keeper(shop.keeper, NOON), rules=DEFAULT)
    charge(supplier, FreightRate(Money(0), None))
    offer_pickup(session, supplier, PickupTerms("老街 3 号，掌柜家", "周末"), at=NOON)
    return supplier


class Ground:
    """Two suppliers, three SKUs, a till. `pick`s are any numbers: they choose among what there is, so that chance and
    scripts use the same verbs. `self_run`: the second supplier is the shop itself, whose buyers may fetch."""

    def __init__(self, database: Database, *, self_run: bool = False) -> None:
        self.database, self.at, self.till = database, NOON, Till()
        self.gateways: dict[str, Gateway] = {"test": self.till, "cod": CashOnDelivery()}
        self.by_hand: dict[str, Money] = {}
        self.visitors = self.boxes = 0
        self.pages: list[OpenPage] = []
        with database.transaction() as session:
            shop, self.stalls = make_shop(session), list[Carried]()
            for freight, prices in ((600, ("128", "19.99")), (0, ("68",))):
                own = self_run and not freight
                supplier = own_supplier(session, shop) if own else make_supplier(session, freight=freight)
                rate = 0 if own else 1500
                for price in prices:
                    goods = make_goods(session, supplier, price=price, stock=8, digest="ab" * 16, commission_bp=rate)
                    make_pick(session, shop, goods)
                    self.stalls.append(Carried(goods.skus[0].id, shop.id))
            self.somebody = make_member(session).id
            # The shop's gives what commission bears; the supplier's is of two goods of different prices.
            self.coupons = [
                shop_coupon(session, shop, off_bp=3_300, per_buyer=10).id,
                supplier_coupon(
                    session, session.get_one(SKU, self.stalls[0].sku).goods.supplier, off="33.33", per_buyer=10
                ).id,
            ]

    def do(self, verb: Callable[[Session], object]) -> str:
        """Runs a verb; what it refused, or nothing."""
        try:
            with self.database.transaction() as session:
                verb(session)
        except Refused as refusal:
            return str(refusal)
        return ""

    def on(self, record: Any, pick: int, verb: Callable[[Session, Any], object]) -> str:
        """A verb on one of the records there are."""
        with self.database.reading() as session:
            ids = session.exec(select(record.id).order_by(record.id)).all()
        if not ids:
            return "none"
        chosen = ids[pick % len(ids)]
        return self.do(lambda session: verb(session, session.get_one(record, chosen)))

    def count(self, record: Any) -> int:
        """How many there are."""
        with self.database.reading() as session:
            return len(session.exec(select(record.id)).all())

    def _payment(self, pick: int) -> tuple[str, Money]:
        with self.database.reading() as session:
            payments = session.exec(select(Payment).order_by(col(Payment.id))).all()
            payment = payments[pick % len(payments)]
            return (payment.code, payment.amount) if payment.gateway == "test" else ("", Money(0))

    def _member(self, session: Session) -> Member:
        return session.get_one(Member, self.somebody)
