"""Signing in in two steps, and being asked again."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select, update

from models.account.audit import Audit
from models.account.member import Member
from models.account.second_factor.factor import SecondFactor
from models.account.sign_in import SignIn
from models.account.wrong_try import note_wrong_hours
from models.kernel.clock import now
from models.notify.noting import note_look
from models.stories.news.tell import look_for_news
from tests.given.factories import PASSWORD, at_desk, make_member
from tests.given.people import Person
from tests.given.rules import change_rules
from tests.given.second_factors import digits_at, stands_for
from views.kit.house import House
from views.kit.proving import factor_seal


class Guarded(Person):
    """A browser of a member with a second factor."""

    phone: str
    secret: str
    codes: list[str]

    def digits(self) -> str:
        """What the app shows now."""
        return digits_at(self.secret, now())


@pytest.fixture
def guarded(app: Flask, house: House) -> Guarded:
    """An operator who has it, signed in nowhere."""
    person = Guarded(app)
    with app.app_context(), house.database.transaction() as session:
        who = make_member(session, name="平台")
        at_desk(session, who.id)
        person.secret, person.codes = stands_for(session, who, seal=factor_seal(), at=now())
        person.phone = who.phone
    return person


def _first(person: Guarded, **more: str) -> str:
    person.get("/sign-in")
    reply = person.post("/sign-in", {"phone": person.phone, "password": PASSWORD} | more)
    assert reply.status_code == 303
    return str(reply.location)


def _rest_until_later(house: House) -> None:
    """As if everybody had been shown to be there long ago."""
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() - timedelta(minutes=16)))


def test_the_password_alone_signs_nobody_in(guarded: Guarded) -> None:
    assert _first(guarded, next="/desk/lessons") == "/sign-in/second?next=%2Fdesk%2Flessons"
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
        _first(person)
        person.get("/sign-in/second")
        assert person.post("/sign-in/second", {"code": digits}).status_code == status
    assert other.get("/desk").status_code == 303


def test_a_recovery_code_goes_into_the_same_field(guarded: Guarded) -> None:
    _first(guarded)
    guarded.get("/sign-in/second")
    assert guarded.post("/sign-in/second", {"code": guarded.codes[0]}).status_code == 303
    guarded.post("/sign-out")
    _first(guarded)
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
    _first(guarded)
    guarded.get("/sign-in/second")
    with house.database.transaction() as session:
        session.exec(update(Member).where(col(Member.phone) == guarded.phone).values(password_hash="another"))
    reply = guarded.post("/sign-in/second", {"code": guarded.codes[0]})
    assert reply.location == "/sign-in"


def test_words_that_waited_survive_both_steps(guarded: Guarded) -> None:
    sent = {"title": "一课很长的标题，写了很久的那种"}
    reply = guarded.client.post("/desk/lessons", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert reply.status_code == 401
    kept = _kept_on(reply.text)
    guarded.get("/sign-in")
    reply = guarded.post("/sign-in", {"phone": guarded.phone, "password": PASSWORD, "kept": kept})
    assert reply.status_code == 200
    assert "还差一步" in reply.text
    kept = _kept_on(reply.text)
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


def test_it_is_asked_again_and_the_form_comes_back(house: House, keeper: Person) -> None:
    keeper.get("/account")
    _rest_until_later(house)
    reply = keeper.post("/account/second-factor", {"words": "写了很久的一段话，一个字也不能丢"})
    assert reply.status_code == 200
    assert "再确认一次是你" in reply.text
    with house.database.reading() as session:
        assert session.exec(select(SecondFactor)).first() is None
    kept = _kept_on(reply.text)
    reply = keeper.post("/account/again", {"password": "wrong one", "kept": kept})
    assert reply.status_code == 422
    reply = keeper.post("/account/again", {"password": PASSWORD, "kept": _kept_on(reply.text)})
    assert reply.status_code == 200
    assert 'action="/account/second-factor"' in reply.text
    assert "写了很久的一段话" in reply.text
    assert keeper.post("/account/second-factor").location == "/account/second-factor"


def test_who_has_a_second_factor_is_asked_for_that(house: House, guarded: Guarded) -> None:
    guarded.sign_in(guarded.phone)
    _rest_until_later(house)
    kept = _kept_on(guarded.post("/account/second-factor/codes").text)
    assert guarded.post("/account/again", {"password": PASSWORD, "kept": kept}).status_code == 422
    assert guarded.post("/account/again", {"code": guarded.digits(), "kept": kept}).status_code == 200
    assert guarded.post("/account/second-factor/codes").text.count("<code>") == 10


def test_a_clock_that_ran_back_proves_nothing(house: House, keeper: Person) -> None:
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() + timedelta(minutes=5)))
    assert "再确认一次是你" in keeper.post("/account/second-factor").text


def test_an_operator_signs_in_anew_after_half_a_day(house: House, operator: Person, keeper: Person) -> None:
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(began_at=now() - timedelta(hours=12, minutes=1)))
    assert operator.get("/desk").location.startswith("/sign-in")
    assert keeper.get("/console").status_code == 200


def _kept_on(page: str) -> str:
    from html import unescape

    found = re.search(r'name="kept"[^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def _phone_of(house: House) -> str:
    with house.database.reading() as session:
        return session.exec(select(Member.phone)).first() or ""


def test_what_happens_to_an_account_is_on_record_and_told_to_its_owner(house: House, guarded: Guarded) -> None:
    start = now()
    with house.database.transaction() as session:
        note_look(session, at=start - timedelta(minutes=1))
    _first(guarded)
    guarded.get("/sign-in/second")
    guarded.post("/sign-in/second", {"code": guarded.codes[0]})
    guarded.post("/sign-out")
    _first(guarded)
    guarded.get("/sign-in/second")
    guarded.post("/sign-in/second", {"code": guarded.codes[1]})
    with house.database.reading() as session:
        told = [one.what for one in session.exec(select(Audit).order_by(col(Audit.id)))]
    # The second time the browser is known: that is on record, and no news.
    assert told == ["factor.recovery", "sign_in.new", "factor.recovery", "sign_in.known"]
    assert look_for_news(house.database, rules=house.rules, at=now()) == 3
    page = guarded.get("/desk/notices")
    assert page.status_code == 200
    assert "新设备上登录" in page.text


def test_an_hour_of_failures_is_one_row_with_its_count(app: Flask, house: House, guarded: Guarded) -> None:
    for _ in range(3):
        guarded.get("/sign-in")
        guarded.post("/sign-in", {"phone": guarded.phone, "password": "not this one"})
    house.wrong_tries.flush()
    with house.database.transaction() as session:
        assert note_wrong_hours(session, at=now()) == 0
    for found in (1, 0):
        with house.database.transaction() as session:
            assert note_wrong_hours(session, at=now() + timedelta(hours=2)) == found
    with house.database.reading() as session:
        row = session.exec(select(Audit).where(Audit.what == "sign_in.failed")).one()
    assert row.why.startswith("× 3")


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
