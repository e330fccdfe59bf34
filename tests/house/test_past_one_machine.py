"""Past one machine: jobs over Redis, or over PostgreSQL alone. By environment, the same code.

XIAOPU_TEST_REDIS names a server; without one the tests are skipped, unless XIAOPU_TEST_REQUIRE=1: then they fail.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask

from app import create_app
from config import Config
from tests import databases
from tests.people import Person

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
        assert huey.pending_count() == 0
        assert Person(working).get("/readyz").status_code == 200
        for app in (asking, working):
            app.extensions["xiaopu"].database.engine.dispose()
