"""Whoever orders to Hong Kong, Macau or Taiwan may be called there; the order is found again by that number."""

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from models.kernel import regions
from models.trade.order.order import Order
from tests.given.people import Person
from tests.given.stall import Stall, checkout_form, open_stall
from views.kit.house import House


def fields(digits: str) -> dict[str, str]:
    """The selects of the first place in a region."""
    province = next(place.code for place in regions.provinces() if place.code.startswith(digits))
    city = regions.cities(province)[0].code
    districts = regions.districts(city)
    return {"province": province, "city": city, "district": districts[0].code if districts else ""}


def sent(buyer: Person, stall: Stall, **typed: str) -> TestResponse:
    """The reply to a checkout with these fields."""
    buyer.post("/cart", stall.form | {"quantity": "1"})
    return buyer.post("/checkout", checkout_form(buyer, payment="cod") | typed)


@pytest.mark.parametrize(
    ("digits", "typed", "kept"),
    [
        ("81", "5123 4567", "+85251234567"),
        ("82", "６６８８ ７７９９", "+85366887799"),
        ("71", "0912-345-678", "+886912345678"),
        ("81", "+852 2345 6789", "+85223456789"),
        ("71", "13911112222", "13911112222"),
    ],
)
def test_a_local_number_is_taken(app: Flask, house: House, buyer: Person, digits: str, typed: str, kept: str) -> None:
    reply = sent(buyer, open_stall(house), **fields(digits), phone=typed)
    assert reply.status_code == 303, reply.text
    with house.database.reading() as session:
        order = session.exec(select(Order)).one()
    assert order.phone == kept
    for said in (typed, kept):
        found = Person(app).post("/orders", {"number": order.number, "phone": said})
        assert (found.status_code, found.location) == (303, f"/orders/{order.token}")


def test_a_number_of_elsewhere_is_told_beside_its_field(house: House, buyer: Person) -> None:
    reply = sent(buyer, open_stall(house), **fields("82"), phone="123")
    assert reply.status_code == 422 and "请填当地的电话" in reply.text
