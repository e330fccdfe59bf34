"""Moments are aware, whichever database keeps them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from models.account.member import Member
from models.kernel.clock import local, now
from models.kernel.database import Database
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE


def test_now_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "2026-11-22 23:59"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-11-23 00:00"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027-01-01 00:00"),
    ],
)
def test_days_are_counted_on_a_chinese_wall_clock(at: datetime, day: str) -> None:
    assert f"{local(at):%Y-%m-%d %H:%M}" == day


def test_the_database_keeps_the_moment_whatever_zone_it_came_in(database: Database) -> None:
    at = datetime(2026, 11, 22, 23, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
    with database.transaction() as session:
        member = make_member(session)
        member.joined_at = at
        key = member.id
    with Session(database.engine) as session:
        kept = session.get(Member, key)
        assert kept is not None
        assert kept.joined_at == at
        assert kept.joined_at.utcoffset() == timedelta(0)


@ON_SQLITE
def test_a_naive_moment_never_reaches_the_database(database: Database) -> None:
    with database.writing() as session:
        member = make_member(session)
        member.joined_at = datetime(2026, 11, 22)
        with pytest.raises(StatementError, match="naive"):
            session.flush()
        session.rollback()
