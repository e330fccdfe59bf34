"""/desk/statistics: each role reads what its work is about."""

import pytest
from flask import Flask

from models.account.role import DeskRole
from tests.given.factories import at_desk, make_member
from tests.given.people import Person
from views.kit.house import House

PAGE = "/desk/statistics"
MONEY, SHOPS, HINTS, ANSWERS = "卖出，分开看", "开店以后怎么样", "值得看一眼", "买家等了多久才有人答"


def person(app: Flask, house: House, role: DeskRole) -> Person:
    """Somebody at the desk with one role."""
    with house.database.transaction() as session:
        member = make_member(session, name="平台")
        at_desk(session, member.id, role)
        phone = member.phone
    return Person(app).sign_in(phone)


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("admin", {MONEY, SHOPS, HINTS}),
        ("finance", {MONEY, HINTS}),
        ("people", {SHOPS}),
        ("service", {HINTS, ANSWERS}),
        ("approval", set()),
    ],
)
def test_a_role_reads_what_is_its_own(app: Flask, house: House, role: DeskRole, reads: set[str]) -> None:
    reader = person(app, house, role)
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert {words for words in (MONEY, SHOPS, HINTS, ANSWERS) if words in page.text} >= reads
    assert (MONEY in page.text) == (MONEY in reads) and (SHOPS in page.text) == (SHOPS in reads)
    file = reader.get(f"{PAGE}.csv")
    assert file.status_code == (200 if MONEY in reads else 403)
    if MONEY in reads:
        assert file.data.count(b"\r\n") == 31


def test_other_days_and_ways_and_wrong_ones(operator: Person, keeper: Person, buyer: Person) -> None:
    for shared in ("category", "level", "region", "none"):
        assert operator.get(f"{PAGE}?from=2026-01-01&to=2026-03-01&shared={shared}").status_code == 200
    wrong = operator.get(f"{PAGE}?from=2026-03-01&to=2026-01-01")
    assert wrong.status_code == 422 and "要在开始那天或以后" in wrong.text
    assert operator.get(f"{PAGE}.csv?from=2026-03-01&to=2026-01-01").status_code == 303
    assert f'href="{PAGE}"' in operator.get("/desk").text
    for other in (keeper, buyer):
        assert other.get(PAGE).status_code in (303, 403, 404)
