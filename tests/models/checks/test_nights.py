"""Published roots against the entries: whatever was bent behind the program's back is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.checks.check import book_faults
from models.checks.ledger import paid_for_another
from models.checks.nights import ledger_roots, roots_told
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from models.ledger.sealing.seal import seal_night
from tests.given.baskets import carried
from tests.given.databases import sqlite
from tests.given.takings import whole_life

AFTER = datetime(2026, 12, 20, 16, 30, tzinfo=UTC)
BENT = {
    "an amount": "UPDATE ledger_entry SET amount = amount + 1 WHERE id = 5",
    "a moment": "UPDATE ledger_entry SET at = '2026-11-22 04:00:01.000000' WHERE id = 5",
    "a note": "UPDATE ledger_entry SET note = 'x' WHERE id = 5",
    "an order line": "UPDATE ledger_entry SET line_id = NULL "
    "WHERE id IN (SELECT min(id) FROM ledger_entry WHERE line_id > 0)",
    "an account": "UPDATE ledger_entry SET account_id = account_id % 5 + 1 WHERE id = 5",
    "a reference": "UPDATE ledger_transaction SET reference = 'x' WHERE id = 1",
    "dropped": "DELETE FROM ledger_entry WHERE id = 5",
    "moved": "UPDATE ledger_entry SET id = CASE id WHEN 3 THEN -3 ELSE id END",
    "added": "INSERT INTO ledger_entry (transaction_id, account_id, amount, note, at) "
    "SELECT transaction_id, account_id, amount, note, at FROM ledger_entry WHERE id = 5; "
    "UPDATE ledger_entry SET id = 0 WHERE id = (SELECT max(id) FROM ledger_entry)",
    "a root": "UPDATE ledger_night SET root = substr(root, 2) || '0'",
    "a log": "UPDATE ledger_log_night SET held = held + 1",
    "a log less": "DELETE FROM ledger_log_night WHERE log_id = 1",
    "a count": "UPDATE ledger_night SET entry_total = entry_total + 1",
    "a secret": "UPDATE ledger_log SET secret = substr(secret, 3) || '00' WHERE id = 1",
}


def found(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.kind for check in (ledger_roots, roots_told) for fault in check(connection)]


@pytest.fixture
def sealed(tmp_path: Path) -> Database:
    with sqlite(tmp_path) as url:
        database = Database(url)
        whole_life(database, carried(database))
        for n in (0, 1):
            seal_night(database, at=AFTER + timedelta(days=n))
    assert found(database) == []
    with database.engine.begin() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("PRAGMA foreign_keys = OFF"))
    return database


@pytest.mark.parametrize("what", BENT)
def test_what_was_bent_is_found(sealed: Database, what: str) -> None:
    with sealed.engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        for statement in BENT[what].split("; "):
            connection.execute(text(statement))
        connection.commit()
    assert "ledger.root" in found(sealed)


def test_right_books_have_no_fault_on_both(database: Database) -> None:
    whole_life(database, carried(database))
    seal_night(database, at=AFTER)
    assert found(database) == []
    assert list(book_faults(database)) == []


def test_a_keeper_who_was_paid_for_anothers_shop_is_named(sealed: Database) -> None:
    with sealed.engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(
            text("UPDATE ledger_transaction SET reference = 'another' WHERE kind = 'withdrawal_requested'")
        )
        connection.commit()
    with snapshot(sealed) as connection:
        assert {fault.kind for fault in paid_for_another(connection)} == {"ledger.owner"}
