"""Passkeys of operators: beside the six digits, taken once for what they were asked for, told from copies."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select, update

from config import Config
from models.account.audit import Audit
from models.account.member import Member
from models.account.second_factor.passkey import Challenge, Passkey
from models.account.sign_in import SignIn
from models.kernel.clock import now
from tests.given.authenticators import Authenticator
from tests.given.factories import PASSWORD
from tests.given.people import Person
from tests.given.second_factors import stands_for
from views.kit.house import House
from views.kit.proving import factor_seal

HERE = "http://localhost"


@pytest.fixture
def config(config: Config) -> Config:
    """Where browsers make keys without https: on the machine itself."""
    return config.model_copy(update={"public_url": HERE})


@pytest.fixture
def device() -> Authenticator:
    """The operator's."""
    return Authenticator(HERE, "localhost")


@pytest.fixture
def guarded(app: Flask, house: House, operator: Person) -> Person:
    """An operator with six digits, signed in."""
    with app.app_context(), house.database.transaction() as session:
        stands_for(session, session.exec(select(Member)).one(), seal=factor_seal(), at=now())
    operator.get("/account")
    return operator


def _options(person: Person, url: str) -> dict[str, str]:
    reply = person.post(url)
    assert reply.status_code == 200, reply.text
    return dict(json.loads(reply.text))


def _registered(person: Person, device: Authenticator) -> None:
    made = device.create(_options(person, "/account/passkeys/options"))
    reply = person.post("/account/passkeys", {"name": "办公室的电脑", "answer": made})
    assert reply.status_code == 303, reply.text


def _first_step(house: House, person: Person) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Member.phone)).first()
    person.get("/sign-in")
    reply = person.post("/sign-in", {"phone": phone, "password": PASSWORD})
    assert reply.location == "/sign-in/second"
    person.get("/sign-in/second")


def test_a_key_is_added_signs_in_and_is_removed(
    app: Flask, house: House, guarded: Person, device: Authenticator
) -> None:
    _registered(guarded, device)
    page = guarded.get("/account").text
    assert "办公室的电脑" in page
    other = Person(app)
    _first_step(house, other)
    assert "data-passkey" in other.get("/sign-in/second").text
    answer = device.get(_options(other, "/sign-in/second/options"))
    assert other.post("/sign-in/second", {"answer": answer}).location == "/desk"
    with house.database.reading() as session:
        key = session.exec(select(Passkey)).one()
        assert (key.sign_count, key.used_at is not None) == (1, True)
        code = key.code
    assert guarded.post(f"/account/passkeys/{code}/removal").status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Passkey)).first() is None
        told = [one.what for one in session.exec(select(Audit).order_by(col(Audit.id)))]
    assert told == ["passkey.add", "sign_in.new", "passkey.remove"]


def test_an_answer_opens_once_and_only_what_it_was_asked_for(
    app: Flask, house: House, guarded: Person, device: Authenticator
) -> None:
    _registered(guarded, device)
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() - timedelta(minutes=16)))
    answer = device.get(_options(guarded, "/account/again/options"))
    thief = Person(app)
    _first_step(house, thief)
    # Asked for to go on at the desk, it signs nobody in.
    assert thief.post("/sign-in/second", {"answer": answer}).status_code == 422
    assert guarded.post("/account/again", {"answer": answer, "next": "/desk/levels"}).location == "/desk/levels"
    assert guarded.post("/account/again", {"answer": answer}).status_code == 422


@pytest.mark.parametrize("why", ["origin", "host", "another key", "nobody asked", "old", "a copy", "no answer"])
def test_what_is_no_answer_of_this_key_to_this_page_opens_nothing(
    app: Flask, house: House, guarded: Person, device: Authenticator, why: str
) -> None:
    _registered(guarded, device)
    other = Person(app)
    _first_step(house, other)
    options = _options(other, "/sign-in/second/options")
    wrong = {
        "origin": replace(device, origin="https://xiaopu.example.evil"),
        "host": replace(device, host="evil.example"),
        "another key": Authenticator(HERE, "localhost", credential=device.credential),
    }.get(why, device)
    if why == "nobody asked":
        options["challenge"] = "AAAA" * 10
    if why == "old":
        with house.database.transaction() as session:
            session.exec(update(Challenge).values(made_at=now() - timedelta(minutes=11)))
    if why == "a copy":
        with house.database.transaction() as session:
            session.exec(update(Passkey).values(sign_count=9))
    answer = "[" * 3000 if why == "no answer" else wrong.get(options)
    assert other.post("/sign-in/second", {"answer": answer}).status_code == 422
    assert other.get("/desk").status_code == 303
    # Whatever came of it, what was asked is used up.
    if why in ("origin", "host", "another key", "a copy"):
        assert other.post("/sign-in/second", {"answer": device.get(options)}).status_code == 422


def test_only_an_operator_with_six_digits_adds_one(
    house: House, operator: Person, keeper: Person, device: Authenticator
) -> None:
    for person in (operator, keeper):
        person.get("/account")
        assert person.post("/account/passkeys/options").status_code == 404
        assert person.post("/account/passkeys", {"name": "x", "answer": "{}"}).status_code == 404
    assert operator.post("/sign-in/second/options").status_code == 404


def test_a_key_is_added_once_and_needs_a_name(guarded: Person, device: Authenticator) -> None:
    made = device.create(_options(guarded, "/account/passkeys/options"))
    assert guarded.post("/account/passkeys", {"name": " ", "answer": made}).status_code == 422
    _registered(guarded, device)
    again = device.create(_options(guarded, "/account/passkeys/options"))
    assert guarded.post("/account/passkeys", {"name": "又一把", "answer": again}).status_code == 422
    assert guarded.post("/account/passkeys", {"name": "又一把", "answer": "{}"}).status_code == 422
