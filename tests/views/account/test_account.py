"""The account of every kind of member: name, password, where they are signed in; kept or refused, each by itself."""

import re

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.account.sign_in import SignIn
from tests.given.factories import PASSWORD
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

NEW = "a-new-password"
KINDS = ("keeper", "staff", "operator", "stranger")
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile MicroMessenger/8.0"


def who(session: Session, person: Person) -> Member:
    """The member behind a browser of a test with one kind of person in it."""
    return session.exec(select(Member).order_by(col(Member.id).desc())).first()  # type: ignore[return-value]  # made


def phone_of(house: House, person: Person) -> str:
    with house.database.reading() as session:
        return who(session, person).phone


@pytest.fixture(params=KINDS)
def person(request: pytest.FixtureRequest) -> Person:
    """One of each kind."""
    found: Person = request.getfixturevalue(request.param)
    assert found.get("/account").status_code == 200
    return found


def elsewhere(app: Flask, house: House, person: Person) -> Person:
    """The same member on a phone."""
    made = Person(app)
    made.client.environ_base["HTTP_USER_AGENT"] = PHONE
    return made.sign_in_by_form(phone_of(house, person))


def test_everybody_is_called_as_they_like(person: Person, house: House) -> None:
    reply = person.post("/account/name", {"called": " 林 掌柜 "})
    assert (reply.status_code, reply.location) == (303, "/account#name")
    assert "称呼已保存" in person.get("/account").text
    for odd in ("", "   ", "长" * 21):
        assert person.post("/account/name", {"called": odd}).status_code == 422
    with house.database.reading() as session:
        assert who(session, person).name == "林 掌柜"


@ON_SQLITE
def test_a_new_name_is_on_record_with_the_old_one_and_the_same_again_is_not(keeper: Person, house: House) -> None:
    keeper.get("/account")
    for called in ("林掌柜", "林掌柜", " 林掌柜 "):
        assert keeper.post("/account/name", {"called": called}).status_code == 303
    with house.database.reading() as session:
        (row,) = session.exec(select(Audit).where(Audit.what == "member.rename"))
        assert row.about == row.who == who(session, keeper).id
        assert [(one.what, one.was, one.now) for one in row.changes] == [("称呼", "阿林", "林掌柜")]


def test_a_disguised_word_is_no_public_name(keeper: Person) -> None:
    reply = keeper.post("/account/name", {"called": "林旗.舰"})
    assert reply.status_code == 422 and "不能有“旗舰”" in reply.text and 'value="林旗.舰"' in reply.text
    assert "林旗.舰" not in keeper.get("/account").text


def test_a_new_password_signs_every_other_browser_out(app: Flask, person: Person, house: House) -> None:
    phone, other = phone_of(house, person), elsewhere(app, house, person)
    stolen = Person(app)
    stolen.client.set_cookie("session", person.client.get_cookie("session").value)  # type: ignore[union-attr]
    assert stolen.get("/account").status_code == 200
    form = {"old_password": PASSWORD, "new_password": NEW}
    assert person.post("/account/password", form).location == "/account#password"
    assert "密码改好了" in person.get("/account").text
    assert [one.get("/account").status_code for one in (other, stolen)] == [303, 303]
    assert Person(app).sign_in_by_form(phone, NEW).get("/account").status_code == 200
    # The same form, sent twice by a nervous thumb, changes nothing more and says why.
    assert person.post("/account/password", form).status_code == 422
    assert person.get("/account").status_code == 200


@ON_SQLITE
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong-password", NEW, "现在的密码不对"),
        (PASSWORD, "short", "密码至少 8 位"),
        (PASSWORD, "x" * 201, "密码最多 200 位"),
        (PASSWORD, PASSWORD, "新密码和现在的一样"),
        (PASSWORD, "woaini1314", "太多人用"),
        (PASSWORD, "1234567890", "太多人用"),
        (PASSWORD, "林间小铺", "至少 8 位"),
        (PASSWORD, "aaaaaaaaaaaa", "连号、重复"),
        ("", "", "请填现在的密码"),
    ],
)
def test_a_password_that_is_refused(app: Flask, keeper: Person, house: House, old: str, new: str, words: str) -> None:
    reply = keeper.post("/account/password", {"old_password": old, "new_password": new})
    assert reply.status_code == 422
    assert words in reply.text
    assert not new or f'value="{new}"' not in reply.text
    assert Person(app).sign_in_by_form(phone_of(house, keeper)).get("/account").status_code == 200
    assert keeper.get("/account").status_code == 200


