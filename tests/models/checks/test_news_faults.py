"""News and its messages made wrong on purpose: `flask check` names each."""

from datetime import timedelta

import pytest

from models.checks.news import dispatches, news_told
from models.kernel.database import Database
from models.kernel.snapshot import snapshot
from models.notify.dispatching import claim_dispatch, dispatched, gather_news
from models.notify.noting import Wanted, note_look, note_news, see_news
from tests.given.factories import make_member
from tests.given.ledger_books import NOON, spoil

DAY = timedelta(days=1)
SENT, OPEN = "id = (SELECT min(id) FROM dispatch)", "id = (SELECT max(id) FROM dispatch)"
FIRST = "id = (SELECT min(id) FROM news)"
LONG_AGO = "'2020-01-01 00:00:00'"
FAULTS: dict[str, tuple[str, list[str]]] = {
    "news of nobody": (f"UPDATE news SET member_id = 0 WHERE {FIRST}", ["news.dispatch", "news.member"]),
    "of no kind": (f"UPDATE news SET kind = 'gossip' WHERE {FIRST}", ["news.kind"]),
    "read too early": (f"UPDATE news SET seen_at = {LONG_AGO} WHERE {FIRST}", ["news.seen"]),
    "told to somebody else": (
        f"UPDATE dispatch SET member_id = (SELECT max(id) FROM member) WHERE {SENT}",
        ["news.dispatch"],
    ),
    "told elsewhere": (f"UPDATE dispatch SET audience = 'supplier' WHERE {SENT}", ["news.dispatch"]),
    "to nobody": (f"UPDATE dispatch SET member_id = 0 WHERE {SENT}", ["dispatch.member", "news.dispatch"]),
    "of nothing": (
        "UPDATE news SET dispatch_id = NULL WHERE dispatch_id = (SELECT max(id) FROM dispatch)",
        ["dispatch.empty"],
    ),
    "told twice": (f"""UPDATE dispatch SET done = '["sms", "sms"]' WHERE {SENT}""", ["dispatch.done"]),
    "told without a try": (f"""UPDATE dispatch SET done = '["sms"]' WHERE {OPEN}""", ["dispatch.done"]),
    "over without a try": (f"UPDATE dispatch SET next_at = NULL WHERE {OPEN}", ["dispatch.tries"]),
    "given up too early": (f"UPDATE dispatch SET given_up_at = made_at WHERE {SENT}", ["dispatch.tries"]),
    "given up and going on": (
        f"UPDATE dispatch SET given_up_at = made_at, tries = 7 WHERE {OPEN}",
        ["dispatch.tries"],
    ),
    "tried for ever": (f"UPDATE dispatch SET tries = 9 WHERE {OPEN}", ["dispatch.tries"]),
    "standing still": (f"UPDATE dispatch SET next_at = {LONG_AGO} WHERE {OPEN}", ["dispatch.still"]),
}


@pytest.fixture
def told(database: Database) -> Database:
    """One message that went out, one that is tried again, and news that was read."""
    with database.transaction() as session:
        keepers = [make_member(session).id for _ in range(3)]
        note_look(session, at=NOON)
        for keeper in keepers:
            wanted = Wanted(keeper, "keeper", "order", f"{keeper}", "新订单", "/console/orders", NOON)
            assert note_news(session, [wanted], at=NOON) == 1
        see_news(session, keepers[2], "keeper", 10**9, at=NOON)
        first, _second = (gather_news(session, keeper, "keeper", at=NOON) for keeper in keepers[:2])
        sent = first and claim_dispatch(session, first.id, at=NOON)
        assert sent
        dispatched(session, sent.id, done=["sms"], trouble="", at=NOON)
        note_look(session, at=NOON + DAY)
    assert _kinds(database) == []
    return database


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(told: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    spoil(told, statement)
    assert _kinds(told) == kinds


def test_a_network_that_sends_nothing_for_a_while_is_no_fault(told: Database) -> None:
    with told.transaction() as session:
        note_look(session, at=NOON + 60 * DAY)
    assert _kinds(told) == []


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return sorted(fault.kind for part in (news_told, dispatches) for fault in part(connection))
