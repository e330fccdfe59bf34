"""People behind one address: failures are counted, successes are free, and what is said about the wait is true."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select
from werkzeug.test import TestResponse

from config import Config
from models.coupon.coupon import Coupon, CouponClaim
from tests.given.coupons import given_now
from tests.given.factories import PASSWORD, make_member
from tests.given.people import Person
from tests.given.rules import start_with
from tests.given.stall import Stall, checkout_form, open_stall
from views.kit.house import House

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def phone(house: House) -> str:
    with house.database.transaction() as session:
        return make_member(session, name="阿林").phone


def sign_in(app: Flask, phone: str, password: str, address: str) -> int:
    person = Person(app)
    person.get("/sign-in")
    form = {"csrf_token": person.token, "phone": phone, "password": password}
    return person.client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address}).status_code


@ON_SQLITE
def test_one_customers_ipv6_network_is_one_address(app: Flask, house: House, phone: str) -> None:
    house.config.__dict__["sign_in_limit"] = "4 per minute"
    tried = [sign_in(app, "13900000001", "wrong words", f"2001:db8:0:9::{n:x}:{n:x}") for n in range(7)]
    assert tried == [422] * 4 + [429] * 3
    assert sign_in(app, "13900000001", "wrong words", "2001:db8:0:a::1") == 422
    # An IPv4 address that arrives in IPv6 clothes is the IPv4 address.
    assert [sign_in(app, "13900000001", "wrong words", "::ffff:192.0.2.7") for _ in range(3)] == [422] * 3
    assert [sign_in(app, "13900000001", "wrong words", "192.0.2.7") for _ in range(2)] == [422, 429]


@ON_SQLITE
def test_right_passwords_cost_nothing(app: Flask, house: House, phone: str) -> None:
    house.config.__dict__["sign_in_limit"] = "3 per minute"
    assert [sign_in(app, phone, PASSWORD, "192.0.2.9") for _ in range(8)] == [303] * 8
    assert [sign_in(app, phone, "wrong words", "192.0.2.9") for _ in range(4)] == [422] * 3 + [429]


@ON_SQLITE
def test_an_account_is_slowed_wherever_it_is_tried_from_but_not_for_its_owners_browser(
    app: Flask, house: House, phone: str
) -> None:
    owner = Person(app)
    owner.get("/sign-in")
    assert owner.post("/sign-in", {"phone": phone, "password": PASSWORD}).status_code == 303
    tried = [sign_in(app, phone, "wrong words", f"198.51.100.{n}") for n in range(23)]
    assert tried == [422] * 20 + [429] * 3
    assert sign_in(app, phone, PASSWORD, "203.0.113.5") == 429
    owner.client.delete_cookie("session")
    owner.client.delete_cookie("remember_token")
    owner.get("/sign-in")
    assert owner.post("/sign-in", {"phone": phone, "password": PASSWORD}).status_code == 303
    stranger = Person(app)
    stranger.client.set_cookie("familiar", "forged.AAAA", path="/sign-in")
    stranger.get("/sign-in")
    assert stranger.post("/sign-in", {"phone": phone, "password": PASSWORD}).status_code == 429


@ON_SQLITE
def test_how_long_to_wait_is_said_truly(app: Flask, house: House, phone: str) -> None:
    house.config.__dict__["sign_in_limit"] = "1 per hour"
    assert sign_in(app, phone, "wrong words", "192.0.2.20") == 422
    person = Person(app)
    person.get("/sign-in")
    form = {"csrf_token": person.token, "phone": phone, "password": PASSWORD}
    reply = person.client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": "192.0.2.20"})
    assert reply.status_code == 429
    assert 3_500 < int(reply.headers["Retry-After"]) <= 3_600
    assert "60 分钟后" in reply.text


def checkout(app: Flask, stall: Stall, phone: str, **told: str) -> TestResponse:
    """A new browser of one and the same address puts the goods into its cart and sends the form."""
    buyer = Person(app)
    quantity = told.pop("quantity", "1")
    buyer.post("/cart", stall.form | {"quantity": quantity})
    return buyer.post("/checkout", checkout_form(buyer, phone=phone, **told))


@ON_SQLITE
def test_a_campus_orders_as_much_as_it_likes(app: Flask, house: House) -> None:
    stall = open_stall(house, stock=500)
    house.config.__dict__["order_limit"] = Config.model_fields["order_limit"].default
    placed = [checkout(app, stall, f"1391234{n:04d}").status_code for n in range(63)]
    assert placed == [303] * 63


@ON_SQLITE
def test_a_flood_of_orders_is_told_truly_how_long_to_wait(app: Flask, house: House) -> None:
    stall = open_stall(house, stock=500)
    house.config.__dict__["order_limit"] = "4 per hour"
    replies = [checkout(app, stall, f"1381234{n:04d}") for n in range(6)]
    assert [reply.status_code for reply in replies] == [303] * 4 + [429] * 2
    assert 3_500 < int(replies[-1].headers["Retry-After"]) <= 3_600
    assert "60 分钟后" in replies[-1].text
    assert stall.stock() == 496


@ON_SQLITE
def test_one_cash_order_cannot_take_the_shelf(app: Flask, house: House) -> None:
    stall = open_stall(house, stock=80)
    start_with(house, cash_pieces=12)
    refused = checkout(app, stall, "13800138000", quantity="13")
    assert refused.status_code == 422
    assert "最多 12 件，这单有 13 件" in refused.text
    assert "文三路 138 号" in refused.text
    assert stall.stock() == 80
    assert checkout(app, stall, "13800138000", quantity="13", payment="test").status_code == 303
    assert checkout(app, stall, "13800138000", quantity="12").status_code == 303
    assert stall.stock() == 55


@ON_SQLITE
def test_a_phone_holds_only_so_many_orders_that_nobody_paid(app: Flask, house: House) -> None:
    stall = open_stall(house, stock=80)
    start_with(house, held_orders=2)
    assert [checkout(app, stall, "138 0013 8000").status_code for _ in range(3)] == [303, 303, 422]
    # However it is written, it is the same phone; another one is not concerned.
    refused = checkout(app, stall, "+86-138-0013-8000")
    assert (refused.status_code, "还有没付款的东西没发完" in refused.text) == (422, True)
    assert checkout(app, stall, "13900139000").status_code == 303
    # Cash that waits never bars paying at once; what waits for its payment does, beside the phone.
    paying = [checkout(app, stall, "13800138000", payment="test") for _ in range(3)]
    assert [reply.status_code for reply in paying] == [303, 303, 422]
    assert "还有订单等着付款" in paying[-1].text
    assert stall.stock() == 75


@ON_SQLITE
def test_who_takes_a_whole_quota_and_buys_nothing_makes_room_again(app: Flask, house: House) -> None:
    stall = open_stall(house, stock=80)
    url = f"/coupons/{given_now(stall, quota=61)}"
    assert [Person(app).post(f"{url}/claim").status_code for _ in range(61)] == [303] * 61
    late = Person(app)
    refused = late.post(f"{url}/claim")
    assert (refused.status_code, "领完了" in refused.text) == (422, True)
    with house.database.transaction() as session:
        for claim in session.exec(select(CouponClaim)):
            claim.claimed_at -= timedelta(minutes=31)
    assert f'action="{url}/claim"' in late.get(url).text
    taken = late.post(f"{url}/claim")
    assert taken.status_code == 303
    assert late.get(f"{url}/claimed").status_code == 200
    with house.database.reading() as session:
        assert session.exec(select(Coupon.claimed)).one() == 61
        lapsed = session.exec(select(CouponClaim).where(col(CouponClaim.lapsed_at).is_not(None))).all()
        assert len(lapsed) == 1
