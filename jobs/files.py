"""Jobs of files, of edits of many goods, of pictures and posters: what is asked for, and taken up again."""

from datetime import time

from jobs.work import JOBS, Work
from models.catalogue.bulk.bulk_edit import BulkEdit
from models.catalogue.bulk.running import run_bulk_edit
from models.catalogue.imports.fetching import fetch_missing
from models.catalogue.imports.importing import run_import
from models.catalogue.imports.lapsing import drop_old_looks
from models.catalogue.imports.run import ImportRun
from models.kernel.clock import now
from models.kernel.long_run import standing_still
from models.poster.renewals import renewals_standing_still
from models.stories.share.renew import Workshop, renew_posters
from models.trade.waybill.keeping import files_standing_still
from models.trade.waybill.run import ship_file


@JOBS.asked(retries=2, pause=30)
def load_goods_file(work: Work, code: str) -> None:
    run_import(work.database, work.media, code, rules=work.rules)
    work.ask("fetch_pictures")


@JOBS.asked("ship_file", retries=2, pause=30)
def send_shipping_file(work: Work, code: str) -> None:
    ship_file(work.database, code, clock=now)


@JOBS.asked(retries=2, pause=30)
def edit_goods(work: Work, code: str) -> None:
    run_bulk_edit(work.database, code, rules=work.rules, clock=now)


@JOBS.asked("renew_posters", retries=2, pause=30)
def renew_stale_posters(work: Work, code: str) -> None:
    renew_posters(Workshop(work.database, work.media, work.config.where, work.rules), code, clock=now)


@JOBS.asked()
def fetch_pictures(work: Work) -> None:
    if work.config.fetch_pictures:
        fetch_missing(work.database, work.media, rules=work.rules)


@JOBS.every("*/10")
def fetch_what_is_missing(work: Work) -> None:
    fetch_pictures(work)


@JOBS.every("*")
def take_up_files(work: Work) -> None:
    """What stands still: the queue lost it, or its worker was killed."""
    with work.database.reading() as session:
        still = [("load_goods_file", code) for code in standing_still(session, ImportRun, at=now())]
        still += [("ship_file", code) for code in files_standing_still(session, at=now())]
        still += [("edit_goods", code) for code in standing_still(session, BulkEdit, at=now())]
        still += [("renew_posters", code) for code in renewals_standing_still(session, at=now())]
    for name, code in still:
        work.ask(name, code)


@JOBS.daily(time(18, 50))
def drop_files_that_nobody_loaded(work: Work) -> None:
    drop_old_looks(work.database, work.media, at=now())
