"""A thief with somebody's cookies: what they open ends on the server, whatever the thief still holds."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_login import encode_cookie
from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.sign_in import SignIn
from models.kernel.clock import now
from tests.given.factories import PASSWORD, make_member
from tests.given.people import Person
from tests.given.processes import in_threads
from views.kit.house import House

COOKIES = ("session", "remember_token")
BEHIND = "/console/opening"


@pytest.fixture
def phone(house: House) -> str:
    """Somebody who can sign in with PASSWORD."""
    with house.database.transaction() as session:
        return make_member(session).phone


def thieves(app: Flask, victim: Person) -> list[Person]:
    """With all cookies, with the session's alone, and with the one that remembers alone."""
    held = {name: victim.client.get_cookie(name) for name in COOKIES}
    made = []
    for names in (COOKIES, COOKIES[:1], COOKIES[1:]):
        thief = Person(app)
        for name in names:
            cookie = held[name]
            assert cookie is not None
            thief.client.set_cookie(name, cookie.value)
        made.append(thief)
    return made


def let_in(people: list[Person]) -> list[bool]:
    return [one.get(BEHIND).status_code == 200 for one in people]


def sign_ins(house: House) -> list[SignIn]:
    with house.database.reading() as session:
        return list(session.exec(select(SignIn).order_by(col(SignIn.id))))


def test_after_signing_out(app: Flask, house: House, phone: str) -> None:
    victim, elsewhere = Person(app).sign_in_by_form(phone), Person(app).sign_in_by_form(phone)
    robbed = thieves(app, victim)
    assert let_in(robbed) == [True] * 3
    victim.get(BEHIND)
    assert victim.post("/sign-out").status_code == 303
    assert let_in([victim, *robbed]) == [False] * 4
    assert let_in([elsewhere]) == [True]
    assert [row.ended_at is None for row in sign_ins(house)] == [False, True]


def test_two_tabs_that_sign_out_at_once(app: Flask, house: House, phone: str) -> None:
    victim = Person(app).sign_in_by_form(phone)
    victim.get(BEHIND)
    tabs = thieves(app, victim)[:2]
    for tab in tabs:
        tab.token = victim.token
    assert in_threads(lambda tab: tab.post("/sign-out").status_code, [(tab,) for tab in tabs]) == [303, 303]
    assert let_in([victim, *tabs]) == [False] * 3
    # A third one, which was left open, signs out once more: nothing happens, and nothing breaks.
    assert victim.post("/sign-out").status_code == 303


def test_after_a_new_sign_in_on_the_same_browser(app: Flask, house: House, phone: str) -> None:
    victim = Person(app).sign_in_by_form(phone)
    robbed = thieves(app, victim)
    victim.client.post("/sign-in", data={"csrf_token": victim.token, "phone": phone, "password": PASSWORD})
    assert let_in(robbed) == [False] * 3
    assert let_in([victim]) == [True]


def test_a_cookie_of_the_time_before_there_were_rows(app: Flask, house: House, phone: str) -> None:
    with house.database.reading() as session:
        key = session.exec(select(Member.key)).one()
    old, remembered, copied = (_with_key(app, key, name) for name in (*COOKIES, "session"))
    for person in (old, remembered, old, remembered):
        assert person.get(BEHIND).status_code == 200
    house.sign_ins.flush()
    assert len(sign_ins(house)) == 2
    assert let_in([old, remembered]) == [True, True]
    robbed = thieves(app, old)
    assert let_in(robbed) == [True] * 3
    old.get(BEHIND)
    assert old.post("/sign-out").status_code == 303
    house.sign_ins.flush()
    assert let_in([old, copied, *robbed]) == [False] * 5
    assert let_in([remembered]) == [True]


def test_an_old_cookie_that_signs_out_with_its_first_form(app: Flask, house: House, phone: str) -> None:
    with house.database.reading() as session:
        key = session.exec(select(Member.key)).one()
    old, copied = _with_key(app, key, "session"), _with_key(app, key, "session")
    old.get("/sign-in?")
    with old.client.session_transaction() as kept:
        kept.setdefault("csrf_token", "x")
    old.get(BEHIND)
    assert old.post("/sign-out").status_code == 303
    house.sign_ins.flush()
    assert let_in([old, copied]) == [False, False]


def test_another_member_s_row_is_nobody_s_way_in(app: Flask, house: House, phone: str) -> None:
    """Who reads the table has hashes and codes: neither signs in, whichever cookie carries it."""
    Person(app).sign_in_by_form(phone)
    (row,) = sign_ins(house)
    for token in (row.token_hash, row.code, str(row.id), str(row.member_id)):
        assert let_in([_with_key(app, token, name) for name in COOKIES]) == [False, False]


def test_a_cookie_that_was_signed_by_somebody_else(app: Flask, phone: str) -> None:
    victim = Person(app).sign_in_by_form(phone)
    token = victim.client.get_cookie("remember_token")
    assert token is not None
    thief = Person(app)
    thief.client.set_cookie("remember_token", re.sub(r"\|.*", "|" + "0" * 128, token.value))
    assert let_in([thief]) == [False]


def test_out_of_use_for_half_a_year(app: Flask, house: House, phone: str) -> None:
    victim = Person(app).sign_in_by_form(phone)
    with house.database.transaction() as session:
        _age(session, timedelta(days=house.rules.sign_in_days))
    assert let_in([victim, *thieves(app, victim)]) == [False] * 4


def test_reading_pages_writes_nothing_in_the_request(app: Flask, house: House, phone: str) -> None:
    victim = Person(app).sign_in_by_form(phone)
    with house.database.transaction() as session:
        _age(session, timedelta(hours=2))
    (before,) = sign_ins(house)
    assert victim.get(BEHIND).status_code == 200
    house.sign_ins.flush()
    (after,) = sign_ins(house)
    assert after.last_used_at - before.last_used_at > timedelta(hours=1)
    assert victim.get(BEHIND, headers={"User-Agent": "MicroMessenger iPhone"}).status_code == 200
    house.sign_ins.flush()
    (elsewhere,) = sign_ins(house)
    assert (elsewhere.system, elsewhere.program, elsewhere.network) == ("iPhone", "WeChat", "127.0.0.0/24")


def _age(session: Session, by: timedelta) -> None:
    session.exec(update(SignIn).values(last_used_at=now() - by))


def _with_key(app: Flask, key: str, cookie: str) -> Person:
    """A browser that carries a bare key, as they did before there were rows."""
    person = Person(app)
    with app.test_request_context():
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        sealed = signer.dumps({"_user_id": key, "_fresh": True})
        person.client.set_cookie(cookie, str(sealed) if cookie == "session" else encode_cookie(key))
    return person
