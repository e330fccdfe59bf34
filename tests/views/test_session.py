"""Signing in and out: what is let in, what is said, and what the browser carries away."""

import re
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import base64_decode
from sqlmodel import select

from app import create_app
from config import Config
from models.account.member import Member
from tests.given.factories import PASSWORD, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

NEW = {"name": "阿林", "phone": "138 0013 8000", "password": "a-new-password"}


@pytest.fixture
def phone(house: House) -> str:
    """Somebody who can sign in with PASSWORD."""
    with house.database.transaction() as session:
        return make_member(session).phone


def members(house: House) -> list[str]:
    """Everybody's phone number."""
    with house.database.reading() as session:
        return list(session.exec(select(Member.phone)))


@ON_SQLITE
def test_signing_in_and_out(app: Flask, phone: str) -> None:
    person = Person(app)
    assert person.get("/console").location == "/sign-in?next=%2Fconsole"
    person.sign_in_by_form(phone)
    assert person.get("/console/opening").status_code == 200
    assert person.get("/sign-in").status_code == 303
    assert person.get("/sign-up").status_code == 303
    assert person.get("/sign-out").status_code == 405
    person.get("/console/opening")
    assert person.post("/sign-out").location == "/"
    assert person.get("/console/opening").status_code == 303


@ON_SQLITE
def test_signing_out_everywhere_leaves_a_copied_cookie_worthless(app: Flask, phone: str, house: House) -> None:
    person, thief, elsewhere = Person(app).sign_in_by_form(phone), Person(app), Person(app).sign_in_by_form(phone)
    copied = [person.client.get_cookie(name) for name in ("session", "remember_token")]
    for cookie in copied:
        assert cookie is not None
        thief.client.set_cookie(cookie.key, cookie.value)
    for one in (person, thief, elsewhere):
        assert one.get("/console/opening").status_code == 200
    with house.database.transaction() as session:
        stranger = make_member(session).phone
    other = Person(app).sign_in_by_form(stranger)
    # Signing out there leaves this browser, and whoever copied its cookie, signed in.
    elsewhere.post("/sign-out")
    assert thief.get("/console/opening").status_code == 200
    for reply in (person.post("/sign-out/everywhere"), person.post("/sign-out/everywhere")):
        assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert "所有设备上都退出了" in person.get("/sign-in").text
    for cookie in copied:
        fresh = Person(app)
        assert cookie is not None
        fresh.client.set_cookie(cookie.key, cookie.value)
        assert fresh.get("/console/opening").status_code == 303
    for one in (person, thief, elsewhere):
        assert one.get("/console/opening").status_code == 303
    assert other.get("/console/opening").status_code == 200
    assert person.sign_in_by_form(phone).get("/console/opening").status_code == 200


@ON_SQLITE
def test_signing_out_everywhere_takes_a_form_of_ours(app: Flask, phone: str, buyer: Person) -> None:
    person = Person(app).sign_in_by_form(phone)
    person.get("/console/opening")
    assert person.post("/sign-out/everywhere", {"csrf_token": "forged"}).status_code == 400
    assert person.get("/sign-out/everywhere").status_code == 405
    assert person.get("/console/opening").status_code == 200
    buyer.get("/sign-in")
    assert buyer.post("/sign-out/everywhere").location == "/sign-in"


@ON_SQLITE
def test_every_audience_finds_the_button(keeper: Person, staff: Person, operator: Person) -> None:
    for person, url in ((keeper, "/console/me"), (staff, "/supply"), (operator, "/desk")):
        assert 'href="/account"' in person.get(url).text
        assert 'action="/sign-out/everywhere"' in person.get("/account").text


@ON_SQLITE
def test_the_same_sentence_whichever_was_wrong(app: Flask, phone: str) -> None:
    person = Person(app)
    person.get("/sign-in")
    pages = []
    for form in (
        {"phone": phone, "password": "wrong-password"},
        {"phone": "13900000000", "password": PASSWORD},
        {"phone": "' OR 1=1 --", "password": PASSWORD},
        {"phone": phone, "password": PASSWORD.upper()},
    ):
        reply = person.post("/sign-in", form)
        assert reply.status_code == 422
        assert "手机号或密码不对" in reply.text
        assert form["password"] not in reply.text
        pages.append(re.sub(r'value="[^"]*"', "", reply.text))
    assert len(set(pages)) == 1
    assert person.get("/console").status_code == 303


@ON_SQLITE
@pytest.mark.parametrize("target", ["/console/picks?page=2", "/258147/0K3X9QAB"])
def test_one_goes_on_where_one_was(app: Flask, phone: str, target: str) -> None:
    person = Person(app)
    person.get("/sign-in", query_string={"next": target})
    assert person.post("/sign-in", {"phone": phone, "password": PASSWORD, "next": target}).location == target


