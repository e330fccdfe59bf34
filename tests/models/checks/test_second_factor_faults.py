"""Second factors made wrong on purpose: `flask check` names each."""

import pytest
from sqlalchemy import text

from models.checks.second_factors import loose_keys, recovery_codes
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from tests.given.factories import make_member
from tests.given.ledger_books import NOON
from tests.given.second_factors import stands_for
from tests.given.tills import SEAL

FAULTS = {
    "a code is missing": (
        "DELETE FROM recovery_code WHERE id = (SELECT min(id) FROM recovery_code)",
        ["second_factor.codes"],
    ),
    "codes of nothing": ("DELETE FROM second_factor", ["second_factor.loose"]),
    "codes of what was never confirmed": ("UPDATE second_factor SET confirmed_at = NULL", ["second_factor.loose"]),
}


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(database: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    with database.transaction() as session:
        stands_for(session, make_member(session), seal=SEAL, at=NOON)
        session.connection().execute(text("UPDATE recovery_code SET used_at = made_at"))
    # Codes that were used up are no fault.
    assert _kinds(database) == []
    with database.transaction() as session:
        session.connection().execute(text(statement))
    assert _kinds(database) == kinds


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.kind for check in (recovery_codes, loose_keys) for fault in check(connection)]
