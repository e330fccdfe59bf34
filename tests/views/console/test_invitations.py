"""A keeper's invitations: as many as the level gives in a month, shown with who came, and nobody else's to touch."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from models.account.invitation.invitation import Invitation
from models.account.invitation.taking_up import take_up
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.months import month_of
from models.shop.level import ShopLevel
from models.shop.shop import Shop
from models.shop.violation import ShopViolation
from models.shop.violations import lift
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person, keeper_of
from tests.given.processes import in_threads
from tests.given.violations import FORGED, noted
from views.kit.house import House

URL = "/console/invitations"


@pytest.fixture
def senior(keeper: Person, house: House) -> Iterator[Person]:
    """A keeper who may invite three people this month."""
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == keeper.shop_number)).one()
        facts: dict[str, Any] = {"sales": Money(0), "orders": 0, "computed_at": now()}
        session.add(ShopLevel(shop_id=shop.id, month=month_of(now()), slug="senior", **facts))
    yield keeper


def page(person: Person) -> str:
    """What is read there: lines may break between words."""
    return person.get(URL).text.replace("<wbr>", "")


def made(house: House) -> list[Invitation]:
    with house.database.reading() as session:
        return list(session.exec(select(Invitation).order_by(col(Invitation.id))))


def once(person: Person) -> str:
    found = re.search(r'name="once"[^>]*value="([^"]+)"', person.get(URL).text)
    assert found
    return found[1]


def test_one_person_gets_a_personal_code_and_several_a_short_one(senior: Person, house: House) -> None:
    assert "还剩 3 人" in page(senior)
    for people in ("1", "2"):
        mark = once(senior)
        for _ in "ab":
            assert senior.post(URL, {"people": people, "once": mark}).status_code == 303
    one, several = made(house)
    assert (one.kind, one.quota, len(one.code), one.ends_at) == ("single", 1, 8, None)
    assert (several.kind, several.quota) == ("many", 2) and several.ends_at is not None
    text = page(senior)
    assert f"/sign-up?invite={several.code}" in text and "还剩 0 人" in text


def test_more_than_the_level_gives_is_refused_beside_the_field(senior: Person, house: House) -> None:
    wrong = {"4": "还能邀请 3 人", "0": "至少邀请 1 个人", "": "请填邀请几个人", "99999999": "请填一个数字"}
    for people, words in wrong.items():
        reply = senior.post(URL, {"people": people, "once": once(senior)})
        assert reply.status_code == 422
        assert words in reply.text and f'value="{people}"' in reply.text
    assert made(house) == []


def test_points_take_invitations_away_until_they_are_lifted(senior: Person, house: House) -> None:
    mark = once(senior)
    with house.database.transaction() as session:
        shop = session.exec(select(Shop).where(Shop.number == senior.shop_number)).one()
        code = noted(session, shop, make_member(session), now(), FORGED).code
    assert "扣分到了 12 分" in senior.get(URL).text
    reply = senior.post(URL, {"people": "1", "once": mark})
    assert reply.status_code == 422 and made(house) == []
    with house.database.transaction() as session:
        violation = session.exec(select(ShopViolation).where(ShopViolation.code == code)).one()
        lift(session, violation.shop, violation, Act.operator(make_member(session), now(), "记错了"))
    assert senior.post(URL, {"people": "1", "once": once(senior)}).status_code == 303


def test_taps_at_once_never_make_more_than_the_level_gives(app: Flask, senior: Person, house: House) -> None:
    senior.get(URL)
    sent = in_threads(
        lambda mark: senior.post(URL, {"people": "2", "once": mark}).status_code, [("a",), ("b",), ("c",)]
    )
    assert sorted(sent) == [303, 422, 422]
    assert sum(one.quota for one in made(house)) == 2


def test_one_that_is_revoked_gives_back_who_did_not_come(senior: Person, house: House) -> None:
    senior.post(URL, {"people": "3", "once": once(senior)})
    [one] = made(house)
    with house.database.transaction() as session:
        take_up(session, one.code, Act.keeper(make_member(session, name="小禾"), now()))
    assert senior.post(f"{URL}/{one.code}/revocation").status_code == 303
    text = page(senior)
    assert "小禾" in text and "还剩 2 人" in text and "作废了" in text


@ON_SQLITE
def test_a_level_that_gives_none_says_so_and_makes_none(keeper: Person, house: House) -> None:
    assert "还不能邀请人" in page(keeper)
    assert keeper.post(URL, {"people": "1", "once": "x"}).status_code == 422
    assert made(house) == []


def test_nobody_else_can_revoke_it_or_see_it(app: Flask, senior: Person, house: House, stranger: Person) -> None:
    other = keeper_of(app, house, name="别家", keeper="老周")
    senior.post(URL, {"people": "1", "once": once(senior)})
    [one] = made(house)
    assert one.code not in page(other)
    assert other.post(f"{URL}/{one.code}/revocation").status_code == 404
    # Who has no shop yet is led to opening one.
    stranger.get("/console/opening")
    assert stranger.post(f"{URL}/{one.code}/revocation").location == "/console/opening"
    assert made(house)[0].revoked_at is None
    assert Person(app).get(URL).status_code == 303
