"""After the approval: taken back before a file held it, and money that the bank returned after it was paid."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from models.account.audit import Audit
from models.checks import postings
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.snapshot import snapshot
from models.ledger.balance import balance
from models.payout.asking import cancel_withdrawal
from models.payout.finding import came_back, paid_out
from models.payout.steps import book_return, export, fail, pay, unapprove
from tests.given import databases
from tests.given.ledger_books import NOON, faults, spoil
from tests.given.processes import in_threads
from tests.given.tills import Till, approved, asked, coded, held, till
from tests.models.payout.test_steps import MARK, wrong

LATER = NOON + timedelta(days=3)


def paid(database: Database, at: Till, amount: int = 6_000, who: str = "shop") -> str:
    """A withdrawal that left."""
    code = asked(database, at, amount, f"{MARK}-{amount}", who)
    approved(database, at, code)
    with database.transaction() as session:
        pay(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON), reference="工行 1")
    return code


def returned(database: Database, at: Till, code: str, **facts: Any) -> bool:
    """What the desk does when the bank sent it back; whether it was booked just now."""
    why, on = facts.get("why", "户名不符"), facts.get("returned_at", LATER - timedelta(hours=12))
    with database.transaction() as session:
        act = Act.operator(at.member(session, "desk"), facts.get("at", LATER), why)
        return book_return(session, coded(session, code), act, returned_at=on)


def orphans(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return [fault.kind for fault in postings.orphans(connection)]


class TestReturning:
    @pytest.mark.parametrize(("who", "channel"), [("shop", "bank"), ("supplier", "alipay")])
    def test_what_the_bank_returned_is_the_owners_again_once(self, database: Database, who: str, channel: str) -> None:
        at = till(database)
        code = paid(database, at, who=who)
        assert held(database, at, who) == (4_000, 0)
        assert [returned(database, at, code) for _ in range(2)] == [True, False]
        assert held(database, at, who) == (10_000, 0)
        with database.reading() as session:
            withdrawal = coded(session, code)
            assert (withdrawal.state, withdrawal.reference, withdrawal.returned_at) == (
                "returned",
                "工行 1",
                LATER - timedelta(hours=12),
            )
            assert [event.step for event in withdrawal.events] == ["request", "approve", "pay", "return"]
            assert withdrawal.events[-1].why == "户名不符"
            assert balance(session, f"clearing-{channel}") == 0
            assert paid_out(session, at.owner(session, who)) == 0
            acts = list(session.exec(select(Audit.what).where(Audit.subject == code).order_by(col(Audit.id))))
            assert acts[-1] == "withdrawal.return" and len(acts) == 3
        assert wrong(database) == set() and faults(database) == set() and orphans(database) == []

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"why": " "}, "why"),
            ({"returned_at": NOON - timedelta(days=2)}, "returned_on"),
            ({"returned_at": LATER + timedelta(minutes=1)}, "returned_on"),
        ],
    )
    def test_what_is_refused(self, database: Database, facts: dict[str, Any], field: str) -> None:
        at = till(database)
        code = paid(database, at)
        with pytest.raises(Refused) as refused:
            returned(database, at, code, **facts)
        assert refused.value.field == field
        assert held(database, at) == (4_000, 0)

    def test_only_what_was_paid_comes_back(self, database: Database) -> None:
        at = till(database)
        code = asked(database, at, 6_000, MARK)
        with pytest.raises(Refused):
            returned(database, at, code)
        approved(database, at, code)
        with pytest.raises(Refused):
            returned(database, at, code)
        with database.transaction() as session:
            fail(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON, "销户"))
        with pytest.raises(Refused):
            returned(database, at, code)
        assert held(database, at) == (10_000, 0)
        assert wrong(database) == set()

    def test_to_say_again_that_it_was_paid_changes_nothing(self, database: Database) -> None:
        at = till(database)
        code = paid(database, at)
        returned(database, at, code)
        with database.transaction() as session:
            assert not pay(
                session, coded(session, code), Act.operator(at.member(session, "desk"), LATER), reference="2"
            )
            with pytest.raises(Refused):
                fail(session, coded(session, code), Act.operator(at.member(session, "desk"), LATER, "退票"))
        assert held(database, at) == (10_000, 0)

    def test_two_at_once_give_back_once(self, database: Database, database_url: str) -> None:
        at = till(database)
        code = paid(database, at)

        def once() -> bool:
            opened = Database(database_url)
            try:
                return returned(opened, at, code)
            finally:
                opened.engine.dispose()

        assert sum(in_threads(once, [()] * 4)) == 1
        assert held(database, at) == (10_000, 0)
        assert wrong(database) == set()

    def test_its_owner_is_told_until_the_next_is_asked_for(self, database: Database) -> None:
        at = till(database)
        code = paid(database, at)
        with database.reading() as session:
            assert came_back(session, at.owner(session)) is None
        returned(database, at, code)
        with database.reading() as session:
            told = came_back(session, at.owner(session))
            assert told is not None and told.code == code
            assert came_back(session, at.owner(session, "supplier")) is None
        next_one = asked(database, at, 2_000, f"{MARK}-next")
        with database.transaction() as session:
            coded(session, next_one).requested_at = LATER
        with database.reading() as session:
            assert came_back(session, at.owner(session)) is None


class TestUndoing:
    def test_an_approval_is_taken_back_and_the_owner_may_cancel(self, database: Database) -> None:
        at = till(database)
        code = asked(database, at, 6_000, MARK)
        batch = approved(database, at, code)
        for news in (True, False):
            with database.transaction() as session:
                withdrawal, desk = coded(session, code), at.member(session, "desk")
                assert unapprove(session, withdrawal, Act.operator(desk, NOON, "点错了")) is news
        with database.reading() as session:
            withdrawal = coded(session, code)
            assert (withdrawal.state, withdrawal.batch) == ("requested", "")
            assert [event.step for event in withdrawal.events] == ["request", "approve", "unapprove"]
            why = session.exec(select(Audit.why).where(Audit.what == "withdrawal.unapprove")).one()
            assert why == f"{batch} 点错了"
        assert held(database, at) == (4_000, 6_000) and wrong(database) == set()
        again = approved(database, at, code)
        assert again not in ("", batch)
        with database.transaction() as session:
            unapprove(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON, "再看看"))
            cancel_withdrawal(session, coded(session, code), Act.owner(at.member(session), NOON))
        assert held(database, at) == (10_000, 0) and wrong(database) == set()

    def test_not_once_a_file_held_it_nor_without_a_word(self, database: Database) -> None:
        at = till(database)
        code = asked(database, at, 6_000, MARK)
        batch = approved(database, at, code)
        with database.transaction() as session, pytest.raises(Refused) as refused:
            unapprove(session, coded(session, code), Act.operator(at.member(session, "desk"), NOON))
        assert refused.value.field == "why"
        with database.transaction() as session:
            made = export(session, batch, "bank", Act.operator(at.member(session, "desk"), NOON))
            assert [withdrawal.code for withdrawal in made] == [code]
            with pytest.raises(Refused):
                export(session, batch, "alipay", Act.operator(at.member(session, "desk"), NOON))
        with database.transaction() as session, pytest.raises(Refused, match="付款文件"):
            unapprove(session, coded(session, code), Act.operator(at.member(session, "desk"), LATER, "点错了"))
        with database.transaction() as session:
            (again,) = export(session, batch, "bank", Act.operator(at.member(session, "desk"), LATER))
            assert again.exported_at == NOON and again.state == "approved"

    def test_exported_and_taken_back_at_once_is_one_of_them(self, database: Database, database_url: str) -> None:
        at = till(database)
        for turn in range(3):
            code = asked(database, at, 2_000, f"{MARK}-{turn}")
            batch = approved(database, at, code)
            answers = in_threads(_either, [(database_url, at, code, batch, way) for way in ("export", "undo") * 2])
            with database.reading() as session:
                withdrawal = coded(session, code)
                was_exported = withdrawal.exported_at is not None
                assert withdrawal.state == ("approved" if was_exported else "requested")
            assert ("exported" in answers) is was_exported
            assert ("undone" in answers) is not was_exported


def _either(url: str, at: Till, code: str, batch: str, way: str) -> str:
    database = Database(url)
    try:
        with database.transaction() as session:
            by = at.member(session, "desk")
            if way == "export":
                export(session, batch, "bank", Act.operator(by, NOON))
                return "exported"
            return "undone" if unapprove(session, coded(session, code), Act.operator(by, NOON, "错")) else "known"
    except Refused:
        return "refused"
    finally:
        database.engine.dispose()


class TestTheCheckOfReturns:
    @pytest.fixture
    def database(self) -> Iterator[Database]:
        """One of its own: faults are seeded behind the program's back."""
        with databases.own() as opened:
            yield opened

    @pytest.mark.parametrize(
        ("statement", "kinds"),
        [
            ("UPDATE withdrawal SET state = 'paid', returned_at = NULL", {"withdrawal.posting", "ledger.orphan"}),
            ("UPDATE withdrawal SET amount = amount + 1", {"withdrawal.posting"}),
            ("DELETE FROM ledger_transaction WHERE kind = 'withdrawal_returned'", {"withdrawal.posting"}),
            (
                "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE code = 'clearing-cod')"
                " WHERE amount > 0 AND transaction_id ="
                " (SELECT id FROM ledger_transaction WHERE kind = 'withdrawal_returned')",
                {"withdrawal.posting"},
            ),
            (
                "UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE code = 'clearing-cod')"
                " WHERE amount > 0 AND transaction_id ="
                " (SELECT id FROM ledger_transaction WHERE kind = 'withdrawal_paid')",
                {"withdrawal.posting"},
            ),
        ],
    )
    def test_finds_what_is_wrong(self, database: Database, statement: str, kinds: set[str]) -> None:
        at = till(database)
        returned(database, at, paid(database, at))
        assert wrong(database) == set() and orphans(database) == []
        spoil(database, statement)
        assert wrong(database) | set(orphans(database)) == kinds
