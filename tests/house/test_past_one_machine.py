"""Past one machine: limits and jobs over Redis, or jobs over PostgreSQL alone. By environment, the same code.

XIAOPU_TEST_REDIS names a server; without one the tests are skipped, unless XIAOPU_TEST_REQUIRE=1: then they fail.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask

from app import create_app
from config import Config
from jobs import make_queue
from tests.given import databases
from tests.given.people import Person
from tests.given.processes import in_threads
from views.kit import pulse

# They empty one Redis database: where tests run in several processes, these stay together.
pytestmark = pytest.mark.xdist_group("redis")
URL = os.environ.get("XIAOPU_TEST_REDIS", "redis://127.0.0.1:6379/9")


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis database that is empty before and after."""
    try:
        client = redis.Redis.from_url(URL, socket_connect_timeout=2)
        client.flushdb()
    except redis.ConnectionError:
        message = "no Redis answers (set XIAOPU_TEST_REDIS)"
        pytest.fail(message) if databases.REQUIRED else pytest.skip(message)
    yield URL
    client.flushdb()
    client.close()


def _app(folder: Path, database_url: str, **settings: str) -> Flask:
    values: dict[str, Any] = {
        "sign_in_limit": "3 per minute",
        "secret_key": uuid.UUID(int=7).hex,
        "page_cache_seconds": 0,
    }
    return create_app(Config(data=folder, database_url=database_url, **values | settings))


@pytest.mark.parametrize("kind", ["redis", "postgres"])
def test_a_job_waits_in_the_queue_that_all_machines_see(kind: str, tmp_path: Path, redis_url: str) -> None:
    with databases.postgres(own=True) as url:
        settings = {"redis_url": redis_url} if kind == "redis" else {}
        asking, working = (_app(tmp_path, url, **settings) for _ in range(2))
        asking.extensions["xiaopu"].enqueue("fetch_pictures")
        huey = working.extensions["huey"]
        assert huey.pending_count() == 1
        huey.execute(huey.dequeue())
        pulse.beat(huey)
        assert huey.pending_count() == 0
        assert Person(working).get("/readyz").status_code == 200
        for app in (asking, working):
            app.extensions["xiaopu"].database.engine.dispose()


# A machine of its own: one program in one process, which tries a wrong password so many times and prints the answers.
_GUESSER = """
import sys
from app import create_app
from views.kit import limits

# On a machine that is busy with other tests the shared count is waited for, not left for one of its own.
limits.SHARED_SECONDS = 20
client = create_app().test_client()
page = client.get("/sign-in").get_data(as_text=True)
token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
form = {"phone": "13900000000", "password": "a-wrong-password", "csrf_token": token}
print(*(client.post("/sign-in", data=form).status_code for _ in range(int(sys.argv[1]))))
"""


def test_machines_share_what_an_address_may_try(tmp_path: Path, redis_url: str) -> None:
    with databases.postgres(own=True) as url:
        environment = os.environ | {
            "XIAOPU_ENV": "development",
            "XIAOPU_DATA": str(tmp_path),
            "XIAOPU_DATABASE_URL": url,
            "XIAOPU_REDIS_URL": redis_url,
            "XIAOPU_SECRET_KEY": uuid.UUID(int=7).hex,
            "XIAOPU_SIGN_IN_LIMIT": "3 per hour",
        }
        assert _guess(2, environment) == ["422", "422"]
        assert _guess(2, environment) == ["422", "429"]


def _guess(times: int, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", _GUESSER, str(times)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return ran.stdout.splitlines()[-1].split()


def test_machines_that_start_at_once_find_one_queue(tmp_path: Path) -> None:
    databases.postgres_or_skip()
    with databases.postgres(empty=True, own=True) as url:
        config = Config(env="development", data=tmp_path, database_url=url)
        queues = in_threads(make_queue, [(config,)] * 8)
        assert [len(queue) for queue in queues] == [0] * 8
