"""The desk's queue made wrong on purpose: `flask check` names each."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.account.member import Member
from models.checks.waiting import announced, hands, verdicts
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.notify.noting import note_look
from models.stories.news.tell import look_for_news
from models.stories.waiting import waiting_kinds
from models.stories.waiting.deciding import decide_waiting
from models.waiting.hands import take_in_hand
from tests.given.factories import at_desk, make_member, make_supplier
from tests.given.ledger_books import NOON, spoil
from tests.given.waiting_things import press, waiting_goods

HOUR = timedelta(hours=1)
DECIDED = "(SELECT subject FROM verdict)"
FAULTS: dict[str, tuple[str, list[str]]] = {
    "in a hand for ever": (
        "UPDATE in_hand SET since = '2020-01-01 00:00:00', until = '2020-01-01 00:30:00' WHERE ended = ''",
        ["waiting.hand"],
    ),
    "of no kind": ("UPDATE in_hand SET kind = 'gossip' WHERE ended = ''", ["waiting.hand"]),
    "decided and waiting on": (f"UPDATE goods SET state = 'submitted' WHERE code = {DECIDED}", ["waiting.verdict"]),
    "told to nobody": ("DELETE FROM news", ["waiting.told"]),
}


@pytest.fixture
def desk(database: Database) -> Database:
    """Goods that were decided and told of, goods in a hand, and the worker looked a few hours later."""
    look_for_news(database, rules=DEFAULT, at=NOON)
    with database.transaction() as session:
        who = _operator(session)
        decided = waiting_goods(session, at=NOON + HOUR).code
        held = waiting_goods(session, at=NOON + HOUR).code
        decide_waiting(session, waiting_kinds()["goods"], decided, press("goods", "approve", who, NOON + 2 * HOUR))
        take_in_hand(session, "goods", held, Act.operator(who, NOON + 6 * HOUR), rules=DEFAULT)
    look_for_news(database, rules=DEFAULT, at=NOON + 3 * HOUR)
    with database.transaction() as session:
        note_look(session, at=NOON + 6 * HOUR)
    assert _kinds(database) == []
    return database


@pytest.mark.parametrize("wrong", FAULTS)
def test_each_is_named(desk: Database, wrong: str) -> None:
    statement, kinds = FAULTS[wrong]
    spoil(desk, statement)
    assert _kinds(desk) == kinds


def test_a_hand_that_lapsed_a_moment_ago_is_no_fault(desk: Database) -> None:
    with desk.transaction() as session:
        note_look(session, at=NOON + 7 * HOUR)
    assert _kinds(desk) == []


def _operator(session: Session) -> Member:
    member = make_member(session)
    at_desk(session, member.id)
    make_supplier(session)
    return member


def _kinds(database: Database) -> list[str]:
    with snapshot(database) as connection:
        return sorted(fault.kind for part in (hands, verdicts, announced) for fault in part(connection))
