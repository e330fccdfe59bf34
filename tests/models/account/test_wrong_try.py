"""Wrong passwords: counted by the hour, told once, forgotten after a while; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from models.account.member import Member
from models.account.wrong_try import (
    TRIES_KEPT,
    Tried,
    TriedSince,
    WrongTries,
    WrongTry,
    forget_wrong_tries,
    tell_wrong_tries,
)
from models.kernel.database import Database
from tests.given.factories import make_member
from tests.given.processes import in_threads

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HERE, THERE = "203.0.113.0/24", "2001:db8:1::/48"


@pytest.fixture
def members(database: Database) -> list[int]:
    """Two of them."""
    with database.transaction() as session:
        return [make_member(session).id for _ in range(2)]


def tell(database: Database, member: int) -> TriedSince | None:
    with database.transaction() as session:
        return tell_wrong_tries(session, session.get_one(Member, member))


def counted(database: Database) -> list[tuple[int, int]]:
    with database.reading() as session:
        return list(session.exec(select(WrongTry.member_id, WrongTry.count).order_by(col(WrongTry.id))))


def test_a_row_an_hour_whose_owner_is_told_once(database: Database, members: list[int]) -> None:
    one, other = members
    tries = WrongTries(database, interval=3600.0)
    for minutes in (0, 1, 59):
        tries.note(Tried(one, HERE, NOON + timedelta(minutes=minutes)))
    tries.flush()
    tries.note(Tried(one, THERE, NOON + timedelta(minutes=59)))
    tries.note(Tried(one, THERE, NOON + timedelta(minutes=61)))
    tries.note(Tried(other, HERE, NOON))
    tries.flush()
    assert sorted(counted(database)) == sorted([(one, 4), (one, 1), (other, 1)])
    assert tell(database, one) == TriedSince(5, NOON + timedelta(hours=1), THERE)
    assert tell(database, one) is None
    tries.note(Tried(one, HERE, NOON + timedelta(minutes=90)))
    tries.flush()
    assert tell(database, one) == TriedSince(1, NOON + timedelta(hours=1), HERE)
    assert tell(database, other) == TriedSince(1, NOON, HERE)


def test_many_processes_count_together(database: Database, members: list[int]) -> None:
    def count(at: int) -> None:
        tries = WrongTries(database, interval=3600.0)
        for n in range(10):
            tries.note(Tried(members[(n + at) % 2], HERE, NOON))
        tries.flush()

    in_threads(count, [(n,) for n in range(6)])
    assert sorted(counted(database)) == [(one, 30) for one in members]


def test_of_long_ago_nothing_is_kept(database: Database, members: list[int]) -> None:
    tries = WrongTries(database, interval=3600.0)
    for at in (NOON, NOON + timedelta(days=1)):
        tries.note(Tried(members[0], HERE, at))
    tries.flush()
    with database.transaction() as session:
        assert forget_wrong_tries(session, at=NOON + TRIES_KEPT + timedelta(hours=1)) == 1
    assert counted(database) == [(members[0], 1)]
