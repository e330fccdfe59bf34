"""Jobs of figures: what was seen and sold is rolled up, and visits go after some days."""

from datetime import time, timedelta

from jobs.work import JOBS, Work
from models.kernel.clock import now
from models.report.numbers.trading import roll_trade_up
from models.statistics.letting_go import forget_visits
from models.statistics.rolling import roll_up

# What a clock that ran back, or a payment that was told late, may have left behind.
_EACH_NIGHT = timedelta(days=3)


@JOBS.every("*")
def roll_figures_up(work: Work) -> None:
    roll_up(work.database)
    roll_trade_up(work.database, at=now())


@JOBS.daily(time(18, 35))
def look_back_for_figures(work: Work) -> None:
    roll_trade_up(work.database, at=now(), back=_EACH_NIGHT)


@JOBS.daily(time(19, 25))
def forget_old_visits(work: Work) -> None:
    forget_visits(work.database, rules=work.rules, at=now())
