"""Jobs of the books, of the trail's heads, and the nightly proof."""

from datetime import time

from jobs.work import JOBS, Work
from models.checks.check import book_faults
from models.checks.proving import prove_and_keep
from models.kernel.clock import now
from models.ledger.balance import roll_snapshots
from models.ledger.sealing.seal import seal_night
from models.ledger.settlement import open_run
from models.stories.money.set_levels import set_levels
from models.stories.money.settle import settle
from models.stories.trail.keep import keep_newest, keep_night


@JOBS.asked("settle")
def settle_now(work: Work) -> None:
    settle(work.database, lambda: list(book_faults(work.database)), rules=work.rules, at=now())


@JOBS.daily(time(19, 10), time(21, 10))
def settle_the_day(work: Work) -> None:
    settle_now(work)


@JOBS.every("*/5")
def go_on_settling(work: Work) -> None:
    """A worker that was killed left it, or an operator let it go on while the queue was gone."""
    with work.database.reading() as session:
        run = open_run(session)
    if run is not None and run.state == "running":
        settle_now(work)


@JOBS.every("*/5")
def roll_balances(work: Work) -> None:
    roll_snapshots(work.database)


@JOBS.every("40")
def give_levels(work: Work) -> None:
    """Every hour, so that a worker that was down on the 1st catches up; a shop that has its level is left alone."""
    set_levels(work.database, at=now())


@JOBS.every("7,22,37,52")
def seal_the_ledger(work: Work) -> None:
    """Soon after midnight in Shanghai; every quarter of an hour, so that a night whose hour fell into an outage has its
    root as well."""
    seal_night(work.database, at=now())


@JOBS.every("*/5")
def keep_newest_head(work: Work) -> None:
    keep_newest(work.database, work.media, at=now())


@JOBS.daily(time(18, 5))
def keep_head_of_the_night(work: Work) -> None:
    keep_night(work.database, work.media, work.ways, mail=work.config.trail_mail, at=now())


@JOBS.daily(time(20, 40))
def prove_the_night(work: Work) -> None:
    prove_and_keep(work.database, work.media, clock=now)
