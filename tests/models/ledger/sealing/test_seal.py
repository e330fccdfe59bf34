"""Nights are sealed once, over all that was posted, by whoever comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.account.audit import Audit
from models.kernel.database import Database
from models.ledger.account import clearing_account, house_account
from models.ledger.sealing import seal
from models.ledger.sealing.night import EntryLog, LogNight, Night, published_roots
from models.ledger.sealing.proof import proof_between
from models.ledger.sealing.seal import seal_night
from tests.given.baskets import carried
from tests.given.ledger_books import move
from tests.given.processes import in_threads
from tests.given.takings import whole_life

# Half past midnight in Shanghai.
FIRST = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def post_some(database: Database, key: str) -> None:
    with database.transaction() as session:
        move(session, key, clearing_account(session, "cod"), house_account(session, "fees"), 500)


def test_an_empty_ledger_has_no_root(database: Database) -> None:
    assert seal_night(database, at=FIRST) is None
    with database.reading() as session:
        assert published_roots(session) == {}


def test_a_night_is_sealed_once_and_told_in_the_trail(database: Database) -> None:
    post_some(database, "a")
    night = seal_night(database, at=FIRST)
    assert night is not None
    assert (night.day, night.entry_total, night.log_total) == ("2026-11-22", 2, 2)
    assert seal_night(database, at=FIRST + timedelta(hours=20)) is None
    with database.reading() as session:
        (row,) = session.exec(select(Audit).where(Audit.what == "ledger.root")).all()
        assert (row.subject, row.changes[0].now) == ("2026-11-22", night.root)
        assert published_roots(session) == {"2026-11-22": night.root}


def test_what_comes_later_is_in_the_next_root(database: Database) -> None:
    whole_life(database, carried(database))
    first = seal_night(database, at=FIRST)
    quiet = seal_night(database, at=FIRST + DAY)
    post_some(database, "b")
    grown = seal_night(database, at=FIRST + 3 * DAY)
    assert first and quiet and grown
    assert first.root == quiet.root != grown.root
    assert grown.entry_total == first.entry_total + 2
    with database.reading() as session:
        # The logs that grew have a row, the others none.
        days = session.exec(select(LogNight.day, EntryLog.code).join(EntryLog)).all()
        assert {code for day, code in days if day == "2026-11-24"} == set()
        assert {code for day, code in days if day == grown.day} == {"clearing-cod", "fees"}


def test_growing_is_the_same_as_beginning_anew(database: Database) -> None:
    """What the nights made bit by bit is what one run over everything makes."""
    for n in range(5):
        post_some(database, f"k{n}")
        seal_night(database, at=FIRST + n * DAY)
    with database.reading() as session:
        log = session.exec(select(EntryLog).where(EntryLog.code == "fees")).one()
        assert (log.size, log.held) == (5, 2_500)
        again = seal.GrowingLog("fees", bytes.fromhex(log.secret))
        names = seal.log_names(session.connection())
        for code, line_id, purse, facts in seal.entries_within(session.connection(), names, 0, 10**9):
            if code == "fees":
                again.add(line_id, purse, facts)
        assert again.leaf.hex() == log.leaf


def seal_at(database: Database) -> Night | None:
    return seal_night(database, at=FIRST)


def test_several_at_once_seal_one_night(database: Database) -> None:
    whole_life(database, carried(database))
    made = in_threads(seal_at, [(database,)] * 4)
    assert sum(1 for one in made if one) == 1
    with database.reading() as session:
        assert len(session.exec(select(Night)).all()) == 1


def test_a_worker_that_dies_before_the_end_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    post_some(database, "a")

    def die(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(seal, "note_audit", die)
        with pytest.raises(KeyboardInterrupt):
            seal_night(database, at=FIRST)
    with database.reading() as session:
        assert not session.exec(select(Night)).all() and not session.exec(select(EntryLog)).all()
    assert seal_night(database, at=FIRST) is not None


def test_a_clock_that_runs_back_seals_nothing_twice(database: Database) -> None:
    post_some(database, "a")
    assert seal_night(database, at=FIRST)
    assert seal_night(database, at=FIRST - 5 * DAY) is None


def test_a_proof_shows_nobody_elses_entries(database: Database) -> None:
    whole_life(database, carried(database))
    seal_night(database, at=FIRST)
    with database.reading() as session:
        codes = [code for code in session.exec(select(EntryLog.code)) if code.startswith(("shop-", "supplier-"))]
        proofs = [proof_between(session, code, "2026-11-01", "2026-11-30") for code in codes]
        whole = session.exec(select(Night)).one().entry_total
    assert all(len(proof.entries) == proof.ends.size < whole for proof in proofs if proof.ends)


@pytest.mark.parametrize("table", ["ledger_night", "ledger_log_night"])
def test_what_was_sealed_is_neither_changed_nor_deleted(database: Database, table: str) -> None:
    post_some(database, "a")
    assert seal_night(database, at=FIRST) is not None
    for statement in (f"UPDATE {table} SET day = day", f"DELETE FROM {table}"):
        with database.writing() as session:
            with pytest.raises(IntegrityError, match="append-only"):
                session.execute(text(statement))
            session.rollback()
    with database.reading() as session:
        assert len(session.exec(select(Night)).all()) == len(session.exec(select(LogNight.day).distinct()).all()) == 1
