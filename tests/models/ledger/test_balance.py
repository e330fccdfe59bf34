"""Balances are what the entries make, wherever the snapshots stand and whoever is writing; nobody spends twice."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import select

from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.snapshot import snapshot, stream
from models.ledger.account import Account, clearing_account, house_account, shop_account, supplier_account
from models.ledger.balance import Balance, balance, hold_account, roll_snapshots, shop_balances, supplier_balances
from models.ledger.history import (
    MOVEMENTS_PAGE,
    account_history,
    balance_at,
    entries_between,
    of_line,
    sums,
    sums_of_month,
)
from models.ledger.transaction import Entry
from tests.given.factories import make_shop
from tests.given.ledger_books import NOON, faults, move, roll, shop, sold, supplier
from tests.given.processes import in_processes

NAMES = ("fees", "bonuses", "coupons", "platform")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(-(10**9), 10**9).filter(bool)),
        st.integers(1, 9),
    ),
    max_size=16,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_snapshots_and_entries_make_the_sum(database: Database, steps: list[Any]) -> None:
    with database.reading() as session:
        held = {name: int(balance(session, name)) for name in NAMES}
        count = session.exec(select(func.count()).select_from(Entry)).one()
    for number, step in enumerate(steps):
        if isinstance(step, int):
            roll(database, step)
            continue
        taken, given_to, amount = step
        with database.transaction() as session:
            accounts = [house_account(session, name) for name in (taken, given_to)]
            move(session, f"after {count}: {number}", accounts[0], accounts[1], amount)
        held[taken] -= amount
        held[given_to] += amount
    with database.reading() as session:
        assert {name: int(balance(session, name)) for name in NAMES} == held
    assert faults(database) == set()


def test_rolling_takes_each_entry_up_once(database: Database) -> None:
    assert roll(database) == 0
    for number in range(5):
        with database.transaction() as session:
            move(session, f"k{number}", clearing_account(session, "cod"), house_account(session, "fees"), 10)
    assert (roll(database, 3), roll(database, 3)) == (10, 0)
    with database.reading() as session:
        assert {kept.amount for kept in session.exec(select(Balance))} == {Money(50), Money(-50)}
        assert balance(session, "fees") == 50


def test_purses_that_nobody_has_used_are_empty(database: Database) -> None:
    at = sold(database)
    with database.transaction() as session:
        whose, whom = shop(session, at), supplier(session, at)
        assert shop_balances(session, whose) == {"pending": 0, "available": 0, "reserved": 0}
        till = clearing_account(session, "cod")
        move(session, "a", till, shop_account(session, whose, "available"), 300)
        move(session, "b", till, supplier_account(session, whom, "deposit"), 1_000)
        assert shop_balances(session, whose) == {"pending": 0, "available": 300, "reserved": 0}
        assert supplier_balances(session, whom) == {"pending": 0, "available": 0, "reserved": 0, "deposit": 1_000}
        assert balance(session, "nobody") == 0


def roll_at_once(url: str) -> int:
    database = Database(url)
    taken = roll(database, 2)
    database.engine.dispose()
    return taken


def test_rolls_at_once_take_nothing_up_twice(database: Database, database_url: str) -> None:
    for number in range(30):
        with database.transaction() as session:
            move(session, f"k{number}", clearing_account(session, "cod"), house_account(session, "fees"), 10)
    assert sum(in_processes(roll_at_once, [(database_url,)] * 2)) == 60
    assert faults(database) == set()


class TestWhoIsLate:
    """On PostgreSQL an entry with a lower id may be committed after one with a higher."""

    @pytest.fixture
    def database_url(self) -> Any:
        from tests.given import databases

        with databases.postgres() as url:
            yield url

    def test_no_roll_passes_an_entry_that_is_not_committed_yet(self, database: Database) -> None:
        with database.transaction() as session:
            clearing_account(session, "cod"), house_account(session, "fees")
        taken: list[int] = []
        rolling = threading.Thread(target=lambda: taken.append(roll(database)))
        with database.transaction() as slow:
            move(slow, "slow", clearing_account(slow, "cod"), house_account(slow, "fees"), 7)
            with database.transaction() as quick:
                move(quick, "quick", clearing_account(quick, "cod"), house_account(quick, "fees"), 10)
            rolling.start()
            rolling.join(0.3)
            assert rolling.is_alive(), "the roll did not wait for the slow one"
        rolling.join()
        assert taken == [4]
        with database.reading() as session:
            assert balance(session, "fees") == 17
        assert faults(database) == set()

    def test_a_roll_gives_up_where_somebody_never_ends(self, database: Database) -> None:
        with database.transaction() as slow:
            move(slow, "slow", clearing_account(slow, "cod"), house_account(slow, "fees"), 7)
            assert roll_snapshots(database, patience=2) == 0
        assert roll(database) == 2


def withdraw(url: str, code: str, amount: int, number: int) -> bool:
    """What a withdrawal does: looks while holding, then takes."""
    database = Database(url)
    with database.transaction() as session:
        available = session.exec(select(Account).where(Account.code == code)).one()
        enough = hold_account(session, available) >= amount
        if enough:
            move(session, f"out-{number}", available, clearing_account(session, "bank"), amount)
    database.engine.dispose()
    return enough


def test_nobody_spends_what_another_spends_at_once(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        available = shop_account(session, make_shop(session), "available")
        move(session, "in", clearing_account(session, "cod"), available, 1_000)
        clearing_account(session, "bank")
        code = available.code
    roll(database)
    answers = in_processes(withdraw, [(database_url, code, 600, number) for number in range(3)])
    assert sum(answers) == 1
    with database.reading() as session:
        assert balance(session, code) == 400


class TestHistory:
    @pytest.fixture
    def books(self, database: Database) -> Database:
        """Entries over three months, around midnight in Shanghai."""
        moments = ("2026-10-31T15:59:59", "2026-10-31T16:00:00", "2026-11-22T04:00:00", "2026-11-30T16:00:00")
        with database.transaction() as session:
            till, fees = clearing_account(session, "cod"), house_account(session, "fees")
            for number, moment in enumerate(moments):
                at = NOON.fromisoformat(f"{moment}+00:00")
                kind = "refund" if number == 2 else "correction"
                move(session, f"k{number}", till, fees, 10**number * (-1 if number == 2 else 1), kind=kind, at=at)
        return database

    def test_months_are_shanghais(self, books: Database) -> None:
        with books.reading() as session:
            assert sums_of_month(session, "fees", "2026-10") == {"correction": 1}
            assert sums_of_month(session, "fees", "2026-11") == {"correction": 10, "refund": -100}
            assert sums_of_month(session, "fees", "2026-12") == {"correction": 1_000}
            assert sums(session, "fees", NOON, NOON) == {}
            assert sums_of_month(session, "nobody", "2026-11") == {}

    def test_a_month_opens_with_what_was_before(self, books: Database) -> None:
        with books.reading() as session:
            moments = [NOON - timedelta(days=60), NOON, NOON + timedelta(seconds=1), NOON + timedelta(days=60)]
            assert [int(balance_at(session, "fees", at)) for at in moments] == [0, 11, -89, 911]

    def test_the_newest_comes_first_a_page_at_a_time(self, books: Database) -> None:
        with books.transaction() as session:
            till, fees = clearing_account(session, "cod"), house_account(session, "fees")
            for number in range(MOVEMENTS_PAGE):
                move(session, f"more{number}", till, fees, 1)
            first, second = account_history(session, "fees"), account_history(session, "fees", page=2)
            assert (len(first), len(second)) == (MOVEMENTS_PAGE, 4)
            assert first[0].reference == f"about more{MOVEMENTS_PAGE - 1}"
            assert [int(one.amount) for one in second] == [1_000, -100, 10, 1]
            assert {one.account for one in first} == {"fees"}

    def test_a_statement_is_streamed_in_order_of_time(self, books: Database) -> None:
        with snapshot(books) as connection:
            query = entries_between("fees", NOON - timedelta(days=30), NOON + timedelta(days=30))
            assert [int(row.amount) for row in stream(connection, query)] == [1, 10, -100, 1_000]

    def test_why_a_line_has_its_figure(self, database: Database) -> None:
        at = sold(database)
        with database.transaction() as session:
            till, pending = clearing_account(session, "cod"), shop_account(session, shop(session, at), "pending")
            move(session, "f", till, pending, 1_920, kind="capture", line=at.line)
            move(session, "r", pending, till, 500, kind="refund", line=at.line)
            move(session, "other", till, pending, 1)
            told = [(movement.kind, movement.account, int(movement.amount)) for movement in of_line(session, at.line)]
            code = pending.code
        assert told == [
            ("capture", "clearing-cod", -1_920),
            ("capture", code, 1_920),
            ("refund", code, -500),
            ("refund", "clearing-cod", 500),
        ]
