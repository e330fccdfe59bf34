"""Short codes at the desk: made, shown with who came, taken as a file, revoked."""

import csv
import io
from datetime import timedelta

from flask import Flask
from sqlmodel import select

from models.account.invitation.invitation import Invitation
from models.account.invitation.making import ForMany, invite_for_many
from models.account.invitation.taking_up import take_up
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

FORM = {"many-quota": "100", "many-days": "30", "many-campaign": "春茶展会", "many-word": "duat", "many-once": "a form"}


def short(house: House, *came: str, quota: int = 9) -> str:
    """A code for many by which these came."""
    with house.database.transaction() as session:
        code = invite_for_many(session, ForMany(quota, now() + timedelta(days=3)), Act.program(now())).code
        for name in came:
            take_up(session, code, Act.keeper(make_member(session, name=name), now()))
    return code


def test_a_short_code_is_made_once_and_shown(operator: Person, house: House) -> None:
    operator.get("/desk/invitations")
    for _ in "ab":
        reply = operator.post("/desk/invitations/for-many", FORM)
        assert (reply.status_code, reply.location) == (303, "/desk/invitations/DUAT")
    page = operator.get("/desk/invitations/DUAT").text
    assert "春茶展会" in page and f"{house.config.where}/sign-up?invite=DUAT" in page and "名额用了 0 / 100" in page
    with house.database.reading() as session:
        one = session.exec(select(Invitation)).one()
        assert (one.kind, one.quota, one.by_keeper) == ("many", 100, False)


@ON_SQLITE
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(operator: Person, house: House) -> None:
    operator.get("/desk/invitations")
    for change, field in (
        ({"many-word": "oboe"}, "many-word"),
        ({"many-quota": "0"}, "many-quota"),
        ({"many-quota": "10001"}, "many-quota"),
        ({"many-days": "0"}, "many-days"),
        ({"many-days": "367"}, "many-days"),
        ({"many-campaign": "长" * 31}, "many-campaign"),
    ):
        reply = operator.post("/desk/invitations/for-many", FORM | change)
        assert reply.status_code == 422, change
        assert f'id="{field}-error"' in reply.text, change
        assert all(f'value="{typed}"' in reply.text for typed in (FORM | change).values()), change
    with house.database.reading() as session:
        assert session.exec(select(Invitation)).all() == []


def test_who_came_is_shown_and_the_file_says_the_same(operator: Person, house: House) -> None:
    code = short(house, "阿禾", "小周")
    page = operator.get(f"/desk/invitations/{code}").text
    assert "阿禾" in page and "小周" in page and "名额用了 2 / 9" in page
    reply = operator.get("/desk/invitations.csv")
    assert reply.headers["Cache-Control"] == "private, no-store"
    heads, row = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    assert (heads[0], row[0], row[2], row[3]) == ("邀请码", code, "9", "2")
    assert row[1].endswith(f"/sign-up?invite={code}")


@ON_SQLITE
def test_one_that_is_revoked_lets_nobody_in_and_keeps_who_came(operator: Person, house: House) -> None:
    code = short(house, "阿禾")
    operator.get(f"/desk/invitations/{code}")
    assert operator.post("/desk/invitations/revocations", {"code": code}).status_code == 303
    page = operator.get(f"/desk/invitations/{code}").text
    assert "作废了" in page and "阿禾" in page


@ON_SQLITE
def test_there_is_none_of_that_code(operator: Person, app: Flask, house: House) -> None:
    code = short(house)
    assert operator.get("/desk/invitations/NOSUCH").status_code == 404
    assert Person(app).get(f"/desk/invitations/{code}").status_code == 303
