"""No page that is somebody's own is kept by a browser or on the way: every route is walked, as each kind of person."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, open_stall
from views.kit.house import House

# What says itself how long it keeps, since it is the same for everybody, or the parties' alone (a picture in a talk).
NOBODY_S_OWN = ("assets.", "static", "landing.", "crawlers.", "ledger.", "buyer.poster")
STAND_INS = {"number": "258147", "page": "1", "size": "540"}


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Every route that answers a GET, with something in its places."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(NOBODY_S_OWN):
            places = {name: STAND_INS.get(name, "0K3X9QAB") for name in rule.arguments}
            try:
                yield rule.endpoint, adapter.build(rule.endpoint, places)
            except (ValueError, LookupError):
                yield rule.endpoint, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1))


@pytest.fixture
def stall(house: House) -> Stall:
    """Something to buy."""
    return open_stall(house)


@ON_SQLITE
@pytest.mark.parametrize("kind", ["buyer", "stranger", "keeper", "staff", "operator"])
def test_every_route_is_kept_by_nobody(kind: str, app: Flask, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(kind)
    walked, shown = 0, 0
    for endpoint, address in addresses(app):
        reply = person.get(address)
        walked += 1
        shown += reply.status_code == 200
        assert reply.headers.get("Cache-Control", "").endswith("no-store"), (endpoint, address, reply.status_code)
    assert walked > 100
    assert shown > {"keeper": 25, "staff": 25, "operator": 25}.get(kind, 5)


@ON_SQLITE
def test_what_a_form_answers_is_kept_by_nobody(keeper: Person) -> None:
    keeper.get("/console/me")
    refused = keeper.post("/console/me/shop", {"name": ""})
    away = keeper.post("/console/me/reopening")
    assert [one.headers["Cache-Control"] for one in (refused, away)] == ["no-store"] * 2


@ON_SQLITE
def test_buyers_pages_that_are_everybodys_may_be_kept(buyer: Person, stall: Stall) -> None:
    for address in (f"/{stall.number}", "/"):
        reply = buyer.get(address)
        assert reply.status_code == 200
        assert "no-store" not in reply.headers.get("Cache-Control", ""), address


@ON_SQLITE
def test_files_that_are_everybodys_keep_for_long(buyer: Person) -> None:
    page = buyer.get("/").text
    style = next(part for part in page.split('"') if part.startswith("/static/") and ".css" in part)
    assert "max-age=31536000" in buyer.get(style).headers["Cache-Control"]
