"""A tab that was left open while somebody else signed in at the same browser: what it sends is not done as them."""

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.signing_in import end_sign_ins
from models.kernel.clock import now
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE


@pytest.fixture
def phones(house: House) -> list[str]:
    """Two people of one desk."""
    with house.database.transaction() as session:
        return [make_member(session, name=name).phone for name in ("阿林", "阿明")]


def _names(session: Session) -> list[str]:
    return list(session.exec(select(Member.name).order_by(col(Member.id))))


@pytest.mark.parametrize("signs_out", [True, False])
def test_what_it_sends_is_not_done_as_who_came_after(
    app: Flask, house: House, phones: list[str], signs_out: bool
) -> None:
    browser = Person(app).sign_in_by_form(phones[0])
    browser.get("/account")
    stale = browser.token
    if signs_out:
        browser.post("/sign-out")
    else:
        # Ended from another browser.
        with house.database.transaction() as session:
            first = session.exec(select(Member).where(Member.phone == phones[0])).one()
            end_sign_ins(session, first, at=now())
    browser.sign_in_by_form(phones[1])
    reply = browser.post("/account/name", {"called": "掌柜林", "csrf_token": stale})
    assert reply.status_code == 400
    with house.database.reading() as session:
        assert _names(session) == ["阿林", "阿明"]
    browser.get("/account")
    assert browser.post("/account/name", {"called": "掌柜明"}).status_code == 303


def test_ones_own_tabs_go_on(app: Flask, phones: list[str]) -> None:
    browser = Person(app).sign_in_by_form(phones[0])
    browser.get("/account")
    own = browser.token
    browser.post("/sign-out")
    browser.sign_in_by_form(phones[0])
    assert browser.post("/account/name", {"called": "掌柜林", "csrf_token": own}).status_code == 303
