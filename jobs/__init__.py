"""Every job: a round of the clock, or what is asked for, around one story. A file has those of some nouns; nothing
lists it. `flask worker` makes them. Hours are UTC: the day in Shanghai begins at 16."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from huey import Huey

from config import Config
from jobs.work import JOBS, Work
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.job.queue import queue_at_once, queue_beside_records, queue_over_redis
from models.kernel.media import MediaStore
from models.payment.gateways import Gateway
from models.setting.rulebook import Rulebook
from models.stories.gate.ask import Services


def make_queue(config: Config) -> Huey:
    """SQLite embedded; Redis or PostgreSQL where the environment names one. Tests make jobs at once, in place."""
    if config.env == "test":
        return queue_at_once()
    if config.redis_url:
        return queue_over_redis(config.redis_url)
    return queue_beside_records(config.database_url, config.data)


def make_jobs(
    config: Config, database: Database, media: MediaStore, gateways: Mapping[str, Gateway], rulebook: Rulebook
) -> tuple[Huey, Callable[..., None]]:
    """The queue with every job on it, and `enqueue(name, *arguments)`."""
    for room in iter_modules(__path__):
        import_module(f"{__name__}.{room.name}")
    huey, asked, secret = make_queue(config), dict[str, Callable[..., Any]](), config.secret

    def enqueue(name: str, *arguments: Any) -> None:
        asked[name](*arguments)

    ways = config.ways_to_tell(secret=secret)
    services = Services(config.asked_for_identity(secret=secret), config.asked_for_credit(secret=secret))
    work = Work(config, database, media, gateways, rulebook, ways, services, enqueue)
    asked |= JOBS.hang(huey, work, database, clock=lambda: now())
    return huey, enqueue
