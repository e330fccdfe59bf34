"""Keeping an order: in another browser's own, on two phones at once, and as a picture that opens it."""

import pytest
from flask import Flask
from sqlmodel import select

from models.poster.proof import read_qr
from models.trade.order.kept import KeptOrder
from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import buy, open_stall
from views.kit.house import House


@pytest.fixture
def placed(house: House, buyer: Person) -> Order:
    """An order of `buyer`, still unpaid."""
    buy(buyer, open_stall(house), payment="test")
    with house.database.reading() as session:
        return session.exec(select(Order)).one()


def kept(house: House) -> int:
    """How many rows there are."""
    with house.database.reading() as session:
        return len(session.exec(select(KeptOrder)).all())


def test_an_order_kept_on_two_phones_is_on_both(app: Flask, buyer: Person, house: House, placed: Order) -> None:
    phones = Person(app), Person(app)
    for phone in phones:
        assert "放进我的" in phone.get(f"/orders/{placed.token}").text
        for _ in range(2):
            reply = phone.post(f"/orders/{placed.token}/keeping")
            assert (reply.status_code, reply.location) == (303, f"/orders/{placed.token}")
        assert "放进我的" not in phone.get(f"/orders/{placed.token}").text
    assert kept(house) == 2
    for phone in (buyer, *phones):
        assert placed.token in phone.get("/mine").text
        assert placed.token in phone.get("/mine/orders").text
        marks = phone.get("/mine/marks").json
        assert marks and marks["unpaid"] == 1
    assert placed.token not in Person(app).get("/mine").text


@ON_SQLITE
def test_who_found_it_by_number_and_phone_keeps_it(app: Flask, house: House, placed: Order) -> None:
    found = Person(app)
    assert found.post("/orders", {"number": placed.number, "phone": placed.phone}).status_code == 303
    assert placed.token in found.get("/mine").text
    missed = Person(app)
    assert missed.post("/orders", {"number": placed.number, "phone": "13900139000"}).status_code == 422
    assert placed.token not in missed.get("/mine").text
    assert kept(house) == 1


@ON_SQLITE
def test_only_its_address_keeps_it(app: Flask, house: House, placed: Order) -> None:
    stranger = Person(app)
    for token in (placed.number, placed.token[:-1], placed.token.swapcase(), "x" * 22):
        assert stranger.post(f"/orders/{token}/keeping").status_code == 404
        assert stranger.get(f"/orders/{token}/picture.jpg").status_code == 404
    address = f"/orders/{placed.token}/keeping"
    assert stranger.client.post(address, headers={"Origin": "https://evil.example"}).status_code == 403
    assert stranger.get(address).status_code == 405
    assert kept(house) == 0


@ON_SQLITE
@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_picture_says_what_it_is_and_opens_it(app: Flask, house: House, placed: Order, language: str) -> None:
    reply = Person(app).get(f"/orders/{placed.token}/picture.jpg", headers={"Accept-Language": language})
    assert (reply.status_code, reply.mimetype) == (200, "image/jpeg")
    assert read_qr(reply.data) == f"{house.config.where}/orders/{placed.token}"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "noindex" in reply.headers["X-Robots-Tag"]
    assert f'filename="{placed.number}.jpg"' in reply.headers["Content-Disposition"]


@ON_SQLITE
def test_the_orders_page_says_how_to_keep_it(buyer: Person, house: House, placed: Order) -> None:
    text = buyer.get(f"/orders/{placed.token}").text
    assert f"{house.config.where}/orders/{placed.token}" in text
    assert f'href="/orders/{placed.token}/picture.jpg"' in text


@ON_SQLITE
def test_pictures_are_not_drawn_without_end(app: Flask, placed: Order) -> None:
    asked = [Person(app).get(f"/orders/{placed.token}/picture.jpg").status_code for _ in range(31)]
    assert asked == [200] * 30 + [429]
