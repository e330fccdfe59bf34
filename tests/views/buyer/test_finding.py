"""Finding an order again: by number and phone, by cookie, and never by trying."""

import pytest
from flask import Flask
from sqlmodel import select

from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import buy, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE
SAME = "没有找到。请核对订单号"


@pytest.fixture
def placed(house: House, buyer: Person) -> Order:
    """An order of `buyer`, with the phone 13800138000."""
    buy(buyer, open_stall(house))
    with house.database.reading() as session:
        return session.exec(select(Order)).one()


@pytest.mark.parametrize(
    ("number", "phone"),
    [("{}", "13800138000"), (" {} ", "+86 138-0013-8000"), ("订单 {}", "１３８００１３８０００")],
)
def test_number_and_phone_lead_to_the_order(app: Flask, placed: Order, number: str, phone: str) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for typed in (number.format(placed.number), number.format(placed.number.translate(wide))):
        reply = Person(app).post("/orders", {"number": typed, "phone": phone})
        assert (reply.status_code, reply.location) == (303, f"/orders/{placed.token}")


def test_a_wrong_number_and_a_wrong_phone_look_the_same(app: Flask, placed: Order) -> None:
    other = f"{(int(placed.number) + 1) % 10**12:012d}"
    replies = [
        Person(app).post("/orders", {"number": number, "phone": phone})
        for number, phone in ((placed.number, "13800138001"), (other, "13800138000"), (other, "13800138001"))
    ]
    assert {reply.status_code for reply in replies} == {422}
    pages = [reply.text.replace(placed.number, "N").replace(other, "N") for reply in replies]
    assert len({page.replace("13800138000", "P").replace("13800138001", "P") for page in pages}) == 1
    assert SAME in pages[0]
    assert all(placed.token not in page for page in pages)
    for form in ({}, {"number": placed.number}, {"phone": "13800138000"}, {"number": "%", "phone": "' OR 1=1"}):
        assert Person(app).post("/orders", form).status_code == 422


def test_only_the_browser_that_bought_sees_its_orders(app: Flask, placed: Order, buyer: Person) -> None:
    own = buyer.get("/orders")
    assert placed.token in own.text
    assert own.headers["Cache-Control"] == "no-store"
    for stranger in (Person(app), Person(app)):
        assert placed.token not in stranger.get("/orders").text
        stranger.client.set_cookie("visitor", f"{placed.visitor}.AAAA")
    assert placed.token not in stranger.get("/orders").text


def test_numbers_cannot_be_walked_through(app: Flask, house: House, placed: Order) -> None:
    tried = []
    for n in range(40):
        # Another browser each time, behind one /64: the address is what is counted.
        reply = app.test_client().post(
            "/orders",
            data={"number": f"261122{n:06d}", "phone": "138 0013 8000"},
            environ_base={"REMOTE_ADDR": f"2001:db8:5:7::{n:x}"},
        )
        tried.append(reply.status_code)
    assert tried == [422] * 30 + [429] * 10
    # The guesser is slowed, not the buyer whose phone was tried.
    right = {"number": placed.number, "phone": placed.phone}
    assert (
        app.test_client().post("/orders", data=right, environ_base={"REMOTE_ADDR": "2001:db8:5:8::1"}).status_code
        == 303
    )


def test_a_phone_tried_from_everywhere_is_slowed(app: Flask, house: House, placed: Order) -> None:
    tried = [
        app.test_client().post(
            "/orders",
            data={"number": f"261122{n:06d}", "phone": "138 0013 8000"},
            environ_base={"REMOTE_ADDR": f"10.0.{n // 250}.{n % 250}"},
        )
        for n in range(305)
    ]
    assert [reply.status_code for reply in tried] == [422] * 300 + [429] * 5


def test_wrong_pairs_count_as_lookups(app: Flask, house: House, placed: Order) -> None:
    house.config.__dict__["lookup_limit"] = "5 per minute"
    walker = Person(app)
    for n in range(5):
        assert walker.post("/orders", {"number": f"26112200000{n}", "phone": f"1380013900{n}"}).status_code == 422
    assert walker.post("/orders", {"number": placed.number, "phone": placed.phone}).status_code == 429
    assert walker.get("/999999").status_code == 429


def test_the_way_there(buyer: Person) -> None:
    for page in ("/", "/cart", "/orders"):
        assert 'href="/orders"' in buyer.get(page).text
