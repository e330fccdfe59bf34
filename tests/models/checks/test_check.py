"""`check` finds each thing that can be wrong with the ledger, and nothing else."""

import pytest
from sqlmodel import select

from models.kernel.database import Database
from models.ledger.account import clearing_account, shop_account, supplier_account
from models.shop.shop import Shop
from tests.given.ledger_books import NOON, faults, move, roll, shop, sold, spoil, supplier

FIRST = "id = (SELECT min(id) FROM ledger_entry)"
OF_SHOP = "(SELECT max(id) FROM ledger_account WHERE kind = 'shop_available')"
SEEDED = {
    "amount": (f"UPDATE ledger_entry SET amount = amount - 1 WHERE {FIRST}", {"ledger.transaction", "ledger.snapshot"}),
    "both-amounts": (
        "UPDATE ledger_entry SET amount = amount * 2 WHERE transaction_id = "
        "(SELECT min(id) FROM ledger_transaction WHERE kind = 'release')",
        {"ledger.snapshot"},
    ),
    "entry-lost": (
        "DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)",
        {"ledger.transaction"},
    ),
    "entries-lost": (
        "DELETE FROM ledger_entry WHERE transaction_id = (SELECT max(id) FROM ledger_transaction)",
        {"ledger.transaction"},
    ),
    "transaction-lost": (
        "DELETE FROM ledger_transaction WHERE id = (SELECT max(id) FROM ledger_transaction)",
        {"ledger.entry"},
    ),
    "account-lost": ("DELETE FROM ledger_account WHERE kind = 'shop_available'", {"ledger.entry"}),
    "moment": (f"UPDATE ledger_entry SET at = '2026-01-01 00:00:00' WHERE {FIRST}", {"ledger.entry"}),
    "another-account": (
        f"UPDATE ledger_entry SET account_id = {OF_SHOP} WHERE account_id = "
        "(SELECT min(id) FROM ledger_account WHERE kind = 'shop_available')",
        {"ledger.owner", "ledger.snapshot"},
    ),
    "another-suppliers-line": (
        "UPDATE ledger_entry SET line_id = (SELECT max(id) FROM order_line) WHERE account_id = "
        "(SELECT min(id) FROM ledger_account WHERE kind = 'supplier_pending')",
        {"ledger.owner"},
    ),
    "snapshot": (
        "UPDATE ledger_balance SET amount = amount + 1 WHERE account_id = (SELECT min(id) FROM ledger_account)",
        {"ledger.snapshot"},
    ),
    "snapshot-further": (
        "UPDATE ledger_balance SET upto_id = (SELECT max(id) FROM ledger_entry)",
        {"ledger.snapshot"},
    ),
}


@pytest.fixture
def books(database: Database) -> Database:
    """Two shops and suppliers with a line each: captured, released; snapshots taken before the last step."""
    both = sold(database, "one"), sold(database, "two")
    for about in both:
        with database.transaction() as session:
            keeper, seller = shop(session, about), supplier(session, about)
            pending, available = (shop_account(session, keeper, purse) for purse in ("pending", "available"))
            due, till = supplier_account(session, seller, "pending"), clearing_account(session, "cod")
            move(session, f"capture-{about.line}", till, due, 12_800, kind="capture", line=about.line)
            move(session, f"earn-{about.line}", due, pending, 1_920, kind="capture", line=about.line)
            move(session, f"release-{about.line}", pending, available, 1_920, kind="release", line=about.line)
    roll(database)
    with database.transaction() as session:
        available = shop_account(session, shop(session, both[0]), "available")
        bank = clearing_account(session, "bank")
        move(session, "paid out", available, bank, 2_000, kind="withdrawal_paid", at=NOON)
    return database


def test_books_that_are_right(books: Database) -> None:
    """Also where what is available went below zero: that is earned back."""
    assert faults(books) == set()


@pytest.mark.parametrize("name", SEEDED)
def test_each_fault_is_found(books: Database, name: str) -> None:
    statement, kinds = SEEDED[name]
    spoil(books, statement)
    assert faults(books) == kinds


def test_what_is_promised_is_never_less_than_nothing(books: Database) -> None:
    with books.transaction() as session:
        pending = shop_account(session, session.exec(select(Shop)).first() or pytest.fail(), "pending")
        move(session, "too much", pending, clearing_account(session, "cod"), 1)
    assert faults(books) == {"ledger.negative"}
