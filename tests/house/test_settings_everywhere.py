"""A setting that an operator saves is in force in every process and on every machine, with Redis and without; pages
that were kept with the old value are gone; a job and a request that began before go on by the set they began with."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from config import Config
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.setting.changing import change_settings
from models.setting.values import Fixed
from tests.given import databases
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import open_stall
from views.kit.house import House

URL = os.environ.get("XIAOPU_TEST_REDIS", "redis://127.0.0.1:6379/9")
# A machine of its own: each time it is asked it says what is in force for a request, and for a job.
_MACHINE = """
import sys
from app import create_app

app = create_app()
house = app.extensions["xiaopu"]
for _ in sys.stdin:
    with app.test_request_context():
        print(house.rules.pick_limit, house.rulebook.today().rules.pick_limit, flush=True)
"""
# Whoever asks so often has asked for longer than two seconds: a process asks the database once a second.
_ASKED, _PAUSE = 30, 0.1


def _save(database: Database, **values: Any) -> None:
    with database.transaction() as session:
        change_settings(session, values, Act.program(now(), "试一试"), fixed=Fixed(DEFAULT))


@contextmanager
def _machine(folder: Path, url: str, redis_url: str) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {
        "XIAOPU_ENV": "development",
        "XIAOPU_DATA": str(folder),
        "XIAOPU_DATABASE_URL": url,
        "XIAOPU_REDIS_URL": redis_url,
        "XIAOPU_SECRET_KEY": uuid.UUID(int=7).hex,
    }
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen([sys.executable, "-c", _MACHINE], **pipes) as running:
        yield running
        running.terminate()


def _says(machine: "subprocess.Popen[str]") -> list[str]:
    assert machine.stdin is not None
    assert machine.stdout is not None
    machine.stdin.write("\n")
    machine.stdin.flush()
    while not (line := machine.stdout.readline())[:1].isdigit():
        assert line, "it ended"
    return line.split()


@pytest.mark.slow
@pytest.mark.xdist_group("redis")
@pytest.mark.parametrize("kind", ["sqlite", "postgres", "redis"])
def test_two_machines_learn_of_it(kind: str, tmp_path: Path) -> None:
    given = databases.sqlite(tmp_path) if kind == "sqlite" else databases.postgres(own=True)
    redis_url = URL if kind == "redis" else ""
    with given as url, _machine(tmp_path, url, redis_url) as one, _machine(tmp_path, url, redis_url) as other:
        database = Database(url)
        assert [_says(machine) for machine in (one, other)] == [["1000", "1000"]] * 2
        for limit in (7, 8):
            _save(database, pick_limit=limit)
            for machine in (one, other):
                assert _in_time(machine, str(limit)), limit
        database.engine.dispose()


def _in_time(machine: "subprocess.Popen[str]", wanted: str) -> bool:
    for _ in range(_ASKED):
        if _says(machine) == [wanted, wanted]:
            return True
        time.sleep(_PAUSE)
    return False


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """Pages are kept for longer than any test runs."""
    return Config(env="test", data=tmp_path, database_url=database_url, page_cache_seconds=600)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The rulebook's alone."""
    told = [100.0]
    monkeypatch.setattr("models.setting.rulebook.time", SimpleNamespace(monotonic=lambda: told[0]))
    return told


@ON_SQLITE
def test_a_kept_page_with_the_old_value_is_gone(
    app: Flask, house: House, buyer: Person, clock: list[float], database: Database
) -> None:
    stall = open_stall(house)
    first = buyer.get(f"/{stall.number}")
    _save(database, name_suffix="小店")
    clock[0] += 0.9
    assert buyer.get(f"/{stall.number}").data == first.data
    clock[0] += 0.2
    assert "小店" in buyer.get(f"/{stall.number}").text
    assert "小铺" not in buyer.get(f"/{stall.number}").text.replace("Xiaopu 小铺", "").partition("<main")[2][:2000]


@ON_SQLITE
def test_a_request_that_began_keeps_its_set(app: Flask, house: House, clock: list[float], database: Database) -> None:
    with app.test_request_context():
        began = house.rules
        _save(database, pick_limit=7, link_days=30)
        clock[0] += 5
        assert house.rules is began
    with app.test_request_context():
        assert house.rules == replace(began, pick_limit=7, link_days=30)


@ON_SQLITE
def test_a_job_goes_by_what_was_in_force_when_it_began(
    app: Flask, house: House, clock: list[float], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hourly job receives and closes: somebody saves in between."""
    seen: list[int] = []

    def receive(_: Database, *, rules: Any, at: Any) -> None:
        seen.append(rules.received_days)
        _save(database, received_days=3)
        clock[0] += 5

    monkeypatch.setattr("jobs.trade.receive_overdue", receive)
    monkeypatch.setattr("jobs.trade.close_over", lambda _, *, rules, at: seen.append(rules.received_days))
    job = next(one for one in app.extensions["huey"]._registry.periodic_tasks if one.name == "receive_and_close")
    job.execute()
    assert seen == [10, 10]
    assert house.rulebook.today().rules.received_days == 3


def test_nothing_asks_the_environment_for_rules_but_the_rulebook() -> None:
    """Else a process would go on by what it was started with."""
    root = Path(__file__).resolve().parents[2]
    files = [*root.glob("*.py"), *(root / "views").rglob("*.py"), *(root / "demo").rglob("*.py")]
    asking = [path.name for path in files if "config.rules" in path.read_text()]
    assert asking == []


def test_an_app_starts_on_an_empty_database(tmp_path: Path) -> None:
    """Its commands make the schema; until then nothing asks for settings."""
    app = create_app(Config(env="test", data=tmp_path))
    assert app.extensions["xiaopu"].rulebook.last_known.rules.pick_limit == 1000
    app.extensions["xiaopu"].database.engine.dispose()
