"""Signing up: an invitation, a phone that is proven, who it is; what is refused, and what nobody learns."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from app import create_app
from config import Config
from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.making import ForMany, invite, invite_for_many
from models.account.member import Member
from models.account.one_time_code import OneTimeCode
from models.kernel.act import Act
from models.kernel.clock import now
from models.notify.sms.double import SmsDouble
from tests.given.factories import make_member
from tests.given.joining import known_digits, sign_up
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.processes import in_threads
from tests.given.serving import serving
from views.kit.house import House

NEW = {"name": "阿林", "phone": "138 0013 8000", "password": "a-new-password"}
DETAILS = "/sign-up/details"


@pytest.fixture
def sms() -> Iterator[SmsDouble]:
    """Who sends texts."""
    double = SmsDouble("a secret for notices")
    with serving(double.answer) as double.url:
        yield double


@pytest.fixture
def config(config: Config, sms: SmsDouble) -> Config:
    """The network, with texts."""
    return Config(**config.model_dump() | sms.settings())


@pytest.fixture
def code(house: House) -> str:
    """An invitation for one person, unused."""
    with house.database.transaction() as session:
        return invite(session, Act.operator(None, now())).code


@pytest.fixture
def taken(house: House) -> str:
    """A member's number."""
    with house.database.transaction() as session:
        return make_member(session).phone


def for_many(house: House, quota: int = 9, *, days: float = 30) -> str:
    """A short code."""
    with house.database.transaction() as session:
        return invite_for_many(session, ForMany(quota, now() + timedelta(days=days)), Act.program(now())).code


def members(house: House) -> list[str]:
    """Everybody's phone number."""
    with house.database.reading() as session:
        return list(session.exec(select(Member.phone)))


def used(house: House) -> int:
    """How many places of all invitations are taken."""
    with house.database.reading() as session:
        rows = len(session.exec(select(InvitationUse)).all())
        assert rows == sum(session.exec(select(Invitation.used_count)))
        return rows


def test_a_phone_that_reads_its_digits_becomes_a_member(house: House, code: str, buyer: Person, sms: SmsDouble) -> None:
    assert code in buyer.get(f"/sign-up?invite={code}").text
    asked = buyer.post("/sign-up", {"invite": f"{code[:4]}-{code[4:]}".lower(), "phone": NEW["phone"]})
    assert (asked.status_code, asked.location) == (303, DETAILS)
    [(to, text)] = sms.texts.values()
    assert to == "13800138000"
    [digits] = re.findall(r"\b\d{6}\b", text.partition(" ")[2])[:1]
    page = buyer.get(DETAILS).text
    assert "138****8000" in page and digits not in page
    form = NEW | {"invite": code, "code": digits, "persona": "creator"}
    reply = buyer.post(DETAILS, form)
    assert (reply.status_code, reply.location) == (303, "/console/opening")
    assert buyer.get("/console/opening").status_code == 200
    with house.database.reading() as session:
        member = session.exec(select(Member)).one()
        assert (member.phone, member.persona) == ("13800138000", "creator")
        assert member.phone_proven_at is not None
    assert used(house) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"invite": ""}, "请填邀请码"),
        ({"invite": "NOSUCH00"}, "邀请码不对"),
        ({"name": " "}, "请填一个称呼"),
        ({"name": "茶旗舰"}, "旗舰"),
        ({"phone": "123"}, "请填 11 位手机号"),
        ({"password": "short"}, "密码至少 8 位"),
        ({"password": "x13800138000"}, "里面有手机号"),
        ({"password": "woaini1314"}, "太多人用"),
        ({"code": "135790"}, "还能试"),
        ({"code": ""}, "请填收到的六位数"),
    ],
)
def test_what_is_missing_stands_beside_its_field(
    house: House, code: str, buyer: Person, change: dict[str, str], words: str
) -> None:
    form = NEW | {"invite": code} | change
    reply = sign_up(buyer, house, form)
    assert reply.status_code == 422
    assert words in reply.text
    assert form["password"] not in reply.text
    assert (members(house), used(house)) == ([], 0)


def test_a_code_that_ends_while_the_form_is_open_is_said_and_another_one_goes_on(
    house: House, code: str, buyer: Person
) -> None:
    ending = for_many(house)
    buyer.get(f"/sign-up?invite={ending}")
    buyer.post("/sign-up", {"invite": ending, "phone": NEW["phone"]})
    assert ending in buyer.get(DETAILS).text
    with house.database.transaction() as session:
        session.exec(select(Invitation).where(Invitation.code == ending)).one().ends_at = now() - timedelta(minutes=1)
    form = NEW | {"invite": ending, "code": known_digits(house, NEW["phone"])}
    ended = buyer.post(DETAILS, form)
    assert ended.status_code == 422 and 'id="invite"' in ended.text and 'value="阿林"' in ended.text
    assert "邀请码" in ended.text and (members(house), used(house)) == ([], 0)
    # The digits were not used up by it.
    assert buyer.post(DETAILS, form | {"invite": code}).location == "/console/opening"
    assert (members(house), used(house)) == (["13800138000"], 1)


def test_that_a_number_is_taken_is_said_only_to_who_has_shown_that_it_is_theirs(
    app: Flask, house: House, code: str, taken: str
) -> None:
    stranger, owner = Person(app), Person(app)
    replies = []
    for phone in (taken, "13900139000"):
        stranger.get(f"/sign-up?invite={code}")
        asked = stranger.post("/sign-up", {"invite": code, "phone": phone})
        stranger.get(asked.location)
        guessed = stranger.post(DETAILS, NEW | {"invite": code, "phone": phone, "code": "135790"})
        said = re.sub(r'value="[^"]*"|\d{3}\*{4}\d{4}|data-wait="\d+"', "", guessed.text)
        replies.append((asked.status_code, asked.location, guessed.status_code, said))
    assert replies[0] == replies[1] and "已经注册过" not in replies[0][3]
    told = sign_up(owner, house, NEW | {"invite": code, "phone": taken})
    assert told.status_code == 422 and "已经注册过" in told.text
    assert (members(house), used(house)) == ([taken], 0)


