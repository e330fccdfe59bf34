"""The desk's lookup box: whatever an operator has in hand leads to its page, and only to what the reader may see."""

from urllib.parse import quote

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.goods.goods import Goods
from models.payment.payment import Payment
from models.report.search import search, search_kinds
from models.report.search.typed import Typed
from models.trade.order.order import Order
from tests.given.after_sales import Sold, sell
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def sold(app: Flask, house: House) -> Sold:
    """An order that was paid and shipped."""
    return sell(app, house)


def found(operator: Person, typed: str) -> str:
    """The page of hits; what stands in the box is not among them."""
    reply = operator.get(f"/desk/search?q={quote(typed)}")
    assert reply.status_code == 200
    return reply.text.split("</header>", 2)[-1]


def test_everything_in_hand_leads_to_its_page(house: House, sold: Sold, operator: Person) -> None:
    with house.database.transaction() as session:
        order, goods = session.exec(select(Order)).one(), session.exec(select(Goods)).one()
        session.exec(select(Payment)).one().reference = "20261130220014"
        keeper = order.parcels[0].lines[0].shop.keeper
        phone, number = order.phone, order.number
        parcel, shop = order.parcels[0], order.parcels[0].lines[0].shop
        box = parcel.shipments[0]
        ways = {
            f"订单 {number[:6]}-{number[6:]} 没到": f"/desk/orders/{number}",
            number[:9]: f"/desk/orders/{number}",
            order.phone: f"/desk/orders/{number}",
            order.name: f"/desk/orders/{number}",
            f" {box.tracking.lower()} ": f"/desk/orders/{number}#p-{parcel.code}",
            parcel.code.lower(): f"/desk/orders/{number}#p-{parcel.code}",
            "20261130 220014": f"/desk/orders/{number}#payment-",
            str(shop.number): f"/desk/shops/{shop.number}",
            shop.name: f"/desk/shops/{shop.number}",
            keeper.phone: f"/desk/members/{keeper.code}",
            keeper.name: f"/desk/members/{keeper.code}",
            parcel.supplier.code: f"/desk/suppliers/{parcel.supplier.code}",
            parcel.supplier.name[1:]: f"/desk/suppliers/{parcel.supplier.code}",
            goods.code: f"/desk/goods/{goods.code}",
            goods.title[:2]: f"/desk/goods/{goods.code}",
        }
    for typed, path in ways.items():
        assert f'href="{path}' in found(operator, typed), typed
    page = found(operator, phone)
    assert phone not in page and f"{phone[:3]}****" in page


@ON_SQLITE
def test_nothing_found_and_nothing_typed_say_what_to_do(operator: Person) -> None:
    assert "能找到的" in found(operator, "")
    page = found(operator, "%_没有这样的")
    assert "没有找到" in page and "能找到的" in page
    assert operator.get("/desk/search?q=" + "x" * 5000).status_code == 200


@ON_SQLITE
def test_a_stranger_finds_nothing(stranger: Person, keeper: Person, staff: Person) -> None:
    for person in (stranger, keeper, staff):
        for url in ("/desk/search?q=1", "/desk/orders/1", "/desk/members/1"):
            assert person.get(url).status_code == 404
        assert person.post("/desk/orders/1/recipient").status_code == 404


@ON_SQLITE
def test_only_kinds_of_the_readers_roles_are_asked(house: House, sold: Sold) -> None:
    with house.database.reading() as session:
        order = session.exec(select(Order)).one()
        typed = Typed.read(order.number)
        assert [group.kind.name for group in search(session, typed, may=lambda role: role == "finance")] == ["order"]
        assert search(session, typed, may=lambda role: role == "approval") == []
    assert all(kind.roles for kind in search_kinds().values())


class TestOrder:
    def test_the_address_is_masked_until_somebody_looks_which_is_on_record(
        self, house: House, sold: Sold, operator: Person
    ) -> None:
        with house.database.reading() as session:
            order = session.exec(select(Order)).one()
        page = operator.get(f"/desk/orders/{order.number}").text
        for hidden in (order.phone, order.street, order.name):
            assert hidden not in page
        assert "账上怎么记的" in page
        looked = operator.post(f"/desk/orders/{order.number}/recipient").text
        assert order.phone in looked and order.street in looked
        with house.database.reading() as session:
            row = session.exec(select(Audit).where(Audit.what == "order.look")).one()
            assert row.subject == order.number and row.who is not None
        assert f'href="/desk/orders/{order.number}"' in operator.get("/desk/audit").text

    @ON_SQLITE
    def test_no_such_order(self, operator: Person) -> None:
        assert operator.get("/desk/orders/999999999999").status_code == 404


@ON_SQLITE
def test_a_member_has_shops_devices_and_what_waits(house: House, keeper: Person, operator: Person) -> None:
    with house.database.reading() as session:
        code = session.exec(select(Member.code).where(Member.name == "阿林")).one()
    page = operator.get(f"/desk/members/{code}").text
    assert str(keeper.shop_number) in page and "没有什么在等" in page
    assert operator.get("/desk/members/NOBODY").status_code == 404
