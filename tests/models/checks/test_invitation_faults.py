"""Invitations and sign-ups made wrong on purpose: `flask check` names each."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.account.invitation.making import ForMany, invite_for_many
from models.account.invitation.taking_up import take_up
from models.account.joining import Newcomer
from models.account.signing_up.confirming import ask_to_join, confirm_phone
from models.checks.invitations import confirmed_sign_ups, places_taken
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.factories import make_member

FAULTS = {
    "a place that nobody took": ("UPDATE invitation SET used_count = 4", ["invitation.places"]),
    "somebody who took none": ("UPDATE invitation SET used_count = 2", ["invitation.places"]),
    "somebody who came and is forgotten": (
        "DELETE FROM invitation_use WHERE id = (SELECT min(id) FROM invitation_use)",
        ["invitation.places"],
    ),
    "a place of who was refused": (
        "UPDATE sign_up SET state = 'refused', password_hash = '' WHERE state = 'waiting'",
        ["invitation.places"],
    ),
    "a sign-up that came by nothing": (
        "DELETE FROM invitation_use WHERE member_id = (SELECT member_id FROM sign_up WHERE state = 'confirmed')",
        ["invitation.places", "invitation.sign_up"],
    ),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(database: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    with database.transaction() as session:
        act, operator = Act.program(now()), make_member(session)
        code = invite_for_many(session, ForMany(9, now() + timedelta(days=1)), act).code
        take_up(session, code, Act.keeper(make_member(session), now()))
        who = [Newcomer(f"1370000000{n}", "阿禾", "a hash") for n in (1, 2)]
        first, _second = (ask_to_join(session, one, code, once=one.phone, act=act) for one in who)
        assert confirm_phone(session, first, Act.operator(operator, now()))
    assert _kinds(database) == []
    with database.transaction() as session:
        session.connection().execute(text(statement))
    assert _kinds(database) == kinds


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return sorted(fault.kind for part in (places_taken, confirmed_sign_ups) for fault in part(connection))
