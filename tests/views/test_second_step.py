"""Signing in in two steps: what it takes, what survives it, and who must."""

import re

import pytest
from flask import Flask
from sqlmodel import col, select, update

from models.account.member import Member
from models.account.second_factor.factor import SecondFactor
from models.kernel.clock import now
from tests.given.factories import PASSWORD
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.rules import change_rules
from tests.given.second_factors import Guarded, digits_at, guarded_operator, kept_on
from views.kit.house import House


@pytest.fixture
def guarded(app: Flask, house: House) -> Guarded:
    """An operator with a second factor, signed in nowhere."""
    return guarded_operator(app, house)


def test_the_password_alone_signs_nobody_in(guarded: Guarded) -> None:
    assert guarded.first_step(next="/desk/lessons") == "/sign-in/second?next=%2Fdesk%2Flessons"
    assert guarded.get("/desk").status_code == 303
    guarded.get("/sign-in/second?next=/desk/lessons")
    reply = guarded.post("/sign-in/second", {"code": "000000", "next": "/desk/lessons"})
    assert reply.status_code == 422
    assert "六位数不对" in reply.text
    digits = guarded.digits()
    reply = guarded.post("/sign-in/second", {"code": f"{digits[:3]} {digits[3:]}", "next": "/desk/lessons"})
    assert (reply.status_code, reply.location) == (303, "/desk/lessons")
    assert guarded.get("/desk/lessons").status_code == 200


def test_the_same_digits_open_no_second_browser(app: Flask, guarded: Guarded) -> None:
    digits = guarded.digits()
    other = Guarded(app)
    other.phone = guarded.phone
    for person, status in ((guarded, 303), (other, 422)):
        person.first_step()
        person.get("/sign-in/second")
        assert person.post("/sign-in/second", {"code": digits}).status_code == status
    assert other.get("/desk").status_code == 303


def test_a_recovery_code_goes_into_the_same_field(guarded: Guarded) -> None:
    guarded.first_step()
    guarded.get("/sign-in/second")
    assert guarded.post("/sign-in/second", {"code": guarded.codes[0]}).status_code == 303
    guarded.post("/sign-out")
    guarded.first_step()
    guarded.get("/sign-in/second")
    assert guarded.post("/sign-in/second", {"code": guarded.codes[0]}).status_code == 422


def test_nobody_begins_with_the_second_step(guarded: Guarded) -> None:
    reply = guarded.get("/sign-in/second?next=//evil.example")
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    guarded.get("/sign-in")
    reply = guarded.post("/sign-in/second", {"code": guarded.codes[0]})
    assert reply.location == "/sign-in"
    assert guarded.get("/desk").status_code == 303


def test_a_password_that_was_changed_in_between_begins_anew(house: House, guarded: Guarded) -> None:
    guarded.first_step()
    guarded.get("/sign-in/second")
    with house.database.transaction() as session:
        session.exec(update(Member).where(col(Member.phone) == guarded.phone).values(password_hash="another"))
    reply = guarded.post("/sign-in/second", {"code": guarded.codes[0]})
    assert reply.location == "/sign-in"