@ON_SQLITE
def test_nobody_is_led_away_after_signing_in(app: Flask, phone: str) -> None:
    for target in (
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\r\nSet-Cookie:x=1",
        "javascript:alert(1)",
        "evil.example",
        "http:evil.example",
        " //evil.example",
    ):
        person = Person(app)
        person.get("/sign-in", query_string={"next": target})
        reply = person.post("/sign-in", {"phone": phone, "password": PASSWORD, "next": target})
        assert (target, reply.status_code, reply.location) == (target, 303, "/console")
        assert "x=1" not in str(reply.headers.getlist("Set-Cookie"))


@ON_SQLITE
@pytest.mark.parametrize("url", ["/sign-in", "/sign-up", "/sign-up/details", "/sign-out", "/console/opening"])
def test_a_form_without_its_token_is_refused(app: Flask, house: House, phone: str, url: str) -> None:
    person = Person(app).sign_in_by_form(phone)
    for token in ("", "forged", "IjAwIg.aaaa.bbbb"):
        reply = person.client.post(url, data=NEW | {"csrf_token": token})
        assert reply.status_code == 400, token
    assert person.get("/console/opening").status_code == 200
    assert members(house) == [phone]


@ON_SQLITE
def test_the_token_of_another_browser_is_no_token(app: Flask, phone: str) -> None:
    attacker, person = Person(app), Person(app)
    attacker.get("/sign-in")
    person.get("/sign-in")
    person.token = attacker.token
    assert person.post("/sign-in", {"phone": phone, "password": PASSWORD}).status_code == 400


@ON_SQLITE
def test_passwords_cannot_be_tried_without_end(tmp_path: Path, database_url: str, house: House, phone: str) -> None:
    strict = create_app(Config(env="test", data=tmp_path, database_url=database_url, sign_in_limit="3 per minute"))
    attacker = Person(strict)
    attacker.get("/sign-in")
    answers = [attacker.post("/sign-in", {"phone": phone, "password": "guess"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 429, 429]
    reply = attacker.post("/sign-in", {"phone": phone, "password": PASSWORD})
    assert reply.status_code == 429
    assert "慢一点" in reply.text


@ON_SQLITE
def test_a_new_secret_makes_all_cookies_worthless(app: Flask, tmp_path: Path, database_url: str, phone: str) -> None:
    person = Person(app).sign_in_by_form(phone)
    rotated = create_app(Config(env="test", data=tmp_path, database_url=database_url, secret_key="another secret " * 3))
    person.client.application = rotated
    assert person.get("/console").status_code == 303


@ON_SQLITE
def test_a_browser_carries_no_database_id(app: Flask, phone: str) -> None:
    person = Person(app).sign_in_by_form(phone)
    kept = person.client.get_cookie("session")
    assert kept is not None
    held = base64_decode(kept.value.lstrip(".").split(".")[0]).decode("utf-8", "replace")
    assert phone not in held
    assert '"_user_id":1' not in held
    assert '"_user_id":"1"' not in held


@ON_SQLITE
@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://localhost/258147", "/258147"),
        ("http://localhost//evil.example", "/"),
        ("", "/"),
    ],
)
def test_choosing_a_language_leads_back(buyer: Person, came_from: str, leads: str) -> None:
    reply = buyer.client.post("/language", data={"language": "en"}, headers={"Referer": came_from} if came_from else {})
    assert (reply.status_code, reply.location) == (303, leads)
    assert 'lang="en"' in buyer.get("/").text
    buyer.client.post("/language", data={"language": "xx"})
    assert 'lang="en"' in buyer.get("/").text


@ON_SQLITE
def test_wrong_passwords_are_told_to_their_owner_once(app: Flask, house: House, phone: str) -> None:
    attacker, owner = Person(app), Person(app)
    attacker.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    attacker.get("/sign-in")
    for _ in range(3):
        assert attacker.post("/sign-in", {"phone": phone, "password": "a guess of mine"}).status_code == 422
    assert attacker.post("/sign-in", {"phone": "13900000000", "password": "a guess of mine"}).status_code == 422
    house.wrong_tries.flush()
    told = owner.sign_in_by_form(phone).get("/console/opening").text
    assert "有 3 次输错密码" in told and "203.0.113.0/24" in told and "203.0.113.77" not in told
    assert "次输错密码" not in owner.get("/console/opening").text
    again = Person(app).sign_in_by_form(phone)
    assert "次输错密码" not in again.get("/console/opening").text
    again.get("/account")
    assert (
        again.post("/account/password", {"old_password": "guessed", "new_password": "a-new-password"}).status_code
        == 422
    )
    house.wrong_tries.flush()
    assert "有 1 次输错密码" in Person(app).sign_in_by_form(phone).get("/console/opening").text
