"""Orders found by phone: only who reads the six digits gets them, and nothing tells whose number is a buyer's."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from models.account.one_time_code import OneTimeCode
from models.kernel.clock import now
from models.stories.account.send_code import SentCode, opened_code
from models.trade.order.kept import KeptOrder
from models.trade.order.order import Order
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.rules import change_rules
from tests.given.stall import Stall, buy, cookie, open_stall
from views.kit.house import House

THEIRS, NOBODYS = "13800138000", "13900139000"


@pytest.fixture
def stall(house: House) -> Stall:
    """A shop with goods."""
    return open_stall(house)


@pytest.fixture
def sent(house: House) -> list[SentCode]:
    """What the worker is handed."""
    handed: list[SentCode] = []

    def enqueue(name: str, *arguments: object) -> None:
        if name == "send_code":
            handed.append(opened_code(str(arguments[0]), house.config.ring))

    house.enqueue = enqueue
    return handed


def orders(house: House) -> list[Order]:
    """Every order."""
    with house.database.reading() as session:
        return list(session.exec(select(Order).order_by(Order.id)))  # type: ignore[arg-type]


def kept(house: House) -> int:
    """How many orders are kept by browsers that did not make them."""
    with house.database.reading() as session:
        return len(session.exec(select(KeptOrder)).all())


def asks(person: Person, phone: str = THEIRS) -> int:
    """Has a code sent; the reply's status."""
    reply = person.post("/mine/phone", {"phone": phone})
    assert reply.status_code != 303 or reply.location == "/mine/phone/code"
    return reply.status_code


