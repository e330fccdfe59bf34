"""/desk/people and its links: an admin invites, somebody comes, has other roles, and is removed while signed in."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.account.desk.appointment import roles_of
from models.account.member import Member
from tests.given.factories import at_desk, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

PASSWORD = "three-lemons-71"
LINK = re.compile(r'value="http[^"]*(/join/[^"]+)"')


def _invite(admin: Person, *roles: str, called: str = "小陈") -> str:
    admin.get("/desk/people")
    reply = admin.post("/desk/people/links", {"called": called, "roles": list(roles)})
    assert reply.status_code == 303, reply.text
    found = LINK.search(admin.get("/desk/people").text)
    assert found is not None
    return found[1]


def _come(app: Flask, link: str, phone: str = "13700000001", name: str = "小陈") -> tuple[Person, int]:
    person = Person(app)
    person.get("/sign-in")
    return person, person.post(link, {"name": name, "phone": phone, "password": PASSWORD}).status_code


def _member(house: House, phone: str) -> Member:
    with house.database.reading() as session:
        return session.exec(select(Member).where(Member.phone == phone)).one()


def _roles(house: House, phone: str) -> set[str]:
    with house.database.reading() as session:
        return set(roles_of(session, session.exec(select(Member).where(Member.phone == phone)).one()))


def test_somebody_comes_by_a_link_and_opens_what_their_roles_open(app: Flask, house: House, operator: Person) -> None:
    link = _invite(operator, "service", "finance")
    stranger = Person(app)
    for _ in range(2):
        # Opening it changes nothing, for previews of messages open it too.
        assert "小陈" in stranger.get(link).text
    clerk, status = _come(app, link)
    assert status == 303
    assert _roles(house, "13700000001") == {"service", "finance"}
    page = clerk.get("/desk").text
    assert "/desk/withdrawals" in page
    assert "/desk/audit" not in page
    assert clerk.get("/desk/withdrawals").status_code == 200
    denied = clerk.get("/desk/people")
    assert denied.status_code == 403
    assert "管理员" in denied.text
    assert _come(app, link, "13700000002")[1] == 410
    assert "小陈" in operator.get("/desk/people").text
    with house.database.reading() as session:
        whats = set(session.exec(select(Audit.what)))
    assert {"operator.link", "operator.create"} <= whats


@ON_SQLITE
def test_a_link_outlives_a_rotation_of_secrets(app: Flask, house: House, operator: Person) -> None:
    link = _invite(operator, "service")
    assert app.test_cli_runner().invoke(args=["rotate-keys"]).exit_code == 0
    assert _come(app, link)[1] == 303


def test_a_member_comes_with_the_account_they_have(app: Flask, house: House, operator: Person, keeper: Person) -> None:
    link = _invite(operator, "people")
    phone = "".join(re.findall(r"\d{11}", keeper.get("/account").text)[:1])
    assert _come(app, link, phone)[1] == 422
    assert "阿林" in keeper.get(link).text
    assert keeper.post(link).location == "/desk"
    assert keeper.get("/desk/shops").status_code == 200
    assert keeper.get("/console").status_code == 200


@ON_SQLITE
def test_what_is_wrong_with_an_invitation_is_said_beside_it(operator: Person) -> None:
    operator.get("/desk/people")
    for wrong, said in (
        ({"called": "", "roles": ["people"]}, "写一下是给谁的"),
        ({"called": "小陈"}, "至少选一个岗位"),
        ({"called": "小陈", "roles": ["people", "boss"]}, "至少选一个岗位"),
    ):
        reply = operator.post("/desk/people/links", wrong)
        assert reply.status_code == 422
        assert said in reply.text
    assert "/join/" not in operator.get("/desk/people").text


@ON_SQLITE
def test_a_revoked_link_says_so_and_opens_nothing(app: Flask, operator: Person) -> None:
    link = _invite(operator, "admin")
    mark = link.removeprefix("/join/").partition(".")[0]
    assert operator.post(f"/desk/people/links/{mark}/revocation").status_code == 303
    assert operator.post(f"/desk/people/links/{mark}/revocation").status_code == 303
    assert Person(app).get(link).status_code == 410
    assert "作废" in Person(app).get(link).text
    assert _come(app, link)[1] == 410
    assert Person(app).get(f"{link}x").status_code == 404


class TestTwoAdmins:
    @pytest.fixture
    def other(self, app: Flask, house: House) -> Person:
        """Another admin; `.code` is of the first."""
        with house.database.transaction() as session:
            member = make_member(session, name="小林")
            at_desk(session, member.id)
            phone = member.phone
        return Person(app).sign_in(phone)

    @staticmethod
    def _codes(person: Person) -> dict[str, str]:
        page = person.get("/desk/people").text
        return {name: code for code, name in re.findall(r'/desk/people/([0-9A-Z]{8})"[^>]*>([^<]+)</a>', page)}

    def test_a_role_changed_in_the_middle_of_a_form(self, house: House, operator: Person, other: Person) -> None:
        code = self._codes(operator)["小林"]
        page = operator.get(f"/desk/people/{code}").text
        seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
        assert seen is not None
        changed = {"roles": ["admin", "finance"], "why": "只管钱", "seen": seen[1]}
        assert operator.post(f"/desk/people/{code}/roles", changed).status_code == 303
        late = operator.post(f"/desk/people/{code}/roles", changed | {"roles": ["admin", "service"]})
        assert late.status_code == 422
        assert "刚刚有别人改过" in late.text
        assert re.search(r'name="seen"[^>]*value="admin finance"', late.text)
        assert operator.post(f"/desk/people/{code}/roles", {"roles": ["admin"], "why": ""}).status_code == 422

    def test_who_is_removed_is_out_at_once_and_their_form_does_nothing(
        self, app: Flask, house: House, operator: Person, other: Person
    ) -> None:
        codes = self._codes(operator)
        mine, theirs = codes["平台"], codes["小林"]
        assert other.get(f"/desk/people/{mine}").status_code == 200
        gone = operator.post(f"/desk/people/{theirs}/removal", {"leave-why": "离职"})
        assert gone.status_code == 303
        late = other.post(f"/desk/people/{mine}/removal", {"leave-why": "反击"})
        assert late.status_code in (303, 401)
        assert other.get("/desk").location.startswith("/sign-in")
        assert "离开的人" in operator.get("/desk/people").text
        assert "离职" in operator.get(f"/desk/people/{theirs}").text
        phone = next(one for one in (self._phone(house, "小林"),))
        back = Person(app).sign_in(phone)
        assert back.get("/desk").status_code == 404
        assert operator.post(f"/desk/people/{theirs}/return", {"roles": ["service"], "why": "回来"}).status_code == 303
        assert back.get("/desk/talks").status_code == 200
        assert back.get("/desk/withdrawals").status_code == 403

    def test_nobody_removes_themselves(self, operator: Person, other: Person) -> None:
        mine = self._codes(operator)["平台"]
        reply = operator.post(f"/desk/people/{mine}/removal", {"leave-why": "累了"})
        assert reply.status_code == 422
        assert "自己不能撤下自己" in reply.text

    @staticmethod
    def _phone(house: House, name: str) -> str:
        with house.database.reading() as session:
            return session.exec(select(Member.phone).where(Member.name == name)).one()


@ON_SQLITE
def test_to_who_never_worked_here_there_is_no_page(operator: Person, keeper: Person) -> None:
    assert operator.get("/desk/people/0K3X9QAB").status_code == 404
    assert operator.post("/desk/people/0K3X9QAB/removal", {"leave-why": "x"}).status_code == 404
