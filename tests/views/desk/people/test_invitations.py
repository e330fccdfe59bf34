"""Invitations: made once even where the form is sent twice, shown with their links, revoked for good."""

import re

import pytest
from flask import Flask
from sqlmodel import col, select

from models.account.audit import Audit
from models.account.invitation.invitation import Invitation
from models.account.invitation.making import invite
from models.account.invitation.taking_up import take_up
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from tests.given.factories import make_member
from tests.given.joining import sign_up
from tests.given.people import Person
from views.kit.house import House


def made(house: House, count: int = 1) -> list[str]:
    with house.database.transaction() as session:
        return [invite(session, Act.operator(None, now())).code for _ in range(count)]


def codes(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.exec(select(Invitation.code).order_by(col(Invitation.id))))


def once(page: str) -> str:
    found = re.search(r'name="once"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


class TestMaking:
    def test_each_has_a_link_that_can_be_copied_and_used(self, app: Flask, operator: Person, house: House) -> None:
        mark = once(operator.get("/desk/invitations").text)
        reply = operator.post("/desk/invitations", {"how_many": "3", "once": mark})
        assert reply.status_code == 303
        page = operator.get(reply.location).text
        assert len(codes(house)) == 3
        for code in codes(house):
            assert f'id="link-{code}">{house.config.where}/sign-up?invite={code}<' in page
        guest = Person(app)
        assert codes(house)[0] in guest.get(f"/sign-up?invite={codes(house)[0]}").text

    def test_twice_is_once(self, operator: Person, house: House) -> None:
        mark = once(operator.get("/desk/invitations").text)
        for _ in "ab":
            assert operator.post("/desk/invitations", {"how_many": "4", "once": mark}).status_code == 303
        assert len(codes(house)) == 4
        again = once(operator.get("/desk/invitations").text)
        operator.post("/desk/invitations", {"how_many": "4", "once": again})
        assert len(set(codes(house))) == 8
        with house.database.reading() as session:
            rows = session.exec(select(Audit).order_by(col(Audit.id))).all()
            assert [(row.what, row.subject) for row in rows] == [("invitation.make", "× 4")] * 2

    def test_one_to_a_hundred(self, operator: Person, house: House) -> None:
        mark = once(operator.get("/desk/invitations").text)
        for how_many in ("0", "101", "-1", "五", ""):
            reply = operator.post("/desk/invitations", {"how_many": how_many, "once": mark})
            assert reply.status_code == 422, how_many
            assert 'id="how_many-error">' in reply.text
        assert codes(house) == []


class TestRevoking:
    def test_its_link_is_worthless_then(self, app: Flask, operator: Person, house: House) -> None:
        gone, kept = made(house, 2)
        operator.get("/desk/invitations")
        for _ in "ab":
            assert operator.post("/desk/invitations/revocations", {"code": gone}).status_code == 303
        page = operator.get("/desk/invitations").text
        assert gone not in page
        assert kept in page
        assert gone in operator.get("/desk/invitations?state=revoked").text
        guest = Person(app)
        form = {"name": "新人", "phone": "13700000001", "password": "a-long-password"}
        assert "邀请码不对" in sign_up(guest, house, form | {"invite": gone}).text
        assert sign_up(guest, house, form | {"invite": kept}).location == "/console/opening"
        with house.database.reading() as session:
            assert [row.subject for row in session.exec(select(Audit)) if row.what == "invitation.revoke"] == [gone]

    def test_one_that_was_used_stays_used(self, operator: Person, house: House) -> None:
        (code,) = made(house)
        with house.database.transaction() as session:
            take_up(session, code, Act.keeper(make_member(session, name="新掌柜"), now()))
        operator.get("/desk/invitations")
        reply = operator.post("/desk/invitations/revocations", {"code": code})
        assert "1 个已经用过了" in operator.get(reply.location).text
        page = operator.get("/desk/invitations?state=used").text
        assert "新掌柜" in page

    def test_nothing_ticked(self, operator: Person, house: House) -> None:
        made(house)
        operator.get("/desk/invitations")
        reply = operator.post("/desk/invitations/revocations")
        assert reply.status_code == 422
        assert "先勾选" in reply.text

    def test_the_verb_itself_refuses_a_revoked_code(self, house: House) -> None:
        (code,) = made(house)
        with house.database.transaction() as session:
            session.exec(select(Invitation)).one().revoked_at = now()
        with pytest.raises(Refused), house.database.transaction() as session:
            take_up(session, code, Act.keeper(make_member(session), now()))


def test_without_any_it_says_what_to_do(operator: Person) -> None:
    assert "没有可用的邀请码" in operator.get("/desk/invitations").text
    assert "还没有" in operator.get("/desk/invitations?state=used").text