@ON_SQLITE
def test_what_others_know_of_a_member_is_no_password(keeper: Person, staff: Person, house: House) -> None:
    with house.database.reading() as session:
        phones = {one.name: one.phone for one in session.exec(select(Member))}
    for person, new in (
        (keeper, phones["阿林"]),
        (keeper, f"{phones['阿林']}a"),
        (keeper, "林间林间林间林间"),
        (staff, "福鼎茶厂福鼎茶厂"),
    ):
        person.get("/account")
        reply = person.post("/account/password", {"old_password": PASSWORD, "new_password": new})
        assert reply.status_code == 422, new


def test_one_device_is_ended(app: Flask, person: Person, house: House) -> None:
    other = elsewhere(app, house, person)
    page = person.get("/account").text
    assert "安卓 · 微信" in page and "127.0.0.0/24" in page and "127.0.0.1" not in page
    (address,) = re.findall(r'action="(/account/sign-ins/\w+/end)"', page)
    for _ in range(2):
        assert person.post(address).location == "/account#sign_ins"
    assert other.get("/account").status_code == 303
    assert person.get("/account").status_code == 200
    assert "安卓 · 微信" not in person.get("/account").text


def test_all_others_are_ended(app: Flask, person: Person, house: House) -> None:
    others = [elsewhere(app, house, person) for _ in range(2)]
    copied = Person(app)
    copied.client.set_cookie("session", person.client.get_cookie("session").value)  # type: ignore[union-attr]
    person.get("/account")
    assert person.post("/account/sign-ins/end-others").location == "/account#sign_ins"
    assert [one.get("/account").status_code for one in (*others, copied)] == [303] * 3
    assert person.get("/account").status_code == 200


@ON_SQLITE
def test_ending_this_one_signs_out(keeper: Person, house: House) -> None:
    keeper.get("/account")
    with house.database.reading() as session:
        code = session.exec(select(SignIn.code)).one()
    assert keeper.post(f"/account/sign-ins/{code}/end").location == "/sign-in"
    assert keeper.get("/account").status_code == 303


@ON_SQLITE
def test_another_s_device_is_not_there(keeper: Person, staff: Person, house: House) -> None:
    with house.database.reading() as session:
        codes = session.exec(select(SignIn.code).join(Member).where(Member.name == "阿林")).all()
    staff.get("/account")
    for code in (*codes, "NOSUCH00", "1", "%2e%2e"):
        assert staff.post(f"/account/sign-ins/{code}/end").status_code == 404, code
    assert keeper.get("/account").status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("action", ["name", "password", "sign-ins/end-others", "sign-ins/NOSUCH00/end"])
def test_strangers_and_forged_forms(buyer: Person, keeper: Person, action: str) -> None:
    buyer.get("/sign-in")
    assert buyer.get("/account").location == "/sign-in?next=%2Faccount"
    assert buyer.post(f"/account/{action}").location.startswith("/sign-in")
    assert keeper.post(f"/account/{action}", {"csrf_token": ""}).status_code == 400
    assert keeper.get(f"/account/{action}").status_code in (404, 405)


@ON_SQLITE
def test_the_frame_is_that_of_the_audience(keeper: Person, staff: Person, operator: Person, stranger: Person) -> None:
    for person, frame in ((keeper, "/console/picks"), (staff, "/supply/parcels"), (operator, "/desk/invitations")):
        page = person.get("/account").text
        assert f'href="{frame}"' in page
        assert 'aria-current="page"' in page
    assert 'href="/console"' in stranger.get("/account").text
