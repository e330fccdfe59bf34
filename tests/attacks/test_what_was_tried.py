"""What an attacker tried on this program, and what it answers now. Each test is one way in that stood open once."""

import io

import pytest
from flask import Flask
from sqlmodel import select

from models.account.member import Member, Operator
from models.catalogue.goods import by_operator, listing
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.pictures import normalise
from models.pick.pick import Pick
from models.pick.picking import pick_of, unpick
from models.shop.shop import Shop
from models.trade.order.order import Order
from tests.given.baskets import carried as open_stall
from tests.given.baskets import order_quoted, put, quote_cart
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier, picture_bytes
from tests.given.people import Person
from tests.given.processes import in_threads
from views.kit.house import House


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//["])
def test_a_broken_origin_is_refused_and_not_a_failure(buyer: Person, address: str) -> None:
    assert buyer.client.post("/cart", data={"shop": "258147"}, headers={"Origin": address}).status_code == 403
    assert buyer.client.post("/language", data={"language": "en"}, headers={"Referer": address}).status_code == 403


def test_an_order_page_lets_its_own_forms_carry_an_origin(buyer: Person) -> None:
    # With "no-referrer" browsers send "Origin: null", and older ones no Sec-Fetch-Site that would speak for the form.
    assert "no-referrer" not in buyer.get("/cart").headers["Referrer-Policy"]


def test_where_the_program_is_mounted_cannot_be_said_by_a_header(app: Flask, house: House) -> None:
    with house.database.transaction() as session:
        number = make_shop(session).number
    client = app.test_client()
    poisoned = client.get(f"/{number}", environ_overrides={"SCRIPT_NAME": "//evil.example"})
    assert poisoned.status_code in (200, 404)
    assert b"evil.example" not in client.get(f"/{number}").data


def test_a_goods_code_with_a_wrong_option_counts_as_a_look_up(app: Flask, house: House) -> None:
    with house.database.transaction() as session:
        shop, goods = make_shop(session), make_goods(session, make_supplier(session))
        make_pick(session, shop, goods)
        code = goods.code
    house.config.__dict__["lookup_limit"] = "5 per minute"
    walker = Person(app)
    answers = [walker.post("/cart", {"shop": str(100_000 + n), "goods": code}).status_code for n in range(8)]
    assert answers.count(404) == 5
    assert answers.count(429) == 3


def test_unpicking_at_once_counts_once(house: House) -> None:
    with house.database.transaction() as session:
        shop, supplier = make_shop(session), make_supplier(session)
        for _ in range(3):
            make_pick(session, shop, make_goods(session, supplier))
        shop_id, goods_id = shop.id, session.exec(select(Pick.goods_id)).first()

    def tap(_: int) -> None:
        with house.database.transaction() as session:
            shop, goods = session.get(Shop, shop_id), session.get(Goods, goods_id)
            assert shop is not None
            assert goods is not None
            picked = pick_of(session, shop, goods)
            if picked:
                unpick(session, picked)

    in_threads(tap, [(n,) for n in range(6)])
    with house.database.reading() as session:
        assert session.exec(select(Shop.picks_count)).one() == 2
        assert len(session.exec(select(Pick)).all()) == 2


def test_one_cart_in_three_tabs_is_one_order(house: House) -> None:
    at = open_stall(house.database, price="60", stock=10)
    with house.database.transaction() as session:
        put(session, "owner", at)

    def buy(number: int) -> None:
        with house.database.writing() as session:
            quote = quote_cart(session, "owner", at=now())
            try:
                order_quoted(session, quote, gateway=house.gateways["cod"], once=f"tab-{number:028d}")
                session.commit()
            except Refused:
                session.rollback()

    in_threads(buy, [(n,) for n in range(3)])
    with house.database.reading() as session:
        assert len(session.exec(select(Order)).all()) == 1


def test_an_operators_ban_holds_on_goods_that_were_withdrawn_meanwhile(house: House, operator: Person) -> None:
    with house.database.transaction() as session:
        staff = make_member(session)
        goods = make_goods(session, make_supplier(session, staff=staff), digest="ab" * 16)
        listing.take_off(session, goods, Act.supplier(staff, now()))
        boss = session.exec(select(Member).join(Operator)).one()
        by_operator.take_goods_off(session, goods.code, Act.operator(boss, now(), "假货"))
        with pytest.raises(Refused):
            listing.put_back(session, goods, Act.supplier(staff, now()))
        assert goods.state == "off_sale"
        assert goods.state_why == "假货"


def test_a_file_name_with_a_zero_byte_is_refused(staff: Person) -> None:
    form = staff.get("/supply/imports/new")
    assert form.status_code == 200
    reply = staff.post("/supply/imports", {"once": "0" * 32, "file": (io.BytesIO(b"a,b"), "a\0b.csv")})
    assert reply.status_code in (400, 422)


def test_invented_methods_make_no_figures(app: Flask, buyer: Person) -> None:
    for n in range(20):
        buyer.client.open("/", method=f"ODD{n}")
    assert b"ODD7" not in buyer.get("/metrics").data


def test_without_an_invitation_nobody_learns_who_is_a_member(app: Flask, house: House) -> None:
    with house.database.transaction() as session:
        phone = make_member(session).phone
    asker = Person(app)
    asker.get("/sign-up")
    form = {"invite": "ZZZZZZZZ", "name": "甲", "password": "a-long-password"}
    known, unknown = (asker.post("/sign-up", form | {"phone": number}) for number in (phone, "13700000000"))
    assert known.status_code == unknown.status_code == 422
    assert "注册过" not in known.text


def test_a_small_file_may_not_unpack_into_a_huge_picture() -> None:
    with pytest.raises(Refused):
        normalise(picture_bytes(side=5_200, kind="PNG"))
    assert normalise(picture_bytes(side=1_200, kind="PNG")).sizes.keys() == {1080, 540, 270}
