"""Loading a goods file: reads it entry by entry and keeps what is good, or, on request, all of it or nothing.

Batches are transactions of their own, so that others get in between, and each carries the progress with it: a run that
died goes on exactly where it stood, and nothing is written twice (hold.py). All-or-nothing reads the file twice: once
to check it, once to write it whole in one transaction.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col

from models.catalogue.imports.checks import Checked, Checks
from models.catalogue.imports.hold import Hold, take_run
from models.catalogue.imports.loading import Loader, Tally
from models.catalogue.imports.noting import note_import
from models.catalogue.imports.pictures import Pictures, opened_zip
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.runs import ACCIDENT, forget_files
from models.catalogue.imports.sheets import Problem, read_goods
from models.catalogue.imports.sheets.layout import layout_of
from models.catalogue.imports.sheets.tables import open_table
from models.catalogue.imports.storage import on_disk
from models.kernel.clock import now
from models.kernel.database import Database, Overtaken
from models.kernel.errors import N_, Gone, Refused
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.kernel.said import Said

log = logging.getLogger(__name__)
_BATCH = 100
# Further bad cells are counted, but not kept one by one.
PROBLEMS = 10_000
NOTHING_LOADED = N_("文件里有不对的行，按你的要求一件也没有装入。改好下面这些行再装一次")
FILE_GONE = Said(N_("上传的文件已经不在了，请再上传一次"))


def run_import(database: Database, media: MediaStore, code: str, *, rules: Rules) -> None:
    """Loads a waiting run, or goes on with one that died. Leaves any other run alone, so that a job given out twice
    does no harm. A failure is written on the run; one that nobody foresaw is raised as well."""
    hold = take_run(database, code)
    if hold is None:
        return
    run = hold.run
    try:
        with on_disk(media, run.media_key) as path, opened_zip(media, run.pictures_key) as archive:
            pictures = Pictures(database, media, run.supplier_id, archive)
            loading = _Loading(database, hold, path, pictures, rules)
            loading.all_or_nothing() if run.all_or_nothing else loading.good_rows()
    except Overtaken:
        log.warning("import %s is another worker's by now", code)
        return
    except Refused as no:
        hold.fail(no.said)
    except Gone:
        hold.fail(FILE_GONE)
    except Exception:
        log.exception("import %s stopped", code)
        hold.fail(ACCIDENT)
        raise
    forget_files(media, run.pictures_key)


class _Loading:
    """One run under way: its file, what was found so far."""

    def __init__(self, database: Database, hold: Hold, path: Path, pictures: Pictures, rules: Rules) -> None:
        run = hold.run
        layout = layout_of(open_table(path, run.file_name).header)
        self._hold, self._run, self._path = hold, run, path
        self._checks = Checks(database, layout, run.supplier_id)
        self._pictures = pictures
        self._loader = Loader(
            supplier_id=run.supplier_id,
            by=run.started_by,
            columns=frozenset(layout.columns),
            digests=self._pictures.digests,
            whys=self._pictures.whys,
            rules=rules,
        )
        # The last row that is dealt with; rows count from 1, and the first is the header.
        self._row = run.rows_done + 1 if run.rows_done else 0
        self._bad_row = self._row

    def good_rows(self) -> None:
        """Loads what is good, a batch a transaction."""
        for goods, problems, row in self._batches():
            self._pictures.prepare(goods, self._hold.sign)
            with self._hold.transaction() as (session, run):
                tally = self._loader.load(session, goods, at=now())
                self._keep(session, run, problems, row, tally)
        with self._hold.transaction() as (session, run):
            self._finish(session, run)

    def all_or_nothing(self) -> None:
        """Checks every row first; then one transaction holds all goods. What died left nothing: it starts over."""
        with self._hold.transaction() as (session, run):
            self._start_over(session, run)
        bad = False
        for goods, problems, row in self._batches():
            bad = bad or bool(problems)
            if not bad:
                self._pictures.prepare(goods, self._hold.sign)
            with self._hold.transaction() as (session, run):
                self._keep(session, run, problems, row, Tally())
        if bad:
            raise Refused("file", NOTHING_LOADED)
        self._row = 0
        with self._hold.transaction() as (session, _):
            total = Tally()
            for goods, _, _ in self._batches():
                tally = self._loader.load(session, goods, at=now())
                total.new, total.changed = total.new + tally.new, total.changed + tally.changed
                total.same += tally.same
                # Records are let go once they are written, so that memory does not grow with the file.
                session.expunge_all()
            run = session.get_one(ImportRun, self._run.id)
            self._keep(session, run, [], self._row, total)
            self._finish(session, run)

    def _batches(self) -> Iterator[tuple[list[Checked], list[Problem], int]]:
        """(good goods, problems, last row) of each stretch of the file that is not dealt with yet."""
        items = self._items(self._row)
        while batch := list(islice(items, _BATCH)):
            goods = [item for item in batch if isinstance(item, Checked)]
            problems = [item for item in batch if isinstance(item, Problem)]
            yield goods, problems, _row_of(batch[-1])

    def _items(self, after: int) -> Iterator[Checked | Problem]:
        for item in read_goods(self._path, self._run.file_name):
            if item.line <= after:
                continue
            checked = item if isinstance(item, Problem) else self._checks.check(item)
            if isinstance(checked, list):
                yield from checked
            else:
                yield checked

    def _keep(self, session: Session, run: ImportRun, problems: Sequence[Problem], row: int, tally: Tally) -> None:
        """Writes the progress beside what was loaded."""
        for problem in problems:
            if problem.line != self._bad_row:
                self._bad_row = problem.line
                run.rows_bad += 1
            if run.rows_bad <= PROBLEMS:
                session.add(_noted(run, problem))
        run.goods_new += tally.new
        run.goods_changed += tally.changed
        run.goods_same += tally.same
        self._row = max(self._row, row)
        run.rows_done = max(0, self._row - 1)
        run.rows_total = max(run.rows_total, run.rows_done)
        run.moved_at = now()

    def _start_over(self, session: Session, run: ImportRun) -> None:
        session.exec(delete(ImportProblem).where(col(ImportProblem.run_id) == run.id))
        run.rows_done = run.rows_bad = run.goods_new = run.goods_changed = run.goods_same = 0
        self._row = self._bad_row = 0

    def _finish(self, session: Session, run: ImportRun) -> None:
        run.state, run.ended_at, run.rows_done = "done", now(), run.rows_total
        note_import(session, run, self._path)


def _row_of(item: Checked | Problem) -> int:
    return item.line if isinstance(item, Problem) else item.entry.line


def _noted(run: ImportRun, problem: Problem) -> ImportProblem:
    return ImportProblem(
        run_id=run.id,
        line=problem.line,
        column=problem.column[:80],
        reason=problem.reason,
        params=problem.params,
        # A zero byte is told like any other bad character, but PostgreSQL keeps none.
        value=problem.value.replace("\0", "\N{REPLACEMENT CHARACTER}")[:200],
    )
