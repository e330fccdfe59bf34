"""The huey instance; each job is a schedule or a retry around one story. `flask worker` runs them."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import time
from functools import partial
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import Config
from models.account.forgetting import forget_sign_ins
from models.account.one_time_code import forget_codes
from models.account.second_factor.passkeys import forget_challenges
from models.account.wrong_try import forget_wrong_tries, note_wrong_hours
from models.catalogue.imports.fetching import fetch_missing
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.runs import runs_standing_still
from models.checks.check import book_faults
from models.checks.proving import prove_and_keep
from models.kernel.clock import now
from models.kernel.daily_round import make_round
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.patience import POSTGRES_PATIENCE, PatientConnection
from models.ledger.balance import roll_snapshots
from models.ledger.settlement import open_run
from models.notify.noting import forget_news
from models.payment.gateways import Gateway
from models.setting.rulebook import Rulebook
from models.stories.account.send_code import opened_code, send_one_time_code
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.money.set_levels import set_levels
from models.stories.money.settle import settle
from models.stories.news.tell import look_for_news, tell_news
from models.stories.order.reconcile import reconcile_payment, reconcile_payments
from models.stories.order.time_out import cancel_overdue, close_over, receive_overdue
from models.stories.refund.send import send_refunds
from models.stories.stop.time_up import let_back_in_time
from models.stories.talk.nudge import send_nudges
from models.stories.trail.keep import keep_newest, keep_night
from models.trade.waybill.keeping import files_standing_still
from models.trade.waybill.run import ship_file
from models.waiting.hands import lapse_hands

# Whoever asks the queue waits no longer: a reply is not held up. A worker without work asks once a second.
QUEUE_SECONDS = 3


def make_queue(config: Config) -> Huey:
    """SQLite embedded; Redis or PostgreSQL where the environment names one. Tests run jobs at once, in place."""
    if config.env == "test":
        return SqliteHuey("xiaopu", filename=":memory:", immediate=True)
    if config.redis_url:
        return RedisHuey("xiaopu", connection_pool=_redis(config.redis_url))
    try:
        return _beside_the_records(config)
    except (psycopg.Error, sqlite3.Error) as error:
        # Nothing works without it; whoever keeps us running starts us again.
        raise SystemExit(f"xiaopu: the jobs' database says: {str(error).partition(chr(10))[0]}") from None


def _beside_the_records(config: Config) -> Huey:
    if config.database_url.startswith("postgres"):
        address = config.database_url.replace("+psycopg", "")
        queue = partial(
            PostgresHuey, "xiaopu", connection=lambda: PatientConnection.connect(address, **POSTGRES_PATIENCE)
        )
        try:
            return queue()
        except (psycopg.errors.UniqueViolation, psycopg.errors.DuplicateTable):
            # Another process starts at the same moment: CREATE … IF NOT EXISTS does not hold against that.
            return queue()
    config.data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("xiaopu", filename=str(config.data / "jobs.sqlite3"), timeout=QUEUE_SECONDS)


def _redis(url: str) -> ConnectionPool:
    """Connections that are given up in time: the library would try again for seconds, in the middle of a reply."""
    seconds = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), QUEUE_SECONDS)
    return ConnectionPool.from_url(url, **seconds, retry=Retry(NoBackoff(), 0))


def make_jobs(
    config: Config, database: Database, media: MediaStore, gateways: Mapping[str, Gateway], rulebook: Rulebook
) -> tuple[Huey, Callable[..., None]]:
    """The queue with every job on it, and `enqueue(name, *arguments)`. A job goes to its end by the rules that were in
    force when it began."""
    huey = make_queue(config)

    @huey.task(retries=2, retry_delay=30)
    def load_goods_file(code: str) -> None:
        run_import(database, media, code, rules=rulebook.today().rules)
        fetch_pictures()

    @huey.task(retries=2, retry_delay=30)
    def send_shipping_file(code: str) -> None:
        ship_file(database, code, clock=now)

    @huey.task()
    def fetch_pictures() -> None:
        if config.fetch_pictures:
            fetch_missing(database, media)

    @huey.periodic_task(crontab(minute="*"))
    def take_up_files() -> None:
        with database.reading() as session:
            runs, files = runs_standing_still(session, at=now()), files_standing_still(session, at=now())
        for code in runs:
            load_goods_file(code)
        for code in files:
            send_shipping_file(code)

    @huey.periodic_task(crontab(minute="*/10"))
    def fetch_what_is_missing() -> None:
        if config.fetch_pictures:
            fetch_missing(database, media)

    ways = config.ways_to_tell(secret=config.secret)

    @huey.periodic_task(crontab(minute="*"))
    def tell_of_messages() -> None:
        send_nudges(database, ways, where=config.where, rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="*"))
    def tell_of_news() -> None:
        rules = rulebook.today().rules
        look_for_news(database, rules=rules, at=now())
        tell_news(database, ways, where=config.where, rules=rules, at=now())

    @huey.task(retries=4, retry_delay=20)
    def send_code(sealed: str) -> None:
        send_one_time_code(database, ways, opened_code(sealed, config.ring), rules=rulebook.today().rules)

    @_daily(huey, database, time(20, 20))
    def forget_old_codes_and_news() -> None:
        with database.transaction() as session:
            forget_codes(session, at=now())
            forget_news(session, at=now())

    @_daily(huey, database, time(20, 40))
    def prove_the_night() -> None:
        prove_and_keep(database, media, clock=now)

    @huey.periodic_task(crontab(minute="*/5"))
    def let_back_who_was_stopped_for_a_time() -> None:
        let_back_in_time(database, at=now())

    @huey.periodic_task(crontab(minute="*/5"))
    def let_lapsed_hands_go() -> None:
        with database.transaction() as session:
            lapse_hands(session, at=now())

    @_daily(huey, database, time(18, 25))
    def forget_old_sign_ins() -> None:
        forget_sign_ins(database, rules=rulebook.today().rules, at=now())
        with database.transaction() as session:
            forget_wrong_tries(session, at=now())

    @huey.periodic_task(crontab(minute="10"))
    def note_failed_sign_ins() -> None:
        with database.transaction() as session:
            note_wrong_hours(session, at=now())
            forget_challenges(session, at=now())

    jobs: dict[str, Any] = {"load_goods_file": load_goods_file, "fetch_pictures": fetch_pictures}
    jobs |= {"ship_file": send_shipping_file, "send_code": send_code}
    jobs |= _trade_jobs(huey, rulebook, database, gateways)
    jobs |= _keep_books(huey, rulebook, database)
    _keep_trail(huey, config, database, media)

    def enqueue(name: str, *arguments: Any) -> None:
        jobs[name](*arguments)

    return huey, enqueue


def _daily(huey: Huey, database: Database, *hours: time) -> Callable[[Callable[[], None]], Callable[[], bool]]:
    """A round of the day, at these hours (UTC), or as soon after them as a worker and all that it needs are there."""

    def hang(make: Callable[[], None]) -> Callable[[], bool]:
        @huey.periodic_task(crontab(minute="*/5"), name=make.__name__)
        def look() -> bool:
            return make_round(database, make.__name__, hours, make, clock=now)

        return look

    return hang


def _trade_jobs(huey: Huey, rulebook: Rulebook, database: Database, gateways: Mapping[str, Gateway]) -> dict[str, Any]:
    """The clock of orders and the ways of money; returns those that may be asked for at once."""

    @huey.task()
    def ask_payment(gateway: str, code: str) -> None:
        reconcile_payment(database, gateways, gateway, code, at=now())

    @huey.task()
    def send_refunds_now() -> None:
        send_refunds(database, gateways, rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="*"))
    def move_money() -> None:
        reconcile_payments(database, gateways, at=now())
        send_refunds(database, gateways, rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="*"))
    def cancel_unpaid() -> None:
        cancel_overdue(database, rules=rulebook.today().rules, at=now(), then=ask_payment)

    @huey.periodic_task(crontab(minute="17"))
    def receive_and_close() -> None:
        rules = rulebook.today().rules
        receive_overdue(database, rules=rules, at=now())
        close_over(database, rules=rules, at=now())

    @huey.periodic_task(crontab(minute="*/10"))
    def carry_on_after_sales() -> None:
        lapse_overdue(database, rules=rulebook.today().rules, at=now())

    return {"ask_payment": ask_payment, "send_refunds": send_refunds_now}


def _keep_trail(huey: Huey, config: Config, database: Database, media: MediaStore) -> None:
    """The chain's heads: the newest every few minutes, the night's at two o'clock in Shanghai."""
    ways = config.ways_to_tell(secret=config.secret)

    @huey.periodic_task(crontab(minute="*/5"))
    def keep_newest_head() -> None:
        keep_newest(database, media, at=now())

    @_daily(huey, database, time(18, 5))
    def keep_head_of_the_night() -> None:
        keep_night(database, media, ways, mail=config.trail_mail, at=now())


def _keep_books(huey: Huey, rulebook: Rulebook, database: Database) -> dict[str, Any]:
    """What the ledger needs of the clock; returns what may be asked for at once. Hours are UTC: the day in Shanghai
    begins at 16. A settlement that was cut off goes on at its next hour."""

    @huey.task()
    def settle_now() -> None:
        settle(database, lambda: list(book_faults(database)), rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="*/5"))
    def go_on_settling() -> None:
        # A worker that was killed left it, or an operator let it go on while the queue was gone.
        with database.reading() as session:
            run = open_run(session)
        if run is not None and run.state == "running":
            settle(database, lambda: list(book_faults(database)), rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="*/5"))
    def roll_balances() -> None:
        roll_snapshots(database)

    @_daily(huey, database, time(19, 10), time(21, 10))
    def settle_the_day() -> None:
        settle(database, lambda: list(book_faults(database)), rules=rulebook.today().rules, at=now())

    @huey.periodic_task(crontab(minute="40"))
    def give_levels() -> None:
        # Every hour, so that a worker that was down on the 1st catches up; a shop that has its level is left alone.
        set_levels(database, at=now())

    return {"settle": settle_now}
