"""A door that has not opened: buyers are told so under every address that is printed, and nothing can be bought."""

import pytest
from sqlmodel import select

from models.account.member import Member
from models.kernel.clock import now
from models.shop.shop import Shop
from models.trade.cart.cart import CartLine
from tests.given.applications import open_through
from tests.given.factories import make_goods, make_member, make_pick, make_supplier, make_unopened
from tests.given.people import Person
from tests.given.stall import Stall, checkout_form, open_stall, orders
from views.kit.house import House

WORD = "山里做竹器的第三代"


@pytest.fixture
def soon(house: House) -> Stall:
    """A shop with a pick and a word, whose keeper is not through yet."""
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session))
        shop = make_unopened(session, name="竹里", introduction=WORD)
        make_pick(session, shop, goods)
        return Stall(house, shop.number, goods.code)


def printed(house: House, stall: Stall) -> tuple[str, str]:
    """A code to the goods, and one to the shop."""
    return stall.link(), stall.link(to_shop=True)


def test_every_printed_address_says_that_it_opens_soon(house: House, soon: Stall, buyer: Person) -> None:
    code, to_shop = printed(house, soon)
    for url in (f"/{soon.number}", soon.page, f"{soon.page}/asked", f"/q/{code}", f"/Q/{to_shop}"):
        reply = buyer.get(url)
        assert (reply.status_code, reply.headers["X-Robots-Tag"]) == (200, "noindex"), url
        shown = reply.text.replace("<wbr>", "")
        assert "竹里小铺就要开门了" in shown
        assert WORD in shown
        assert "老寿眉" not in shown, "no goods"
    assert buyer.get(f"/find?q=店铺号 {soon.number}").location == f"/{soon.number}"
    assert buyer.get(f"/{soon.number}?q=老寿眉").status_code == 200


def test_nothing_of_it_can_be_bought(house: House, soon: Stall, buyer: Person) -> None:
    assert buyer.post("/cart", soon.form).status_code == 404
    with house.database.reading() as session:
        assert session.exec(select(CartLine)).all() == []
    assert buyer.get(f"{soon.page}/talk").status_code == 404


def test_what_lies_in_a_cart_is_not_placed_behind_a_door_that_never_opened(house: House, buyer: Person) -> None:
    """Nobody gets there by the pages: the order's own transaction refuses it all the same."""
    stall = open_stall(house)
    assert buyer.post("/cart", stall.form).status_code == 303
    form = checkout_form(buyer)
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == stall.number)).one()
        shop.opened_at, shop.closed_at = None, now()
    refused = buyer.post("/checkout", form)
    assert refused.status_code != 303 or "/orders/" not in refused.location
    assert orders(house) == []
    assert stall.stock() == 10


def test_the_page_changes_with_the_decision_that_opens_the_door(house: House, soon: Stall, buyer: Person) -> None:
    code, _ = printed(house, soon)
    assert "就要开门了" in buyer.get(f"/q/{code}").text
    with house.database.transaction() as session:
        open_through(session, soon.number, make_member(session))
    buyer.client.application.extensions["page_cache"].forget()
    opened = buyer.get(f"/q/{code}")
    assert opened.status_code == 200
    assert "老寿眉" in opened.text, "the poster never died"
    assert "X-Robots-Tag" not in opened.headers or "noindex" not in opened.headers["X-Robots-Tag"]
    assert buyer.post("/cart", soon.form).status_code == 303


def test_a_keeper_sees_it_as_buyers_will_and_a_stranger_does_not(
    house: House, soon: Stall, buyer: Person, keeper: Person
) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone).join(Shop).where(Shop.number == soon.number)).one()
    own = Person(buyer.client.application).sign_in(phone)
    for url in ("/console/preview", f"/console/preview/{soon.goods}"):
        shown = own.get(url)
        assert shown.status_code == 200
        assert "老寿眉" in shown.text
        assert 'name="then"' not in shown.text, "nothing is bought in a preview"
        assert buyer.get(url).location.startswith("/sign-in")
    assert keeper.get(f"/console/preview/{soon.goods}").location == f"/{keeper.shop_number}/{soon.goods}"
    assert own.get("/console/preview/NOTHERE1").status_code == 404
