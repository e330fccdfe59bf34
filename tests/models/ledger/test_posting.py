"""Posting: once a key, only what sums to zero, whole, also with several at once."""

from typing import Any

import pytest
from sqlmodel import Session, func, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.money import Money
from models.ledger.account import Account, clearing_account, house_account, shop_account, supplier_accounts
from models.ledger.balance import balance
from models.ledger.posting import Draft, EntryDraft, Misposted, post, post_all
from models.ledger.transaction import Entry, Transaction
from tests.given.factories import make_member, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.ledger_books import NOON, draft, faults, move
from tests.given.processes import in_processes

MANY = 12


def counts(database: Database) -> tuple[int, int]:
    """Transactions and entries."""
    with database.reading() as session:
        return (
            session.exec(select(func.count()).select_from(Transaction)).one(),
            session.exec(select(func.count()).select_from(Entry)).one(),
        )


def test_what_is_posted_stands_with_its_facts(database: Database) -> None:
    with database.transaction() as session:
        till, fees, by = clearing_account(session, "alipay"), house_account(session, "fees"), make_member(session)
        earned = shop_account(session, make_shop(session), "pending")
        parts = [
            EntryDraft(till, Money(-1280)),
            EntryDraft(fees, Money(80)),
            EntryDraft(earned, Money(1200), None, "15 %"),
        ]
        made = post(session, Draft("capture", "pay-1", "261122000001", parts, Act.operator(by, NOON, "paid")))
        assert (made.kind, made.reference, made.entry_count, made.why) == ("capture", "261122000001", 3, "paid")
        assert (made.at, made.member_id, len(made.code)) == (NOON, by.id, 12)
    with database.reading() as session:
        assert [balance(session, code) for code in ("clearing-alipay", "fees")] == [-1280, 80]
        note = session.exec(select(Entry.note).where(Entry.amount == 1200)).one()
        assert note == "15 %"
    assert faults(database) == set()


def test_posting_twice_is_posting_once(database: Database) -> None:
    for _ in range(2):
        with database.transaction() as session:
            move(session, "k", clearing_account(session, "cod"), house_account(session, "fees"), 500)
    assert counts(database) == (1, 2)


def test_parts_of_zero_are_left_out(database: Database) -> None:
    with database.transaction() as session:
        till, fees, bonuses = (
            clearing_account(session, "cod"),
            house_account(session, "fees"),
            house_account(session, "bonuses"),
        )
        parts = [EntryDraft(till, Money(-5)), EntryDraft(bonuses, Money(0)), EntryDraft(fees, Money(5))]
        assert post(session, Draft("correction", "k", "r", parts, Act.program(NOON))).entry_count == 2


OTHERS: dict[str, dict[str, Any]] = {
    "amount": {"amount": 501},
    "account": {"to": "platform"},
    "kind": {"kind": "correction"},
    "reference": {"reference": "another"},
    "way": {"amount": -500},
}


@ON_SQLITE
@pytest.mark.parametrize("name", OTHERS)
def test_a_key_stands_for_one_thing(database: Database, name: str) -> None:
    def say(
        session: Session, *, amount: int = 500, to: Any = "fees", kind: str = "capture", reference: str = "r"
    ) -> None:
        till, other = clearing_account(session, "cod"), house_account(session, to)
        parts = [EntryDraft(till, Money(-amount)), EntryDraft(other, Money(amount))]
        post(session, Draft(kind, "k", reference, parts, Act.program(NOON)))

    with database.transaction() as session:
        say(session)
        with pytest.raises(Misposted):
            say(session, **OTHERS[name])
    assert counts(database) == (1, 2)


@ON_SQLITE
@pytest.mark.parametrize("amounts", [(500, -499), (0, 0), (500,), (), (500, -500, 1)])
def test_what_does_not_sum_to_zero_is_refused(database: Database, amounts: tuple[int, ...]) -> None:
    with database.transaction() as session:
        account = clearing_account(session, "cod")
        parts = [EntryDraft(account, Money(amount)) for amount in amounts]
        with pytest.raises(Misposted):
            post(session, Draft("capture", "k", "r", parts, Act.program(NOON)))
    assert counts(database) == (0, 0)


@ON_SQLITE
@pytest.mark.parametrize(("kind", "key"), [("theft", "k"), ("capture", ""), ("capture", "k" * 81)])
def test_unknown_kinds_and_keys_that_are_none(database: Database, kind: str, key: str) -> None:
    with database.transaction() as session, pytest.raises(Misposted):
        move(session, key, clearing_account(session, "cod"), house_account(session, "fees"), 1, kind=kind)


def test_a_batch_posts_what_is_new_and_proves_the_rest(database: Database) -> None:
    with database.transaction() as session:
        till, fees = clearing_account(session, "cod"), house_account(session, "fees")
        drafts = [draft(f"k{number}", till, fees, number + 1) for number in range(300)]
        assert post_all(session, drafts[:180]) == 180
        assert post_all(session, drafts) == 120
        assert post_all(session, drafts) == 0
        assert post_all(session, []) == 0
        with pytest.raises(Misposted):
            post_all(session, [draft("new", till, fees, 1), draft("new", till, fees, 1)])
        with pytest.raises(Misposted):
            post_all(session, [draft("k3", till, fees, 4711)])
        assert balance(session, "fees") == 300 * 301 // 2
    assert counts(database) == (300, 600)
    assert faults(database) == set()


def test_an_account_is_made_once_for_each_owner(database: Database) -> None:
    with database.transaction() as session:
        first, second = make_supplier(session), make_supplier(session)
        found = supplier_accounts(session, [first, second], "deposit")
        again = supplier_accounts(session, [second, first], "deposit")
        assert {key: account.id for key, account in found.items()} == {key: a.id for key, a in again.items()}
        assert found[first.id].code == f"supplier-{first.code}-deposit"
        assert found[first.id].supplier_id == first.id != found[second.id].supplier_id


def post_many(url: str, backwards: bool) -> int:
    """Posts the same keys as everybody else, two a transaction; returns how many were new here."""
    database, new = Database(url), 0
    for number in reversed(range(MANY)) if backwards else range(MANY):
        with database.transaction() as session:
            till, fees = clearing_account(session, "cod"), house_account(session, "fees")
            pair = [draft(f"{which}{number}", till, fees, 100) for which in ("a", "b")]
            new += post_all(session, pair[::-1] if backwards else pair)
    database.engine.dispose()
    return new


def test_processes_that_post_the_same_at_once(database: Database, database_url: str) -> None:
    answers = in_processes(post_many, [(database_url, number % 2 == 1) for number in range(3)])
    assert sum(answers) == 2 * MANY
    assert counts(database) == (2 * MANY, 4 * MANY)
    with database.reading() as session:
        assert balance(session, "fees") == 2 * MANY * 100
        assert session.exec(select(func.count()).select_from(Account)).one() == 2
    assert faults(database) == set()


def test_a_story_that_fails_after_posting_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        move(session, "k", clearing_account(session, "cod"), house_account(session, "fees"), 1)
        raise RuntimeError("killed")
    assert counts(database) == (0, 0)


def test_drafts_compare_by_what_they_move() -> None:
    assert Draft("correction", "k", "r", [], Act.program(NOON)).entries == []
