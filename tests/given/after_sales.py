"""After-sales over HTTP: a received order with its people, and what their hands do."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from models.kernel.act import Act
from models.kernel.clock import now
from models.payment.gateways import PaymentNotice
from models.payment.payment import payment_for
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.trade.after_sale.after_sale import AfterSale
from models.trade.parcel.shipping import ship
from tests.given import baskets
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier
from tests.given.people import Person
from tests.given.returns import SENT
from views.kit.house import House

ADDRESS = "小王 13900001111 福建省福鼎市茶厂路 1 号"


@dataclass
class Sold:
    """An order of two pieces, and the people around it."""

    house: House
    token: str
    buyer: Person
    staff: Person
    keeper: Person

    @property
    def place(self) -> str:
        """The order's own address."""
        return f"/orders/{self.token}"

    def asked(self) -> AfterSale:
        """The only after-sale, with what tests read of it."""
        with self.house.database.reading() as session:
            after_sale = session.exec(select(AfterSale)).one()
            assert after_sale.line.id and after_sale.photos is not None
            assert after_sale.dispute is None or after_sale.dispute.statements is not None
            return after_sale

    def many(self) -> int:
        """How many after-sales there are."""
        with self.house.database.reading() as session:
            return len(session.exec(select(AfterSale.id)).all())

    def form(self, **facts: Any) -> dict[str, Any]:
        """What the buyer's form sends."""
        usual = {"kind": "refund", "reason": "damaged", "quantity": "1", "words": "盒子压坏了", "once": "a" * 16}
        return usual | facts

    def ask(self, **facts: Any) -> TestResponse:
        """Sends it."""
        return self.buyer.post(f"{self.place}/after-sales/new?line=1", self.form(**facts))

    def act(self, who: str, action: str, **data: Any) -> TestResponse:
        """Somebody's step on the after-sale's own page."""
        code = self.asked().code
        address = {"buyer": f"{self.place}/after-sales/{code}", "staff": f"/supply/after-sales/{code}"}[who]
        person: Person = getattr(self, who)
        person.get(address)
        return person.post(f"{address}/{action}", data)


def sell(app: Flask, house: House, *, stage: str = "received") -> Sold:
    """A shop, a supplier, a buyer who paid for two pieces that are "to_ship", "shipped" or "received" now."""
    with house.database.transaction() as session:
        member = make_member(session, name="茶厂小王")
        supplier = make_supplier(session, name="古树茶行", staff=member)
        goods, shop = make_goods(session, supplier), make_shop(session, name="林间", keeper="阿林")
        make_pick(session, shop, goods)
        at = baskets.Carried(goods.skus[0].id, shop.id)
        baskets.put(session, "v" * 32, at, 2)
        order = baskets.order_all(session, "v" * 32, gateway=baskets.TEST, at=now())
        payment = payment_for(session, order)
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-1"), at=now())
        for parcel in order.parcels if stage != "to_ship" else ():
            ship(session, parcel, SENT, Act.supplier(None, now()))
            if stage == "received":
                receive_parcel(session, parcel, Act.buyer(now()))
        phones, token = (member.phone, shop.keeper.phone), order.token
    staff, keeper = (Person(app).sign_in(phone) for phone in phones)
    return Sold(house, token, Person(app), staff, keeper)
