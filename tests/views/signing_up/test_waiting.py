"""Where no message can be sent, the desk confirms a phone: nobody is a member before, and nobody learns whose it is."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from config import Config
from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.making import invite
from models.account.member import Member
from models.account.signing_up.confirming import forget_sign_ups
from models.account.signing_up.sign_up import SignUp
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_member
from tests.given.people import Person
from tests.given.processes import in_threads
from views.kit.house import House

NEW = {"name": "阿林", "phone": "13800138000", "password": "a-new-password", "once": "a form"}
DETAILS = "/sign-up/details"


@pytest.fixture
def config(config: Config) -> Config:
    """Production, and nobody who sends texts."""
    served = {"env": "production", "secret_key": "a secret of production " * 3, "public_url": "https://shop.example"}
    return Config(**config.model_dump() | served | {"second_factor_required": "nobody", "gateways": ("cod",)})


@pytest.fixture
def code(house: House) -> str:
    """An invitation for one person, unused."""
    with house.database.transaction() as session:
        return invite(session, Act.operator(None, now())).code


def ask(person: Person, code: str, **change: str) -> str:
    """Fills in both pages; where it led."""
    form = NEW | {"invite": code} | change
    person.get(f"/sign-up?invite={code}")
    person.post("/sign-up", {"invite": code, "phone": form["phone"]})
    person.get(DETAILS)
    reply = person.post(DETAILS, form)
    assert reply.status_code == 303, reply.text
    return reply.location


def decide(operator: Person, verb: str, code: str, **given: str) -> int:
    """Presses a button of the queue."""
    assert operator.get(f"/desk/waiting/sign_up/{code}").status_code == 200
    return operator.post(f"/desk/waiting/sign_up/{code}/verdict", {"do": verb} | given).status_code


def standing(house: House) -> tuple[list[str], list[str], int, int]:
    """Members' phones, what became of sign-ups, places taken, uses."""
    with house.database.reading() as session:
        return (
            sorted(session.exec(select(Member.phone).where(col(Member.name) == "阿林"))),
            list(session.exec(select(SignUp.state).order_by(col(SignUp.id)))),
            session.exec(select(Invitation.used_count)).one(),
            len(session.exec(select(InvitationUse)).all()),
        )


def waiting_code(house: House) -> str:
    """The newest sign-up's."""
    with house.database.reading() as session:
        return session.exec(select(SignUp.code).order_by(col(SignUp.id).desc())).first() or ""


def test_the_desk_confirms_and_the_person_signs_in_and_goes_on(
    house: House, code: str, buyer: Person, operator: Person
) -> None:
    assert ask(buyer, code) == "/sign-up/waiting"
    page = buyer.get("/sign-up/waiting").text.replace("<wbr>", "")
    assert 'data-state="waiting"' in page and "138****8000" in page
    assert standing(house) == ([], ["waiting"], 1, 0)
    assert decide(operator, "confirm", waiting_code(house)) == 303
    assert standing(house) == (["13800138000"], ["confirmed"], 1, 1)
    assert 'data-state="confirmed"' in buyer.get("/sign-up/waiting").text
    buyer.sign_in_by_form("13800138000", NEW["password"])
    assert buyer.get("/console/opening").status_code == 200
    with house.database.reading() as session:
        assert session.exec(select(Member.phone_proven_at).where(Member.phone == "13800138000")).one() is not None
        assert session.exec(select(SignUp.password_hash)).one() == ""


def test_a_refusal_says_why_and_gives_the_invitation_back(
    house: House, code: str, buyer: Person, operator: Person
) -> None:
    ask(buyer, code)
    assert decide(operator, "refuse", waiting_code(house)) == 422
    assert decide(operator, "refuse", waiting_code(house), why="打了几次都没有接") == 303
    assert standing(house) == ([], ["refused"], 0, 0)
    page = buyer.get("/sign-up/waiting").text
    assert 'data-state="refused"' in page and "打了几次都没有接" in page
    assert ask(buyer, code, once="another form") == "/sign-up/waiting"
    assert standing(house) == ([], ["refused", "waiting"], 1, 0)


def test_nobody_learns_whose_number_it_is_and_the_desk_does(
    app: Flask, house: House, code: str, operator: Person
) -> None:
    with house.database.transaction() as session:
        phone = make_member(session, name="老周").phone
    stranger = Person(app)
    assert ask(stranger, code, phone=phone) == "/sign-up/waiting"
    assert "已经注册过" not in stranger.get("/sign-up/waiting").text
    assert "老周" in operator.get(f"/desk/waiting/sign_up/{waiting_code(house)}").text
    assert decide(operator, "confirm", waiting_code(house)) == 422
    assert standing(house) == ([], ["waiting"], 1, 0)


def test_a_form_sent_twice_at_once_asks_once(app: Flask, house: House, code: str, buyer: Person) -> None:
    buyer.get(f"/sign-up?invite={code}")
    buyer.post("/sign-up", {"invite": code, "phone": NEW["phone"]})
    buyer.get(DETAILS)
    sent = in_threads(lambda n: buyer.post(DETAILS, NEW | {"invite": code}).status_code, [(n,) for n in range(3)])
    assert set(sent) <= {303, 422} and 303 in sent
    assert standing(house) == ([], ["waiting"], 1, 0)


def test_two_operators_at_once_make_one_member(
    app: Flask, house: House, code: str, buyer: Person, operator: Person
) -> None:
    ask(buyer, code)
    asked = waiting_code(house)
    operator.get(f"/desk/waiting/sign_up/{asked}")
    answers = in_threads(
        lambda verb: operator.post(f"/desk/waiting/sign_up/{asked}/verdict", {"do": verb, "why": "没有接"}).status_code,
        [("confirm",), ("refuse",), ("confirm",)],
    )
    assert 500 not in answers
    phones, [state], taken, uses = standing(house)
    assert (len(phones), taken, uses) == ((1, 1, 1) if state == "confirmed" else (0, 0, 0))


def test_what_was_refused_is_forgotten_after_a_month(house: House, code: str, buyer: Person, operator: Person) -> None:
    ask(buyer, code)
    decide(operator, "refuse", waiting_code(house), why="打了几次都没有接")
    ask(buyer, code, once="another form")
    for days, left in ((29, ["refused", "waiting"]), (31, ["waiting"])):
        with house.database.transaction() as session:
            forget_sign_ups(session, at=now() + timedelta(days=days))
        assert standing(house)[1] == left
    assert buyer.get("/sign-up/waiting").status_code == 200


def test_only_who_asked_sees_where_it_stands(app: Flask, house: House, code: str, buyer: Person) -> None:
    ask(buyer, code)
    assert Person(app).get("/sign-up/waiting").location == "/sign-up"
