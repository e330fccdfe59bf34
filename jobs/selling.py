"""Jobs of what is on sale: its time, its stock, its rates, its papers."""

from datetime import time

from jobs.work import JOBS, Work
from models.catalogue.goods.goods_move import note_sold_out
from models.catalogue.goods.rates import let_rates_fall
from models.catalogue.goods.window import keep_windows
from models.kernel.clock import now
from models.stories.brand.watch import watch_papers


@JOBS.every("*")
def keep_goods_to_their_time(work: Work) -> None:
    keep_windows(work.database, at=now())


@JOBS.every("*/5")
def look_what_sold_out(work: Work) -> None:
    note_sold_out(work.database, at=now())


@JOBS.every("*")
def let_announced_rates_fall(work: Work) -> None:
    let_rates_fall(work.database, at=now())


@JOBS.daily(time(16, 5))
def watch_papers_of_brands(work: Work) -> None:
    watch_papers(work.database, rules=work.rules, at=now())
