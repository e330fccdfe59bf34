"""Reviews made wrong on purpose: `flask check` names each."""

import pytest
from flask import Flask

from models.checks.reviews import review_pictures, review_ranks, review_tallies, reviewed_lines
from models.kernel.snapshot import snapshot
from tests.given.factories import picture_bytes
from tests.given.ledger_books import spoil
from tests.given.people import Person
from tests.given.reviews import reviewing
from views.kit.house import House

FAULTS: dict[str, tuple[str, list[str]]] = {
    "of another shop's sale": ("UPDATE review SET shop_id = shop_id + 1", ["review.line"]),
    "of another supplier's": ("UPDATE review SET supplier_id = supplier_id + 1", ["review.line"]),
    "never received": ("UPDATE parcel SET state = 'shipped', received_at = NULL", ["review.line"]),
    "of the keeper's own": ("UPDATE order_line SET own = 'before', commission = 0, bonus = 0", ["review.line"]),
    "stars that nobody gave": ("UPDATE review_tally SET n5 = n5 + 1, total = total + 1", ["review.tally"]),
    "stars of another number": ("UPDATE review_tally SET n4 = n4 - 1, n5 = n5 + 1", ["review.tally"]),
    "goods without a tally": ("DELETE FROM review_tally", ["review.tally"]),
    "hidden and counted": (
        "UPDATE review SET hidden_at = changed_at, hidden_rule = 'insult'",
        ["review.tally"],
    ),
    "put in front": ("UPDATE review SET rank = rank + 86400", ["review.rank"]),
    "useful to nobody": ("DELETE FROM useful_tap", ["review.rank"]),
    "more useful than told": ("UPDATE review SET useful = useful + 1", ["review.rank"]),
    "a picture too few": ("UPDATE review SET pictured = pictured + 1", ["review.pictures"]),
    "pictures of no file": (
        "UPDATE review_picture SET key = CASE substr(key, 1, 1) WHEN 'x' THEN 'y' ELSE 'x' END || substr(key, 2)",
        ["review.picture"],
    ),
}


@pytest.fixture
def reviewed(app: Flask, house: House) -> House:
    """A review of four stars with a picture, which one reader finds useful."""
    bought = reviewing(app, house)
    assert bought.write(stars="4", words="好茶", pictures=[picture_bytes(side=300)]).status_code == 303
    assert Person(app).post(f"{bought.own_page}/useful").status_code == 303
    assert _kinds(house) == []
    return house


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(reviewed: House, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    spoil(reviewed.database, statement)
    assert _kinds(reviewed) == kinds


def test_what_came_back_unreceived_and_is_hidden_is_no_fault(reviewed: House) -> None:
    spoil(reviewed.database, "UPDATE parcel SET state = 'shipped', received_at = NULL")
    spoil(reviewed.database, "UPDATE review SET hidden_at = changed_at, hidden_rule = 'not_received'")
    spoil(reviewed.database, "UPDATE review_tally SET n4 = 0, pictured = 0, hidden = 1")
    assert _kinds(reviewed) == []


def _kinds(house: House) -> list[str]:
    with snapshot(house.database) as connection:
        found = [fault for part in (reviewed_lines, review_tallies, review_ranks) for fault in part(connection)]
        return sorted(fault.kind for fault in [*found, *review_pictures(connection, house.media)])