def test_a_form_that_was_refused_after_its_digits_takes_no_second_code(house: House, buyer: Person) -> None:
    ended, other = for_many(house, days=1), for_many(house)
    buyer.get(f"/sign-up?invite={ended}")
    buyer.post("/sign-up", {"invite": ended, "phone": NEW["phone"]})
    buyer.get(DETAILS)
    form = NEW | {"invite": ended, "code": known_digits(house, NEW["phone"])}
    with house.database.transaction() as session:
        row = session.exec(select(Invitation).where(Invitation.code == ended)).one()
        row.made_at, row.ends_at = now() - timedelta(days=2), now() - timedelta(seconds=1)
    reply = buyer.post(DETAILS, form)
    assert reply.status_code == 422 and "到期了" in reply.text and 'name="invite"' in reply.text
    assert 'value="阿林"' in reply.text
    assert buyer.post(DETAILS, form | {"invite": other}).location == "/console/opening"
    assert used(house) == 1


def test_digits_that_were_right_count_for_this_browser_and_this_phone_alone(
    app: Flask, house: House, taken: str, buyer: Person
) -> None:
    code = for_many(house)
    # Right digits, and yet refused: the number is a member's. The proof of it opens no other number.
    assert sign_up(buyer, house, NEW | {"invite": code, "phone": taken}).status_code == 422
    for person in (buyer, Person(app)):
        person.get("/sign-up")
        form = NEW | {"invite": code, "code": ""}
        assert "请填收到的六位数" in person.post(DETAILS, form).text
    assert members(house) == [taken]


def test_one_invitation_and_three_people_at_once(app: Flask, house: House, code: str) -> None:
    people = [(Person(app), f"1380013800{n}") for n in range(3)]
    for person, phone in people:
        person.get("/sign-up")
        person.post("/sign-up", {"invite": code, "phone": phone})
        person.get(DETAILS)
        known_digits(house, phone)

    def join(person: Person, phone: str) -> int:
        return person.post(DETAILS, NEW | {"invite": code, "phone": phone, "code": "246810"}).status_code

    assert sorted(in_threads(join, people)) == [303, 422, 422]
    assert (len(members(house)), used(house)) == (1, 1)


def test_one_phone_in_two_browsers_at_once_is_one_member(app: Flask, house: House) -> None:
    code, people = for_many(house), [(Person(app),) for _ in range(3)]
    for (person,) in people:
        person.get("/sign-up")
        person.post("/sign-up", {"invite": code, "phone": NEW["phone"]})
        person.get(DETAILS)
    known_digits(house, NEW["phone"])

    def join(person: Person) -> int:
        return person.post(DETAILS, NEW | {"invite": code, "code": "246810"}).status_code

    assert sorted(in_threads(join, people)) == [303, 422, 422]
    assert (len(members(house)), used(house)) == (1, 1)


@ON_SQLITE
def test_codes_cannot_be_walked_through(tmp_path: Path, database_url: str, house: House) -> None:
    strict = create_app(Config(env="test", data=tmp_path, database_url=database_url, lookup_limit="3 per minute"))
    walker, code = Person(strict), for_many(house)
    walker.get("/sign-up")
    tries = [walker.post("/sign-up", {"invite": word, "phone": NEW["phone"]}).status_code for word in ("BADA", "BADE")]
    # The other page is no way around, and what is counted is shared with the numbers of shops.
    tries.append(walker.post(DETAILS, NEW | {"invite": "BADU"}).status_code)
    tries.append(walker.post("/sign-up", {"invite": code, "phone": NEW["phone"]}).status_code)
    assert tries == [422, 422, 422, 429]
    assert walker.get("/find?q=100000").status_code == 429


@ON_SQLITE
def test_whoever_has_a_right_code_uses_up_nobodys_tries(tmp_path: Path, database_url: str, house: House) -> None:
    strict = create_app(Config(env="test", data=tmp_path, database_url=database_url, lookup_limit="2 per minute"))
    code, campus = for_many(house), [Person(strict) for _ in range(4)]
    for number, person in enumerate(campus):
        person.get("/sign-up")
        asked = person.post("/sign-up", {"invite": code, "phone": f"1380013800{number}"})
        assert asked.status_code == 303
        # A password that is too short is no miss of a code.
        assert (
            person.post(DETAILS, NEW | {"invite": code, "phone": f"1380013800{number}", "password": "x"}).status_code
            == 422
        )


@ON_SQLITE
def test_without_an_invitation_nobody_has_messages_sent(house: House, buyer: Person, sms: SmsDouble) -> None:
    buyer.get("/sign-up")
    assert buyer.post("/sign-up", {"invite": "NOSUCH00", "phone": NEW["phone"]}).status_code == 422
    with house.database.reading() as session:
        assert session.exec(select(OneTimeCode)).all() == []
    assert sms.texts == {}


@ON_SQLITE
def test_without_invitations_anybody_may_join(tmp_path: Path, database_url: str, house: House) -> None:
    opened = create_app(Config(env="test", data=tmp_path, database_url=database_url, invitation_required=False))
    assert sign_up(Person(opened), opened.extensions["xiaopu"], NEW).location == "/console/opening"