def test_words_that_waited_survive_both_steps(guarded: Guarded) -> None:
    sent = {"title": "一课很长的标题，写了很久的那种"}
    reply = guarded.client.post("/desk/lessons", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert reply.status_code == 401
    kept = kept_on(reply.text)
    guarded.get("/sign-in")
    reply = guarded.post("/sign-in", {"phone": guarded.phone, "password": PASSWORD, "kept": kept})
    assert reply.status_code == 200
    assert "还差一步" in reply.text
    kept = kept_on(reply.text)
    reply = guarded.post("/sign-in/second", {"code": guarded.digits(), "kept": kept})
    assert reply.status_code == 200
    assert sent["title"] in reply.text
    assert 'action="/desk/lessons"' in reply.text


def test_it_is_set_up_from_the_account_page(app: Flask, house: House, keeper: Person) -> None:
    other = Person(app).sign_in(_phone_of(house))
    assert "开第二步" in keeper.get("/account").text
    assert keeper.post("/account/second-factor").location == "/account/second-factor"
    page = keeper.get("/account/second-factor")
    found = re.search(r'factor-secret num">([A-Z2-7 ]+)<', page.text)
    assert found
    secret = found[1].replace(" ", "")
    assert keeper.post("/account/second-factor/confirmation", {"code": "123"}).status_code == 422
    reply = keeper.post("/account/second-factor/confirmation", {"code": digits_at(secret, now())})
    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", reply.text)
    assert (reply.status_code, len(codes)) == (200, 10)
    assert reply.headers["Cache-Control"] == "no-store"
    # This browser goes on; what was signed in by the password alone is no more.
    assert keeper.get("/console").status_code == 200
    assert other.get("/console").status_code == 303
    assert codes[0] not in keeper.get("/account/second-factor").text
    with house.database.reading() as session:
        assert session.exec(select(SecondFactor)).one().confirmed_at
    keeper.get("/account")
    reply = keeper.post("/account/second-factor/removal", {"pass_word": PASSWORD, "code": "nothing"})
    assert reply.status_code == 422
    reply = keeper.post("/account/second-factor/removal", {"pass_word": "wrong one", "code": codes[0]})
    assert reply.status_code == 422
    reply = keeper.post("/account/second-factor/removal", {"pass_word": PASSWORD, "code": codes[0]})
    assert reply.status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(SecondFactor)).first() is None


@pytest.mark.parametrize(("rule", "led"), [("operators", True), ("nobody", False), ("", False)])
def test_who_must_have_one_sets_it_up_before_anything_else(
    house: House, operator: Person, keeper: Person, rule: str, led: bool
) -> None:
    if rule:
        change_rules(house, second_factor_required=rule)
    for path in ("/desk", "/account", "/console"):
        reply = operator.get(path)
        assert (reply.location == "/account/second-factor") is led, path
    assert keeper.get("/console").status_code == 200
    assert operator.get("/account/second-factor").status_code == 200
    if not led:
        return
    assert operator.post("/desk/lessons", {"title": "x"}).location == "/account/second-factor"
    operator.get("/account/second-factor")
    operator.post("/account/second-factor")
    found = re.search(r'factor-secret num">([A-Z2-7 ]+)<', operator.get("/account/second-factor").text)
    assert found
    digits = digits_at(found[1].replace(" ", ""), now())
    assert operator.post("/account/second-factor/confirmation", {"code": digits}).status_code == 200
    assert operator.get("/desk").status_code == 200
    # What is required stays.
    operator.get("/account")
    reply = operator.post("/account/second-factor/removal", {"pass_word": PASSWORD, "code": "123456"})
    assert reply.status_code == 422
    assert "不能关" in reply.text


def test_owners_of_suppliers_must_have_one_where_the_rule_says_so(house: House, staff: Person) -> None:
    change_rules(house, second_factor_required="operators")
    assert staff.get("/supply").status_code == 200
    change_rules(house, second_factor_required="owners")
    assert staff.get("/supply").location == "/account/second-factor"


def _phone_of(house: House) -> str:
    with house.database.reading() as session:
        return session.exec(select(Member.phone)).first() or ""


@ON_SQLITE
def test_who_knows_the_password_alone_locks_nobody_out(app: Flask, house: House) -> None:
    owner = guarded_operator(app, house)
    owner.first_step()
    owner.get("/sign-in/second")
    assert owner.post("/sign-in/second", {"code": owner.codes[0]}).status_code == 303
    owner.post("/sign-out")
    for number in range(21):
        thief = Guarded(app)
        thief.phone = owner.phone
        thief.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        thief.first_step()
        thief.get("/sign-in/second")
        last = thief.post("/sign-in/second", {"code": "000000"}).status_code
    assert last == 429
    owner.first_step()
    owner.get("/sign-in/second")
    assert owner.post("/sign-in/second", {"code": owner.codes[1]}).status_code == 303
