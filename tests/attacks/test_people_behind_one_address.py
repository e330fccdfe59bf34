"""People behind one address: failures are counted, successes are free, and what is said about the wait is true."""

import pytest
from flask import Flask

from tests.given.factories import PASSWORD, make_member
from tests.given.people import Person
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
