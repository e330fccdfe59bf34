"""Where jobs wait: SQLite beside the records, Redis, or PostgreSQL."""

import sqlite3
from functools import partial
from pathlib import Path

import psycopg
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from models.kernel.patience import POSTGRES_PATIENCE, PatientConnection

# Whoever asks the queue waits no longer: a reply is not held up. A worker without work asks once a second.
QUEUE_SECONDS = 3


def queue_at_once() -> Huey:
    """For tests: a job is done when it is asked for, in place."""
    return SqliteHuey("xiaopu", filename=":memory:", immediate=True)


def queue_over_redis(url: str) -> Huey:
    """Its connections are given up in time: the library would try again for seconds, in the middle of a reply."""
    seconds = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), QUEUE_SECONDS)
    pool = ConnectionPool.from_url(url, **seconds, retry=Retry(NoBackoff(), 0))
    return RedisHuey("xiaopu", connection_pool=pool)


def queue_beside_records(database_url: str, data: Path) -> Huey:
    """In the records' PostgreSQL, else in a SQLite file of its own in the folder `data`. SystemExit with what the
    database says: nothing works without it, and whoever keeps us running starts us again."""
    try:
        if database_url.startswith("postgres"):
            return _in_postgres(database_url.replace("+psycopg", ""))
        data.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("xiaopu", filename=str(data / "jobs.sqlite3"), timeout=QUEUE_SECONDS)
    except (psycopg.Error, sqlite3.Error) as error:
        raise SystemExit(f"xiaopu: the jobs' database says: {str(error).partition(chr(10))[0]}") from None


def _in_postgres(address: str) -> Huey:
    queue = partial(PostgresHuey, "xiaopu", connection=lambda: PatientConnection.connect(address, **POSTGRES_PATIENCE))
    try:
        return queue()
    except (psycopg.errors.UniqueViolation, psycopg.errors.DuplicateTable):
        # Another process starts at the same moment: CREATE … IF NOT EXISTS does not hold against that.
        return queue()
