"""The huey instance; each job is a schedule or a retry around one story. `flask worker` runs them."""

from collections.abc import Callable
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

from config import Config
from models.catalogue.import_files import run_import
from models.catalogue.picture_fetching import fetch_missing
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.stories.time_out import cancel_overdue, receive_overdue


def make_queue(config: Config) -> Huey:
    """SQLite embedded; Redis or PostgreSQL where the environment names one. Tests run jobs at once, in place."""
    if config.env == "test":
        return SqliteHuey("xiaopu", filename=":memory:", immediate=True)
    if config.redis_url:
        return RedisHuey("xiaopu", url=config.redis_url)
    if config.database_url.startswith("postgres"):
        return PostgresHuey("xiaopu", dsn=config.database_url.replace("+psycopg", ""))
    config.data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("xiaopu", filename=str(config.data / "jobs.sqlite3"))


def make_jobs(config: Config, database: Database, media: MediaStore) -> tuple[Huey, Callable[..., None]]:
    """The queue with every job on it, and `enqueue(name, *arguments)`."""
    huey = make_queue(config)

    @huey.task(retries=2, retry_delay=30)
    def load_goods_file(code: str) -> None:
        run_import(database, media, code, rules=config.rules)
        fetch_pictures()

    @huey.task()
    def fetch_pictures() -> None:
        if config.fetch_pictures:
            fetch_missing(database, media)

    @huey.periodic_task(crontab(minute="*"))
    def cancel_unpaid() -> None:
        cancel_overdue(database, rules=config.rules, at=now())

    @huey.periodic_task(crontab(minute="17"))
    def receive_late() -> None:
        receive_overdue(database, rules=config.rules, at=now())

    jobs: dict[str, Any] = {"load_goods_file": load_goods_file, "fetch_pictures": fetch_pictures}

    def enqueue(name: str, *arguments: Any) -> None:
        jobs[name](*arguments)

    return huey, enqueue
