"""Asked again who is there; sign-ins that end; and what is on record of them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select, update

from models.account.audit import Audit
from models.account.member import Member
from models.account.second_factor.factor import SecondFactor
from models.account.sign_in import SignIn
from models.account.wrong_try import note_wrong_hours
from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import now
from models.notify.noting import note_look
from models.stories.news.tell import look_for_news
from tests.given.factories import PASSWORD, make_supplier
from tests.given.people import Person
from tests.given.second_factors import Guarded, guarded_operator, kept_on
from views.kit.house import House


@pytest.fixture
def guarded(app: Flask, house: House) -> Guarded:
    """An operator with a second factor, signed in nowhere."""
    return guarded_operator(app, house)


def _rest_until_later(house: House) -> None:
    """As if everybody had been shown to be there long ago."""
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() - timedelta(minutes=16)))


def test_it_is_asked_again_and_the_form_comes_back(house: House, keeper: Person) -> None:
    keeper.get("/account")
    _rest_until_later(house)
    reply = keeper.post("/account/second-factor", {"words": "写了很久的一段话，一个字也不能丢"})
    assert reply.status_code == 200
    assert "再确认一次是你" in reply.text
    with house.database.reading() as session:
        assert session.exec(select(SecondFactor)).first() is None
    kept = kept_on(reply.text)
    reply = keeper.post("/account/again", {"password": "wrong one", "kept": kept})
    assert reply.status_code == 422
    reply = keeper.post("/account/again", {"password": PASSWORD, "kept": kept_on(reply.text)})
    assert reply.status_code == 200
    assert 'action="/account/second-factor"' in reply.text
    assert "写了很久的一段话" in reply.text
    assert keeper.post("/account/second-factor").location == "/account/second-factor"


def test_who_has_a_second_factor_is_asked_for_that(house: House, guarded: Guarded) -> None:
    guarded.sign_in(guarded.phone)
    _rest_until_later(house)
    kept = kept_on(guarded.post("/account/second-factor/codes").text)
    assert guarded.post("/account/again", {"password": PASSWORD, "kept": kept}).status_code == 422
    assert guarded.post("/account/again", {"code": guarded.digits(), "kept": kept}).status_code == 200
    assert guarded.post("/account/second-factor/codes").text.count("<code>") == 10


def test_taking_a_supplier_on_and_what_is_required_of_one_are_asked_again(house: House, operator: Person) -> None:
    with house.database.transaction() as session:
        code = make_supplier(session).code
    operator.get("/desk")
    _rest_until_later(house)
    enrolment = {"name": "云岭茶业", "kind": "factory", "password": "first-password"}
    reply = operator.post("/desk/suppliers", enrolment)
    assert "再确认一次是你" in reply.text and "first-password" not in reply.text
    requirement = operator.post(f"/desk/suppliers/{code}/deposit/requirement", {"require-required": "1"})
    assert "再确认一次是你" in requirement.text
    with house.database.reading() as session:
        assert [one.code for one in session.exec(select(Supplier))] == [code]
        assert session.exec(select(Supplier.deposit_required)).one() != 100


def test_a_clock_that_ran_back_proves_nothing(house: House, keeper: Person) -> None:
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(proven_at=now() + timedelta(minutes=5)))
    assert "再确认一次是你" in keeper.post("/account/second-factor").text


def test_an_operator_signs_in_anew_after_half_a_day(house: House, operator: Person, keeper: Person) -> None:
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(began_at=now() - timedelta(hours=12, minutes=1)))
    assert operator.get("/desk").location.startswith("/sign-in")
    assert keeper.get("/console").status_code == 200


def test_what_happens_to_an_account_is_on_record_and_told_to_its_owner(house: House, guarded: Guarded) -> None:
    start = now()
    with house.database.transaction() as session:
        note_look(session, at=start - timedelta(minutes=1))
    guarded.first_step()
    guarded.get("/sign-in/second")
    guarded.post("/sign-in/second", {"code": guarded.codes[0]})
    guarded.post("/sign-out")
    guarded.first_step()
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


@pytest.mark.parametrize("way", ["sign-ins/end-others", "password"])
def test_another_token_shows_nothing_and_makes_no_sign_in_younger(house: House, guarded: Guarded, way: str) -> None:
    guarded.sign_in(guarded.phone)
    _rest_until_later(house)
    before = now() - timedelta(hours=11, minutes=59)
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(began_at=before))
    guarded.get("/account")
    words = {"old_password": PASSWORD, "new_password": "another good one 2"}
    assert guarded.post(f"/account/{way}", words).status_code == 303
    guarded.get("/account")
    assert "再确认一次是你" in guarded.post("/account/second-factor/codes").text
    with house.database.reading() as session:
        assert session.exec(select(SignIn.began_at).where(col(SignIn.ended_at).is_(None))).one() == before


def test_a_secret_that_was_left_open_is_shown_to_nobody_who_came_by(house: House, keeper: Person) -> None:
    keeper.get("/account")
    keeper.post("/account/second-factor")
    assert "factor-secret" in keeper.get("/account/second-factor").text
    _rest_until_later(house)
    assert "factor-secret" not in keeper.get("/account/second-factor").text
    assert "再确认一次是你" in keeper.post("/account/second-factor/confirmation", {"code": "123456"}).text


def test_an_operator_with_a_cookie_of_before_there_were_rows_signs_in_anew(
    app: Flask, house: House, operator: Person, keeper: Person
) -> None:
    for name, status in (("平台", 303), ("阿林", 200)):
        with house.database.reading() as session:
            key = session.exec(select(Member.key).where(Member.name == name)).one()
        late = Person(app)
        with late.client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = key, False
        assert late.get("/account").status_code == status, name


def test_a_password_in_a_form_that_came_too_late_does_not_come_back(house: House, guarded: Guarded) -> None:
    guarded.sign_in(guarded.phone)
    with house.database.transaction() as session:
        session.exec(update(SignIn).values(ended_at=now()))
    sent = {"csrf_token": guarded.token, "pass_word": "very-secret-words", "code": "123456", "why": "还在"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    reply = guarded.client.post("/account/second-factor/removal", data=sent, headers=headers)
    assert reply.status_code == 401 and "/account/second-factor/removal" in reply.text
    assert "very-secret-words" not in reply.text
