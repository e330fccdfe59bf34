"""Checkout where something may be fetched: name and phone alone, an offer that changed is said, nothing is lost."""

from dataclasses import replace

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.pickup_place import offer_pickup, withdraw_pickup
from models.kernel.clock import now
from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.pickups import AT_SHOP
from tests.given.stall import DETAILS, Stall, checkout_form, hidden, orders
from views.kit.house import House

NOWHERE = {"province": "", "city": "", "district": "", "street": ""}


@pytest.fixture
def way(house: House, stall: Stall) -> dict[str, str]:
    """What the form says of who fetches there: its supplier offers it now."""
    with house.database.transaction() as session:
        supplier = session.exec(select(Goods).where(Goods.code == stall.goods)).one().supplier
        return {f"way-{supplier.code}": offer_pickup(session, supplier, AT_SHOP, at=now()).code}


def test_who_fetches_gives_name_and_phone_and_pays_no_freight(
    house: House, filled: Person, way: dict[str, str]
) -> None:
    page = filled.get("/checkout").text
    assert AT_SHOP.place in page and AT_SHOP.hours in page
    # Without script: the choice is seen first, then sent.
    seen = filled.post("/checkout", checkout_form(filled) | way | {"do": "way"})
    assert seen.status_code == 200
    assert "谁来取" in seen.text and "选省" not in seen.text and "请再确认" not in seen.text
    form = DETAILS | NOWHERE | way | {name: hidden(seen.text, name) for name in ("once", "seen", "ways")}
    reply = filled.post("/checkout", form)
    assert reply.status_code == 303, reply.text
    assert orders(house) == [("placed", 25_600)]
    order = filled.get(reply.location).text
    assert "等商家备货" in order and AT_SHOP.place in order and "改收货地址" not in order
    with house.database.reading() as session:
        kept = session.exec(select(Order)).one()
        assert (kept.name, kept.phone, kept.region_code, kept.street) == ("王小明", "13800138000", "", "")
    # The same form again is the same order; a way that was changed since is said.
    assert filled.post("/checkout", form).location == reply.location
    assert "again=way" in filled.post("/checkout", form | dict.fromkeys(way, "post")).location


@ON_SQLITE
def test_a_choice_that_was_not_shown_is_said_before_it_counts(
    house: House, filled: Person, way: dict[str, str]
) -> None:
    reply = filled.post("/checkout", checkout_form(filled, **NOWHERE) | way)
    assert reply.status_code == 422
    assert "收货方式换了，运费变成 ¥0" in reply.text
    assert orders(house) == []


@ON_SQLITE
@pytest.mark.parametrize("change", ["moved", "withdrawn", "forged"])
def test_an_offer_that_changed_meanwhile(
    house: House, stall: Stall, filled: Person, way: dict[str, str], change: str
) -> None:
    seen = filled.post("/checkout", checkout_form(filled) | way | {"do": "way"}).text
    form = DETAILS | way | {name: hidden(seen, name) for name in ("once", "seen", "ways")}
    with house.database.transaction() as session:
        supplier = session.exec(select(Goods).where(Goods.code == stall.goods)).one().supplier
        if change == "moved":
            offer_pickup(session, supplier, replace(AT_SHOP, place="新街 9 号"), at=now())
        if change == "withdrawn":
            withdraw_pickup(session, supplier)
    if change == "forged":
        form |= dict.fromkeys(way, "ZZZZZZZZ")
    reply = filled.post("/checkout", form)
    assert reply.status_code == 422
    assert ("不再提供到店自取" if change == "withdrawn" else "刚刚变了") in reply.text
    assert 'value="王小明"' in reply.text and 'value="文三路 138 号"' in reply.text
    assert "请再确认" not in reply.text
    assert orders(house) == []
    again = filled.post("/checkout", DETAILS | {name: hidden(reply.text, name) for name in ("once", "seen", "ways")})
    assert again.status_code == 303
    assert orders(house) == [("placed", 26_400)]
