"""Buying from oneself: who is signed in is told before paying; a typed phone never tells whose it is."""

from flask import Flask
from sqlmodel import select

from models.account.member import Member
from models.shop.shop import Shop
from models.trade.order.order import Line
from tests.given.baskets import TEST
from tests.given.people import Person
from tests.given.stall import DETAILS, Stall, checkout_form
from views.kit.house import House

SAID = "林间小铺是你自己的店"


def _keeper(house: House, stall: Stall) -> Member:
    with house.database.reading() as session:
        return session.exec(select(Member).join(Shop).where(Shop.number == stall.number)).one()


def _own(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.exec(select(Line.own)))


def test_the_keeper_is_told_before_paying(app: Flask, house: House, stall: Stall) -> None:
    keeper = Person(app).sign_in(_keeper(house, stall).phone)
    keeper.post("/cart", stall.form | {"quantity": "1"})
    assert SAID in keeper.get("/checkout").text
    # It is said again with every mistake on the way.
    assert SAID in keeper.post("/checkout", checkout_form(keeper, name="")).text
    assert keeper.post("/checkout", checkout_form(keeper)).status_code == 303
    assert _own(house) == ["signed_in"]


def test_another_member_and_a_stranger_are_told_nothing(app: Flask, house: House, stall: Stall, keeper: Person) -> None:
    for person in (keeper, Person(app)):
        person.post("/cart", stall.form | {"quantity": "1"})
        assert "你自己的店" not in person.get("/checkout").text
        assert person.post("/checkout", checkout_form(person)).status_code == 303
    assert _own(house) == ["", ""]


def test_a_typed_phone_does_not_tell_whose_it_is(app: Flask, house: House, stall: Stall) -> None:
    """The keeper's phone and any other lead to the same bytes, before placing and after."""
    pages = []
    for phone in (_keeper(house, stall).phone, DETAILS["phone"]):
        person = Person(app)
        person.post("/cart", stall.form | {"quantity": "1"})
        refused = person.post("/checkout", checkout_form(person, phone=phone, name=""))
        placed = person.post("/checkout", checkout_form(person, phone=phone))
        page = person.get(placed.location)
        assert "你自己的店" not in refused.text + page.text and "不计佣金" not in page.text
        pages.append((refused.status_code, placed.status_code, len(page.text)))
    assert pages[0] == pages[1]
    assert sorted(_own(house)) == ["", "phone"]


def test_the_keeper_reads_it_on_the_line_and_behind_the_figure(app: Flask, house: House, stall: Stall) -> None:
    keeper = Person(app).sign_in(_keeper(house, stall).phone)
    keeper.post("/cart", stall.form | {"quantity": "1"})
    keeper.post("/checkout", checkout_form(keeper, payment=TEST.name))
    assert "自己买的，不计佣金" in keeper.get("/console/orders").text
