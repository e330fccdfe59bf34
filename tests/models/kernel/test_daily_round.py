"""Rounds of the day: done once, made up for after an outage, by one worker."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.daily_round import ROUND_PATIENCE, ROUND_PAUSE, make_round, newest_hour
from models.kernel.database import Database
from models.report.desk.proof import ProofRun
from tests.given.processes import in_threads

HOURS = (time(19, 10), time(21, 10))
EVENING = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


class Night:
    """A clock that is set, and how often the round was made."""

    def __init__(self, database: Database) -> None:
        self.database, self.at, self.made, self.fails = database, EVENING, 0, False

    def look(self, at: datetime) -> bool:
        self.at = at
        return make_round(self.database, "night", HOURS, self._make, clock=lambda: self.at)

    def _make(self) -> None:
        if self.fails:
            raise OSError("the disk is gone")
        self.made += 1


@pytest.fixture
def night(database: Database) -> Night:
    made = Night(database)
    assert not made.look(EVENING), "the first look only begins"
    return made


def test_each_hour_is_one_round_however_often_it_is_looked(night: Night) -> None:
    looks = [night.look(EVENING + step * 5 * MINUTE) for step in range(12 * 24)]
    assert sum(looks) == night.made == 2
    assert [EVENING + step * 5 * MINUTE for step, done in enumerate(looks) if done] == [
        EVENING + HOUR + 10 * MINUTE,
        EVENING + 3 * HOUR + 10 * MINUTE,
    ]


def test_an_outage_over_the_hour_is_made_up_for_once(night: Night) -> None:
    healed = EVENING + 2 * DAY + 9 * HOUR
    assert night.look(healed)
    assert not night.look(healed + 5 * MINUTE)
    assert night.made == 1


def test_what_failed_is_tried_again_soon(night: Night) -> None:
    due = EVENING + 2 * HOUR
    night.fails = True
    with pytest.raises(OSError, match="disk"):
        night.look(due)
    night.fails = False
    assert not night.look(due + 5 * MINUTE)
    assert night.look(due + ROUND_PAUSE)
    assert not night.look(due + ROUND_PAUSE + 5 * MINUTE)


def test_a_worker_that_was_killed_in_it_is_given_up(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    due = EVENING + 2 * HOUR
    with monkeypatch.context() as patch:
        patch.setattr("models.kernel.daily_round._note", lambda *_, **__: None)
        assert night.look(due), "and nothing was ever heard of it"
    assert not night.look(due + ROUND_PATIENCE - MINUTE)
    assert night.look(due + ROUND_PATIENCE)


def test_of_several_workers_at_once_one_makes_it(night: Night) -> None:
    looks = in_threads(lambda _: night.look(EVENING + 2 * HOUR), [(n,) for n in range(4)])
    assert sorted(looks) == [False, False, False, True]
    assert night.made == 1


def test_a_clock_that_ran_back_stops_no_round(night: Night) -> None:
    assert night.look(EVENING + 400 * DAY)
    assert night.look(EVENING + 2 * HOUR)
    assert not night.look(EVENING + 2 * HOUR + 5 * MINUTE)


def test_the_newest_hour_is_yesterdays_until_todays_has_come() -> None:
    assert newest_hour(HOURS, EVENING) == EVENING.replace(hour=21, minute=10) - DAY
    assert newest_hour(HOURS, EVENING + HOUR + 10 * MINUTE) == EVENING + HOUR + 10 * MINUTE


def test_the_nightly_proof_is_such_a_round(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [EVENING]
    monkeypatch.setattr("jobs.now", lambda: moment[0])
    periodic: list[Any] = app.extensions["huey"]._registry.periodic_tasks
    look = next(one for one in periodic if one.name == "prove_the_night")
    for at in (EVENING, EVENING + 15 * HOUR, EVENING + 16 * HOUR):
        moment[0] = at
        look.execute()
    with database.reading() as session:
        assert len(session.exec(select(ProofRun)).all()) == 1, "it was down at 20:40, and proves in the morning"
    names = {one.name for one in periodic if one.validate_datetime(EVENING.replace(hour=3, minute=35))}
    assert {"prove_the_night", "settle_the_day", "keep_head_of_the_night", "forget_old_sign_ins"} <= names