def test_six_digits_bring_the_orders_of_a_phone(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    buy(buyer, stall)
    new_phone = Person(app)
    assert asks(new_phone, "+86 138-0013-8000") == 303
    [code] = sent
    assert (code.wanted.purpose, code.wanted.phone) == ("orders", THEIRS)
    shown = new_phone.get("/mine/phone/code").text
    assert "138****8000" in shown
    assert code.digits not in shown
    assert re.search('data-wait="[1-6][0-9]"', shown), "the button says how long until another"
    reply = new_phone.post("/mine/phone/code", {"code": f" {code.digits[:3]} {code.digits[3:]} "})
    assert (reply.status_code, reply.location) == (303, "/mine/orders?found=2")
    listed = new_phone.get(reply.location).text
    assert "找到 2 个订单" in listed
    assert all(order.token in listed for order in orders(house))
    assert all(order.token in new_phone.get("/mine").text for order in orders(house))
    assert new_phone.get("/mine/phone/code").status_code == 303, "it is done"
    # What is ordered later comes with its own proof: a number may have another owner by then.
    buy(buyer, stall)
    assert orders(house)[2].token not in new_phone.get("/mine/orders").text


@ON_SQLITE
def test_a_number_that_is_nobodys_is_told_the_same(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    pages = []
    for phone in (THEIRS, NOBODYS):
        person = Person(app)
        asked = person.post("/mine/phone", {"phone": phone})
        page = person.get("/mine/phone/code")
        wrong = person.post("/mine/phone/code", {"code": "000000" if sent[-1].digits != "000000" else "111111"})
        again = person.post("/mine/phone", {"phone": phone})
        assert [reply.status_code for reply in (asked, page, wrong, again)] == [303, 200, 422, 422]
        texts = [reply.text for reply in (asked, page, wrong, again)]
        pages.append([t.replace(phone[:3] + "****" + phone[-4:], "P").replace(phone, "P") for t in texts])
    assert pages[0] == pages[1]
    assert [code.wanted.phone for code in sent] == [THEIRS, NOBODYS], "the worker looks up whose it is"
    assert kept(house) == 0


@ON_SQLITE
def test_old_orders_are_found_by_their_number_alone(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    with house.database.transaction() as session:
        session.exec(select(Order)).one().placed_at = now() - timedelta(days=181)
    person = Person(app)
    asks(person)
    reply = person.post("/mine/phone/code", {"code": sent[0].digits})
    assert reply.location == "/mine/orders?found=0"
    text = person.get(reply.location).text
    assert "180 天以内没有订单" in text
    assert orders(house)[0].token not in text
    change_rules(house, found_days=365)
    with house.database.transaction() as session:
        session.exec(select(OneTimeCode)).one().asked_at -= timedelta(minutes=2)
    asks(person)
    assert person.post("/mine/phone/code", {"code": sent[1].digits}).location == "/mine/orders?found=1"


@ON_SQLITE
def test_wrong_late_used_and_others_digits_open_nothing(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    thief = Person(app)
    asks(thief)
    for guess in ("", "12345", "１２３４５６７", "abcdef"):
        assert thief.post("/mine/phone/code", {"code": guess}).status_code == 422
    assert "还能试" in thief.post("/mine/phone/code", {"code": "1"}).text
    assert kept(house) == 0
    # A code of another phone is none for this one: the browser's own cookie says whose it asked for.
    other = Person(app)
    asks(other, NOBODYS)
    assert other.post("/mine/phone/code", {"code": sent[0].digits}).status_code == 422
    # Six tries, and the right one comes too late.
    for _ in range(6):
        thief.post("/mine/phone/code", {"code": "000001"})
    assert thief.post("/mine/phone/code", {"code": sent[0].digits}).status_code == 422
    assert kept(house) == 0


@ON_SQLITE
def test_digits_for_a_password_open_no_orders(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    person = Person(app)
    asks(person)
    with house.database.transaction() as session:
        session.exec(select(OneTimeCode)).one().purpose = "password"
    assert person.post("/mine/phone/code", {"code": sent[0].digits}).status_code == 422
    assert kept(house) == 0


@ON_SQLITE
@pytest.mark.parametrize("forged", ["", "AAAA", '{"phone": "13800138000"}', "gAAAAABm…", "x" * 3000])
def test_a_browser_that_asked_for_nothing_proves_nothing(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode], forged: str
) -> None:
    buy(buyer, stall)
    asks(buyer)
    thief = Person(app)
    thief.client.set_cookie("proving", forged, path="/mine/phone")
    assert thief.get("/mine/phone/code").location == "/mine/phone"
    reply = thief.post("/mine/phone/code", {"code": sent[0].digits})
    assert (reply.status_code, reply.location) == (303, "/mine/phone")
    assert kept(house) == 0


@ON_SQLITE
def test_phones_and_texts_are_asked_for_seldom(app: Flask, house: House, sent: list[SentCode]) -> None:
    person = Person(app)
    assert asks(person) == 303
    assert asks(person) == 422, "once a minute"
    # One address has thirty an hour, whichever numbers.
    asked = [asks(Person(app), f"139{n:08d}") for n in range(30)]
    assert asked == [303] * 28 + [429] * 2
    assert len(sent) == 29


def _asked_from(app: Flask, place: int, times: int, cookies: dict[str, str] | None = None) -> list[int]:
    """Every browser a new one, with these cookies; the statuses."""
    said = []
    for _ in range(times):
        stranger = Person(app)
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{place}"
        for name, value in (cookies or {}).items():
            stranger.client.set_cookie(name, value)
        said.append(asks(stranger))
    return said


def _is_minute_over(house: House) -> None:
    with house.database.transaction() as session:
        for row in session.exec(select(OneTimeCode)):
            row.asked_at -= timedelta(minutes=2)


def test_strangers_everywhere_never_use_up_what_the_owner_may_ask_for(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    owner = Person(app)
    asks(owner)
    reply = owner.post("/mine/phone/code", {"code": sent[0].digits})
    kept_here = cookie(reply, "own_phone")
    assert "HttpOnly" in kept_here and THEIRS not in kept_here
    with house.database.transaction() as session:
        member = make_member(session)
        member.phone, member.phone_proven_at = THEIRS, now()
    # They have an own phone that was proven, and cookies that they wrote themselves.
    attacker = Person(app)
    asks(attacker, NOBODYS)
    proof = cookie(attacker.post("/mine/phone/code", {"code": sent[1].digits}), "own_phone")
    other = proof.partition(";")[0].partition("=")[2]
    forged = other.rpartition(".")[0] + ".forged"
    asked = [_asked_from(app, 1, 6), _asked_from(app, 2, 6, {"own_phone": other})]
    asked += [_asked_from(app, 3, 6, {"own_phone": forged}), _asked_from(app, 4, 6), _asked_from(app, 5, 2)]
    assert sum(one.count(303) for one in asked[:4]) == 19, "the owner's own first one was one of twenty"
    assert asked[4] == [303, 422], "where nobody asked before that day one goes out, slowly"
    _is_minute_over(house)
    owner.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert asks(owner) == 303, "this browser has shown it before, from wherever it asks now"
    signed_in = Person(app).sign_in(THEIRS)
    assert asks(signed_in) == 303, "who is signed in and has proven it"
    assert _asked_from(app, 6, 1) == [422], "somebody new is refused as before"
    # One browser has five of the reserve, whatever else it forgets.
    value = kept_here.partition(";")[0].partition("=")[2]
    assert _asked_from(app, 7, 5, {"own_phone": value}) == [303] * 4 + [422]
    owner.get("/mine")
    assert "own_phone=;" in cookie(owner.post("/mine/forgetting"), "own_phone")


@ON_SQLITE
@pytest.mark.slow
def test_one_who_asks_all_the_time_holds_nobody_else_up(app: Flask, house: House, sent: list[SentCode]) -> None:
    """Three hundred requests for one phone, from ten places, leave its owner theirs."""
    change_rules(house, codes_a_day=100)
    for place in range(11):
        _asked_from(app, place, 30)
    assert asks(Person(app)) == 303


@ON_SQLITE
def test_who_asks_twice_can_type_the_digits_that_were_sent(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    person = Person(app)
    asks(person)
    again = person.post("/mine/phone", {"phone": THEIRS})
    assert again.status_code == 422
    assert "秒后可以重发" in again.text
    assert 'name="code"' in again.text
    assert person.post("/mine/phone/code", {"code": sent[0].digits}).location == "/mine/orders?found=1"


@ON_SQLITE
@pytest.mark.parametrize("phone", ["", "12345", "hello", "' OR 1=1", "98765432", "1380013800００"])
def test_what_is_no_phone_is_said_beside_the_field(app: Flask, sent: list[SentCode], phone: str) -> None:
    reply = Person(app).post("/mine/phone", {"phone": phone})
    assert reply.status_code == 422
    assert 'id="phone-error"' in reply.text
    assert sent == []


@ON_SQLITE
def test_numbers_beyond_the_mainland_say_their_code(
    app: Flask, buyer: Person, house: House, stall: Stall, sent: list[SentCode]
) -> None:
    buy(buyer, stall)
    with house.database.transaction() as session:
        session.exec(select(Order)).one().phone = "+85291234567"
    person = Person(app)
    assert asks(person, "+852 9123 4567") == 303
    assert person.post("/mine/phone/code", {"code": sent[0].digits}).location == "/mine/orders?found=1"


@ON_SQLITE
def test_a_production_without_a_way_to_send_offers_none(app: Flask, house: House) -> None:
    house.config.__dict__["env"] = "production"
    person = Person(app)
    assert person.get("/mine/phone").status_code == 404
    assert person.post("/mine/phone", {"phone": THEIRS}).status_code == 404
    for page in ("/mine", "/orders", "/mine/orders"):
        assert "/mine/phone" not in person.get(page).text
    house.config.__dict__["notify_sms"] = "https://sms.example/send"
    assert person.get("/mine/phone").status_code == 200
    assert "/mine/phone" in person.get("/mine").text


@ON_SQLITE
def test_no_address_and_no_readable_cookie_holds_the_phone(app: Flask, sent: list[SentCode]) -> None:
    reply = Person(app).post("/mine/phone", {"phone": THEIRS})
    assert THEIRS not in str(reply.headers)
    assert "HttpOnly" in cookie(reply, "proving")
    assert "Path=/mine/phone" in cookie(reply, "proving")


@ON_SQLITE
def test_another_sites_form_asks_for_nothing(app: Flask, sent: list[SentCode]) -> None:
    evil = {"Origin": "https://evil.example"}
    assert app.test_client().post("/mine/phone", data={"phone": THEIRS}, headers=evil).status_code == 403
    assert sent == []
