"""A settlement that is killed again and again, and two at once: every line is released exactly once all the same."""

from collections import Counter
from datetime import timedelta
from time import monotonic, sleep

import pytest
from sqlmodel import col, select

from bench.settled import ARRIVED, seed
from models.checks.check import book_faults
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.ledger.settlement import SettlementRun
from models.ledger.transaction import Transaction
from models.stories.money.settle import settle
from models.trade.order.order import Line, Parcel
from tests.given.processes import SERVER, in_processes

LINES, BATCH, KILLS = 2_000, 50, 3
OVER = ARRIVED + timedelta(days=DEFAULT.after_sale_days, minutes=1)
CLOSED = OVER + timedelta(days=1)


def settle_all(url: str, batch: int) -> int:
    """A settlement in a process of its own; how many lines its run released."""
    database = Database(url)
    run = settle(database, lambda: list(book_faults(database)), rules=DEFAULT, at=CLOSED, batch=batch)
    database.engine.dispose()
    return run.lines


@pytest.mark.slow
def test_a_settlement_that_is_killed_releases_every_line_once(database: Database, database_url: str) -> None:
    lines = _seeded(database)
    met = [_kill_past(database, database_url, lines * part // (KILLS + 1)) for part in range(1, KILLS + 1)]
    assert met == sorted(met)
    assert 0 < met[0] < met[-1] < lines, "it was killed in the middle, and went on where it was"
    assert settle_all(database_url, BATCH) == lines
    _released_once(database, lines)


@pytest.mark.slow
def test_two_settlements_at_once_share_the_work(database: Database, database_url: str) -> None:
    lines = _seeded(database)
    assert in_processes(settle_all, [(database_url, BATCH)] * 2) == [lines, lines]
    _released_once(database, lines)


def _seeded(database: Database) -> int:
    lines = seed(database, LINES)
    with database.transaction() as session:
        # The clock's own job would take a transaction each.
        for parcel in session.exec(select(Parcel)):
            parcel.state = "closed"
    return lines


def _kill_past(database: Database, url: str, least: int) -> int:
    """Settles in a process that is killed once so many lines are released; returns how many are."""
    process = SERVER.Process(target=settle_all, args=(url, BATCH))
    process.start()
    patience = monotonic() + 60
    while process.is_alive() and _done(database) < least and monotonic() < patience:
        sleep(0.005)
    process.kill()
    process.join()
    assert process.exitcode == -9
    return _done(database)


def _done(database: Database) -> int:
    with database.reading() as session:
        run = session.exec(select(SettlementRun)).first()
        return run.lines if run else 0


def _released_once(database: Database, lines: int) -> None:
    with database.reading() as session:
        (run,) = session.exec(select(SettlementRun)).all()
        assert (run.state, run.lines) == ("done", lines)
        keys = Counter(session.exec(select(Transaction.key).where(Transaction.kind == "release")))
        ids = session.exec(select(Line.id)).all()
        freights = session.exec(select(Parcel.code).where(Parcel.freight > 0)).all()
        assert keys == Counter(
            [f"release-line-{id_}" for id_ in ids] + [f"release-freight-{code}" for code in freights]
        )
        assert not session.exec(select(Line.id).where(col(Line.released_at).is_(None))).all()
    assert list(book_faults(database)) == []
