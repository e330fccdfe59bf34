"""What the database refuses, whoever asks, on a database made from the records and on one made by the migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.kernel.act import Act
from models.kernel.backup import backup, restore
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.money import Money
from models.kernel.schema import upgrade
from models.ledger.account import clearing_account, house_account, shop_account, supplier_account
from models.ledger.balance import balance
from models.ledger.posting import Draft, EntryDraft, post
from models.ledger.transaction import Entry, Transaction
from tests.given import databases
from tests.given.ledger_books import NOON, faults, move, roll, shop, sold, supplier

CHANGES = [
    f"{verb} {rest}"
    for table, column in (("ledger_account", "kind"), ("ledger_transaction", "why"), ("ledger_entry", "note"))
    for verb, rest in (("UPDATE", f"{table} SET {column} = {column}"), ("DELETE", f"FROM {table}"))
]
ENTRY = (
    "INSERT INTO ledger_entry (transaction_id, account_id, amount, note, at) "
    "VALUES (1, {}, {}, '', '2026-11-22 04:00:00.000000')"
)
COMPLETE = "all its entries already"
TRIGGERS = {
    True: "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    False: "SELECT tgname || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def seeded(database: Database) -> None:
    with database.transaction() as session:
        session.add(Transaction(id=1, code="A", kind="release", key="raw", reference="r", entry_count=2, at=NOON))
        till, fees = clearing_account(session, "cod"), house_account(session, "fees")
        for account, amount in ((till, Money(-5)), (fees, Money(5))):
            session.add(Entry(transaction_id=1, account_id=account.id, amount=amount, at=NOON))


def refused(database: Database, statement: str, words: str) -> None:
    with database.writing() as session:
        with pytest.raises(IntegrityError, match=words):
            session.execute(text(statement))
        session.rollback()


@pytest.mark.parametrize("statement", CHANGES)
def test_nothing_is_changed_or_deleted(database: Database, statement: str) -> None:
    seeded(database)
    refused(database, statement, "append-only")
    assert faults(database) == set()


def test_nothing_is_truncated() -> None:
    with databases.postgres(own=True) as url:
        database = Database(url)
        for table in ("ledger_entry", "ledger_transaction", "ledger_account"):
            refused(database, f"TRUNCATE {table} CASCADE", "append-only")
        database.engine.dispose()


def test_a_transaction_takes_no_further_entries(database: Database) -> None:
    seeded(database)
    with database.reading() as session:
        (account,) = session.execute(text("SELECT min(id) FROM ledger_account")).one()
    refused(database, ENTRY.format(account, 7), COMPLETE)


def test_the_last_entry_makes_zero(database: Database) -> None:
    with pytest.raises(IntegrityError, match=COMPLETE), database.transaction() as session:
        session.add(Transaction(id=1, code="A", kind="release", key="raw", reference="r", entry_count=2, at=NOON))
        account = house_account(session, "fees")
        session.execute(text(ENTRY.format(account.id, 5)))
        session.execute(text(ENTRY.format(account.id, -4)))


@pytest.mark.parametrize("entries", [0, 1])
def test_a_transaction_that_lacks_entries(database: Database, entries: int) -> None:
    """PostgreSQL refuses the commit; SQLite cannot, there the check finds it."""

    def write() -> None:
        with database.transaction() as session:
            session.add(Transaction(id=1, code="A", kind="release", key="raw", reference="r", entry_count=2, at=NOON))
            account = house_account(session, "fees")
            for _ in range(entries):
                session.execute(text(ENTRY.format(account.id, 5)))

    if database.is_sqlite:
        write()
        assert faults(database) == {"ledger.transaction"}
    else:
        with pytest.raises(IntegrityError, match="lacks entries"):
            write()


def test_nobody_is_paid_for_anothers_line(database: Database) -> None:
    mine, theirs = sold(database, "one"), sold(database, "two")
    with database.transaction() as session:
        till = clearing_account(session, "cod")
        for about in (mine, theirs):
            own = shop_account(session, shop(session, about), "pending")
            move(session, f"right-{about.line}", till, own, 100, line=about.line)
    for kind in ("shop", "supplier"):
        with database.writing() as session:
            till = clearing_account(session, "cod")
            wrong = (
                shop_account(session, shop(session, theirs), "pending")
                if kind == "shop"
                else supplier_account(session, supplier(session, theirs), "pending")
            )
            with pytest.raises(IntegrityError, match="another shop or supplier"):
                move(session, "wrong", till, wrong, 100, line=mine.line)
            session.rollback()
    assert faults(database) == set()


@pytest.mark.parametrize("amounts", [(0, 0), (1, -2)])
def test_an_amount_of_nothing_is_no_entry(database: Database, amounts: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Transaction(id=1, code="A", kind="release", key="raw", reference="r", entry_count=2, at=NOON))
        account = house_account(session, "fees")
        for amount in amounts:
            session.execute(text(ENTRY.format(account.id, amount)))


@pytest.fixture(params=["sqlite", "postgres"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """A database made from the records, and an empty one, of the same kind."""
    folder = tmp_path / "empty"
    folder.mkdir()
    if request.param == "sqlite":
        with databases.sqlite(tmp_path) as url:
            both = Database(url), Database(f"sqlite:///{folder}/empty.sqlite3")
            yield both
    else:
        with databases.postgres() as url, databases.postgres(empty=True) as bare:
            both = Database(url), Database(bare)
            yield both
            for one in both:
                one.engine.dispose()


def test_a_migrated_database_has_the_same_guards(pair: tuple[Database, Database]) -> None:
    made, migrated = pair
    upgrade(migrated)
    found = []
    for one in (made, migrated):
        with one.reading() as session:
            found.append(session.execute(text(TRIGGERS[one.is_sqlite])).scalars().all())
    assert len(found[0]) >= 5
    assert found[0] == found[1]


def test_posting_goes_through_the_guards(database: Database) -> None:
    with database.transaction() as session:
        fees, platform = house_account(session, "fees"), house_account(session, "platform")
        parts = [EntryDraft(fees, Money(number)) for number in range(1, 40)]
        whole = sum(part.amount for part in parts)
        post(session, Draft("correction", "k", "r", [*parts, EntryDraft(platform, -Money(whole))], Act.program(NOON)))
    assert faults(database) == set()


def test_books_are_restored_through_the_guards(database: Database, tmp_path: Path) -> None:
    at = sold(database)
    with database.transaction() as session:
        own, till = shop_account(session, shop(session, at), "pending"), clearing_account(session, "cod")
        for number in range(3):
            move(session, f"k{number}", till, own, 100, line=at.line)
    roll(database)
    media, path = MediaStore(f"file://{tmp_path}/media"), tmp_path / "backup.tar.gz"
    backup(database, media, path)
    with databases.postgres(own=True) as url:
        restored = Database(url)
        restore(restored, media, path)
        assert faults(restored) == set()
        with restored.transaction() as session:
            own, till = shop_account(session, shop(session, at), "pending"), clearing_account(session, "cod")
            move(session, "k3", till, own, 100, line=at.line)
            assert balance(session, own.code) == 400
        restored.engine.dispose()
