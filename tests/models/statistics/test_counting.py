"""Visits: once an hour a visitor, counted on the link, written in batches, never lost to a database that is away."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from models.kernel.database import Database
from models.link.link import Link
from models.link.linking import shop_link
from models.shop.shop import Shop
from models.statistics.counting import (
    MOST_WAITING,
    VISITS_BATCH,
    VisitCounter,
    VisitNote,
    counting_day,
    hour_of,
    visitor_key,
)
from models.statistics.seen import Seen, seen_again
from models.statistics.visit import Visit
from tests.given.factories import make_shop
from tests.given.processes import in_processes, in_threads
from tests.given.visits import note

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
        note(counter, seen, "one", NOON + timedelta(minutes=minutes))
    note(counter, seen, "other", NOON)
    assert counter.flush() == 4
    assert counted(database) == (4, 4)
    note(counter, seen, "one", NOON + timedelta(minutes=30))
    assert counter.flush() == 0
    assert counted(database) == (4, 4)


def test_nothing_is_written_before_the_flush(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    note(counter, seen, "one", NOON)
    assert counted(database) == (0, 0)
    counter.close()
    assert counted(database) == (1, 1)


def test_more_than_a_batch(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for n in range(2 * VISITS_BATCH + 1):
        note(counter, seen, f"v{n}", NOON)
    assert counter.flush() == 2 * VISITS_BATCH + 1
    assert counted(database) == (2 * VISITS_BATCH + 1, 2 * VISITS_BATCH + 1)


def test_what_could_not_be_written_waits_in_its_order(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    note(counter, seen, "one", NOON)
    note(counter, seen, "other", NOON)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE visit RENAME TO away"))
    with pytest.raises(DBAPIError):
        counter.flush()
    note(counter, seen, "third", NOON)
    with database.transaction() as session:
        session.execute(text("ALTER TABLE away RENAME TO visit"))
    assert counter.flush() == 3
    assert counted(database) == (3, 3)


def test_what_the_database_refuses_holds_up_nobody_else(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for number in range(5):
        note(counter, seen, f"before-{number}", NOON)
    note(counter, Seen("link", "link:GONE", shop_id=seen.shop_id, link_id=10**9), "somebody", NOON)
    for number in range(5):
        note(counter, seen, f"after-{number}", NOON)
    assert counter.flush() == 10
    assert counted(database) == (10, 10)
    assert counter.flush() == 0, "and is not tried for ever"


def test_too_many_waiting_push_out_the_oldest_and_nothing_else(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for n in range(MOST_WAITING + 10):
        note(counter, seen, f"v{n % 20}", NOON)
    assert counter.flush() == 20


def test_threads_that_note_and_flush_at_once_count_right(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)

    def visit(worker: int) -> int:
        for n in range(50):
            note(counter, seen, f"{worker}-{n}", NOON)
        return counter.flush()

    in_threads(visit, [(worker,) for worker in range(6)])
    counter.flush()
    assert counted(database) == (300, 300)


def visit_often(url: str, worker: int, seen: Seen) -> int:
    """Twenty visitors of its own and twenty that all workers share."""
    database = Database(url)
    counter = VisitCounter(database, interval=SLOWLY)
    for n in range(20):
        note(counter, seen, f"own-{worker}-{n}", NOON)
        note(counter, seen, f"shared-{n}", NOON)
        counter.flush()
    database.engine.dispose()
    return worker


def test_processes_count_each_visitor_once_between_them(database: Database, database_url: str) -> None:
    seen = seen_link(database)
    in_processes(visit_often, [(database_url, worker, seen) for worker in range(3)])
    assert counted(database) == (80, 80)


def test_a_visitor_key_tells_apart_and_leads_back_to_nobody() -> None:
    def key(secret: str, who: str) -> str:
        return visitor_key(secret, who, day=740_000, days=180)

    assert key("secret", "203.0.113.9") == key("secret", "203.0.113.9")
    assert key("secret", "203.0.113.9") not in [key("other", "203.0.113.9"), key("secret", "203.0.113.8")]
    assert len(key("secret", "203.0.113.9")) == 16


@given(st.text(min_size=1, max_size=32), st.integers(730_000, 800_000), st.integers(1, 3650))
def test_a_visitor_has_another_key_after_its_days_and_never_an_old_one_again(who: str, day: int, days: int) -> None:
    def key(later: int) -> str:
        return visitor_key("secret", who, day=day + later, days=days)

    last = next((n for n in range(1, days + 1) if key(n) != key(0)), None)
    assert last is not None and last <= days
    assert len({key(n * days) for n in range(5)}) == 5
    assert key(last) == key(last + days - 1)


def test_keys_change_on_days_of_their_own_at_the_beginning_of_a_day_in_shanghai() -> None:
    begins = {
        next(n for n in range(180) if visitor_key("s", f"v{who}", day=n, days=180) != was)
        for who in range(40)
        if (was := visitor_key("s", f"v{who}", day=-1, days=180))
    }
    assert len(begins) > 20
    assert counting_day(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) + 1 == counting_day(
        datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    )


def test_strangers_behind_one_address_are_one_until_they_show_who_they_are(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    for n in range(40):
        note(counter, seen, "address", NOON, agent=f"Mozilla/5.0 (Phone {n})", becoming=f"v{n}")
    assert counter.flush() == 1
    assert counted(database) == (1, 1)
    for n in (7, 23):
        counter.take(VisitNote(seen.subject, f"v{n}", NOON, agent=f"Mozilla/5.0 (Phone {n})", was="address"))
    # The visit of the address is now one person's own; the other's is new.
    assert counter.flush() == 1
    assert counted(database) == (2, 2)
    assert visitors(database) == {"v7", "v23"}


@pytest.mark.parametrize("first", ["page", "picture", "reload"])
def test_a_person_counts_once_whichever_process_writes_first(database: Database, first: str) -> None:
    seen = seen_link(database)
    page, picture = (VisitCounter(database, interval=SLOWLY) for _ in range(2))
    note(page, seen, "address", NOON, agent="Mozilla/5.0", becoming="own")
    picture.take(VisitNote(seen.subject, "own", NOON, agent="Mozilla/5.0", was="address"))
    if first == "reload":
        note(picture, seen, "own", NOON, agent="Mozilla/5.0")
    for counter in (page, picture) if first == "page" else (picture, page):
        counter.flush()
    assert counted(database) == (1, 1)
    assert visitors(database) == {"own"}


def test_a_visit_that_is_shown_late_stays_in_its_hour(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    note(counter, seen, "address", NOON + timedelta(minutes=59), agent="Mozilla/5.0", becoming="own")
    counter.flush()
    counter.take(VisitNote(seen.subject, "own", hour_of(NOON), agent="Mozilla/5.0", was="address"))
    note(counter, seen, "own", NOON + timedelta(minutes=61), agent="Mozilla/5.0")
    assert counter.flush() == 1
    assert counted(database) == (2, 2)


def test_what_was_opened_is_found_again_by_its_subject(database: Database) -> None:
    seen = seen_link(database)
    with database.reading() as session:
        number = session.exec(select(Shop.number)).one()
        assert seen_again(session, seen.subject) == seen
        for kind in ("shop", "lookup"):
            assert seen_again(session, f"{kind}:{number}") == Seen(kind, f"{kind}:{number}", shop_id=seen.shop_id)
        for nothing in ("link:NOSUCH00", "shop:100000", f"goods:{number}/NOSUCH00", "page:1", ""):
            assert seen_again(session, nothing) is None


def test_machines_are_nobody(database: Database) -> None:
    seen, counter = seen_link(database), VisitCounter(database, interval=SLOWLY)
    machines = ("Mozilla/5.0 (compatible; bingbot/2.0)", "WhatsApp/2.23", "curl/8.5.0", "", "Mozilla/5.0 " + "x" * 600)
    for n, agent in enumerate(machines):
        note(counter, seen, f"known-{n}", NOON, agent=agent)
        note(counter, seen, f"address-{n}", NOON, agent=agent, becoming=f"v{n}")
        counter.take(VisitNote(seen.subject, f"v{n}", NOON, agent=agent, was=f"address-{n}"))
    assert counter.flush() == 0
    assert counted(database) == (0, 0)


def arrive(url: str, worker: int, seen: Seen) -> int:
    """Twenty people of one address, whose pages this process gives out, while the other two hear of their pictures."""
    database = Database(url)
    counter = VisitCounter(database, interval=SLOWLY)
    for n in range(20):
        note(counter, seen, "address", NOON, agent="Mozilla/5.0", becoming=f"{worker}-{n}")
        counter.take(VisitNote(seen.subject, f"{(worker + 1) % 3}-{n}", NOON, agent="Mozilla/5.0", was="address"))
        counter.flush()
    database.engine.dispose()
    return worker


def test_people_behind_one_address_are_counted_right_between_processes(database: Database, database_url: str) -> None:
    seen = seen_link(database)
    in_processes(arrive, [(database_url, worker, seen) for worker in range(3)])
    assert visitors(database) - {"address"} == {f"{worker}-{n}" for worker in range(3) for n in range(20)}
    visits, rows = counted(database)
    # Whoever came last may stand beside them as the address until the hour is over.
    assert visits == rows
    assert 60 <= rows <= 61


def visitors(database: Database) -> set[str]:
    """Who counts."""
    with database.reading() as session:
        return set(session.exec(select(Visit.visitor)))
