"""Somebody with a reset link that was not meant for them: the owner ends it by a password of their own."""

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from models.account.desk.appointing import remove_from_desk
from models.account.member import Member
from models.account.reset_link import ResetLink
from models.account.resetting import make_reset_link
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.stories.stop.member import stop_member
from tests.given.factories import PASSWORD, at_desk, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE


def _owner(session: Session, keeper: Person) -> Member:
    shop = session.exec(select(Shop).where(col(Shop.number) == keeper.shop_number)).one()
    return session.get_one(Member, shop.keeper_id)


def _link_for(house: House, keeper: Person) -> str:
    with house.database.transaction() as session:
        maker = make_member(session)
        at_desk(session, maker.id, "people")
        act = Act.operator(maker, now(), "电话里认得声音")
        link = make_reset_link(session, _owner(session, keeper), act, rules=DEFAULT)
        return f"/sign-in/forgotten/{link.address(house.config.secret)}"


def test_a_password_that_was_changed_ends_links_for_the_old_one(app: Flask, house: House, keeper: Person) -> None:
    link, thief = _link_for(house, keeper), Person(app)
    assert thief.get(link).status_code == 200
    keeper.get("/account")
    fresh = {"old_password": PASSWORD, "new_password": "an-owners-own-password"}
    assert keeper.post("/account/password", fresh).status_code == 303
    with house.database.reading() as session:
        kept = _owner(session, keeper).password_hash
    assert thief.post(link, {"password": "a-thiefs-own-password"}).status_code == 410
    assert thief.get("/account").status_code != 200
    with house.database.reading() as session:
        assert _owner(session, keeper).password_hash == kept


@pytest.mark.parametrize("ending", ["removed", "stopped"])
def test_who_leaves_the_desk_takes_no_link_along(app: Flask, house: House, keeper: Person, ending: str) -> None:
    link, thief = _link_for(house, keeper), Person(app)
    assert thief.get(link).status_code == 200
    with house.database.transaction() as session:
        maker = session.get_one(Member, session.exec(select(ResetLink.made_by)).one())
        if ending == "removed":
            remove_from_desk(session, maker, Act.program(now()))
        else:
            stop_member(session, maker, Act.program(now(), "查"))
    assert thief.get(link).status_code == 410
    assert thief.post(link, {"password": "a-thiefs-own-password"}).status_code == 410
    keeper.get("/account")
    assert keeper.get("/account").status_code == 200
