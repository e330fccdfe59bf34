"""Checklists made wrong on purpose: `flask check` names each."""

import pytest
from sqlalchemy import text

from models.checks.gates import gates_passed, item_states, items_read, own_decisions, shop_doors
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.applications import give, let_through, prove_phone
from tests.given.factories import make_member, make_shop, make_unopened

FAULTS = {
    "a shop without a checklist": (
        ("UPDATE checklist SET kind = 'supplier', shop_id = NULL WHERE by_hand",),
        ["gate.door"],
    ),
    "a door opened past its checklist": (
        ("UPDATE shop SET opened_at = begun_at WHERE opened_at IS NULL",),
        ["gate.door"],
    ),
    "a checklist opened past an item": (
        ("UPDATE checklist SET state = 'open', opened_at = begun_at WHERE state = 'begun'",),
        ["gate.door", "gate.passed"],
    ),
    "somebody else's checklist": (
        ("UPDATE checklist SET member_id = (SELECT max(id) FROM member) WHERE by_hand",),
        ["gate.door"],
    ),
    "an item changed past its steps": (
        ("UPDATE checklist_item SET state = 'done', decided_at = given_at WHERE state = 'waiting'",),
        ["gate.item", "gate.stuck"],
    ),
    "a door that stays shut": (
        (
            "UPDATE checklist_item SET state = 'done', decided_at = given_at WHERE state = 'waiting'",
            "INSERT INTO checklist_step (item_id, step, who, why, at) SELECT id, 'pass', 'program', '', given_at"
            " FROM checklist_item WHERE state = 'done' AND given_at IS NOT NULL",
        ),
        ["gate.stuck"],
    ),
    "a phone that nobody proved": (("UPDATE member SET phone_proven_at = NULL",), ["gate.phone"]),
    "a decision on the own application": (
        (
            "UPDATE checklist_step SET member_id = (SELECT member_id FROM checklist WHERE NOT by_hand)"
            " WHERE who = 'operator'",
        ),
        ["gate.own", "gate.own"],
    ),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(database: Database, wrong: str) -> None:
    statements, kinds = FAULTS[wrong]
    with database.transaction() as session:
        make_shop(session)
        shop, desk = make_unopened(session), make_member(session)
        prove_phone(session, shop.keeper)
        give(session, shop)
        let_through(session, shop, desk, "identity", "credit")
    assert _kinds(database) == []
    with database.transaction() as session:
        for statement in statements:
            session.connection().execute(text(statement))
    assert _kinds(database) == kinds


def _kinds(database: Database) -> list[str]:
    parts = (shop_doors, gates_passed, item_states, items_read, own_decisions)
    with snapshot(database) as connection:
        return sorted(fault.kind for part in parts for fault in part(connection))
