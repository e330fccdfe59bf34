"""Visits: once an hour a visitor, counted on the link, written in batches, never lost to a database that is away."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from models.kernel.database import Database
from models.link.link import Link
from models.link.linking import shop_link
from models.statistics.counting import MOST_WAITING, VISITS_BATCH, Seen, VisitCounter, visitor_key
from models.statistics.visit import Visit
from tests.given.factories import make_shop
from tests.given.processes import in_processes, in_threads

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SLOWLY = 3600.0


def seen_link(database: Database) -> Seen:
    """That a link was opened."""
    with database.transaction() as session:
        shop = make_shop(session)
        link = shop_link(session, shop, "print", at=NOON)
        return Seen("link", f"link:{link.code}", shop_id=shop.id, link_id=link.id)


def counted(database: Database) -> tuple[int, int]:
    """The link's own count, and the rows."""
    with database.reading() as session:
        rows = session.exec(select(func.count()).select_from(Visit)).one()
        return session.exec(select(Link.visits)).one(), rows


def test_a_visitor_counts_once_an_hour(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for minutes in (0, 1, 59, 60, 61, 120):
        counter.note(seen, "one", NOON + timedelta(minutes=minutes))
    counter.note(seen, "other", NOON)
    assert counter.flush() == 4
    assert counted(database) == (4, 4)
    counter.note(seen, "one", NOON + timedelta(minutes=30))
    assert counter.flush() == 0
    assert counted(database) == (4, 4)


def test_nothing_is_written_before_the_flush(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    counter.note(seen, "one", NOON)
    assert counted(database) == (0, 0)
    counter.close()
    assert counted(database) == (1, 1)


def test_more_than_a_batch(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for n in range(2 * VISITS_BATCH + 1):
        counter.note(seen, f"v{n}", NOON)
    assert counter.flush() == 2 * VISITS_BATCH + 1
    assert counted(database) == (2 * VISITS_BATCH + 1, 2 * VISITS_BATCH + 1)


def test_what_could_not_be_written_waits_in_its_order(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    counter.note(seen, "one", NOON)
    counter.note(seen, "other", NOON)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE visit RENAME TO away"))
    with pytest.raises(DBAPIError):
        counter.flush()
    counter.note(seen, "third", NOON)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE away RENAME TO visit"))
    assert counter.flush() == 3
    assert counted(database) == (3, 3)


def test_too_many_waiting_push_out_the_oldest_and_nothing_else(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for n in range(MOST_WAITING + 10):
        counter.note(seen, f"v{n % 20}", NOON)
    assert counter.flush() == 20


def test_threads_that_note_and_flush_at_once_count_right(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)

    def visit(worker: int) -> int:
        for n in range(50):
            counter.note(seen, f"{worker}-{n}", NOON)
        return counter.flush()

    in_threads(visit, [(worker,) for worker in range(6)])
    counter.flush()
    assert counted(database) == (300, 300)


def visit_often(url: str, worker: int, seen: Seen) -> int:
    """Twenty visitors of its own and twenty that all workers share."""
    database = Database(url)
    counter = VisitCounter(database, interval=SLOWLY)
    for n in range(20):
        counter.note(seen, f"own-{worker}-{n}", NOON)
        counter.note(seen, f"shared-{n}", NOON)
        counter.flush()
    database.engine.dispose()
    return worker


def test_processes_count_each_visitor_once_between_them(database: Database, database_url: str) -> None:
    seen = seen_link(database)
    in_processes(visit_often, [(database_url, worker, seen) for worker in range(3)])
    assert counted(database) == (80, 80)


def test_a_visitor_key_tells_apart_and_leads_back_to_nobody() -> None:
    key = visitor_key("secret", "203.0.113.9", "Browser/1")
    assert key == visitor_key("secret", "203.0.113.9", "Browser/1")
    others = [
        ("other", "203.0.113.9", "Browser/1"),
        ("secret", "203.0.113.8", "Browser/1"),
        ("secret", "203.0.113.9", ""),
    ]
    assert key not in [visitor_key(*one) for one in others]
    assert len(key) == 16
