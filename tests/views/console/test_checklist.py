"""A keeper's checklist by HTTP: what is asked is given there, and nobody else's is."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import select

from models.account.member import Member
from models.shop.shop import Shop
from tests.given.applications import one_item
from tests.given.factories import make_unopened
from tests.given.joining import known_digits
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def applicant(app: Flask, house: House) -> Person:
    """Whose shop was begun; `.shop_number` is the shop's."""
    with house.database.transaction() as session:
        shop = make_unopened(session)
        phone, number = shop.keeper.phone, shop.number
    person = Person(app).sign_in(phone)
    person.shop_number = number
    return person


@pytest.fixture
def state_of(house: House, applicant: Person) -> Callable[[str], str]:
    """How one of the applicant's items stands."""

    def found(name: str) -> str:
        with house.database.reading() as session:
            shop = session.exec(select(Shop).where(Shop.number == applicant.shop_number)).one()
            return one_item(session, shop, name).state

    return found


def test_a_phone_is_proven_by_the_digits_that_were_sent(
    house: House, applicant: Person, state_of: Callable[[str], str]
) -> None:
    assert "点下面" in applicant.get("/console/opening/phone").text.replace("<wbr>", "")
    assert applicant.post("/console/opening/phone").location == "/console/opening/phone"
    assert 'autocomplete="one-time-code"' in applicant.get("/console/opening/phone").text
    wrong = applicant.post("/console/opening/phone", {"code": "000000"})
    assert wrong.status_code == 422
    assert "这六位数不对" in wrong.text
    assert state_of("phone") == "yours"
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone).join(Shop).where(Shop.number == applicant.shop_number)).one()
    right = applicant.post("/console/opening/phone", {"code": known_digits(house, phone)})
    assert right.location == "/console/opening"
    assert state_of("phone") == "done"
    assert applicant.get("/console/opening/phone").location == "/console/opening", "nothing is asked twice"
    assert applicant.post("/console/opening/phone").location == "/console/opening"


def test_what_stands_elsewhere_is_given_there(applicant: Person) -> None:
    assert applicant.get("/console/opening/words").location == "/console/me#shop"
    assert applicant.get("/console/opening/payee").location == "/console/withdrawals#payee"
    for name in ("words", "payee", "nothing"):
        assert applicant.post(f"/console/opening/{name}").status_code in (303, 404)
    assert applicant.get("/console/opening/nothing").status_code == 404


def test_a_keeper_may_not_open_the_own_door(house: House, applicant: Person) -> None:
    applicant.get("/console/me")
    applicant.post("/console/me/reopening")
    applicant.post("/console/me/closing", {"farewell": "x"})
    with house.database.reading() as session:
        shop = session.exec(select(Shop).where(Shop.number == applicant.shop_number)).one()
        assert (shop.door, shop.farewell) == ("soon", "")


def test_what_is_a_keepers_is_nobody_elses(applicant: Person, buyer: Person, stranger: Person, keeper: Person) -> None:
    for path in ("/console/opening/phone", "/console/preview"):
        assert buyer.get(path).location.startswith("/sign-in")
        assert stranger.get(path).location == "/console/opening"
    assert keeper.get("/console/opening").location == "/console"
    assert keeper.get("/console/opening/phone").status_code == 404, "nothing is asked of a shop opened by hand"
    assert stranger.post("/console/opening/phone", {"door": str(applicant.shop_number)}).status_code in (303, 404)
