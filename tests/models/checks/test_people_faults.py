"""Who works where, made wrong on purpose: `flask check` names each."""

import pytest
from sqlalchemy import text

from models.checks.people import desk_roles, staff_roles
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.factories import at_desk, make_member, make_supplier

TAKEN = "taken_at = given_at"
FAULTS = {
    "an operator without a role": (
        f"UPDATE desk_appointment SET {TAKEN} WHERE role = 'finance'",
        ["people.idle"],
    ),
    "a role of nobody at the desk": (
        "DELETE FROM operator WHERE member_id IN (SELECT member_id FROM desk_appointment WHERE role = 'finance')",
        ["people.role"],
    ),
    "a desk without an admin": (
        f"UPDATE desk_appointment SET {TAKEN} WHERE role = 'admin'",
        ["people.admin", "people.idle"],
    ),
    "staff without a role": (f"UPDATE staff_appointment SET {TAKEN}", ["people.idle", "people.owner"]),
    "a role without a supplier": ("DELETE FROM supplier_staff", ["people.role"]),
    "a supplier without an owner": ("UPDATE staff_appointment SET role = 'goods'", ["people.owner"]),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(database: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    with database.transaction() as session:
        at_desk(session, make_member(session).id, "admin")
        at_desk(session, make_member(session).id, "finance")
        make_supplier(session)
    assert _kinds(database) == []
    with database.transaction() as session:
        session.connection().execute(text(statement))
    assert _kinds(database) == kinds


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return sorted(fault.kind for part in (desk_roles, staff_roles) for fault in part(connection))
