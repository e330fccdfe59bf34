"""Loading a goods file: reads it entry by entry and keeps what is good, or, on request, all of it or nothing.

A batch is written aside, where nobody waits for it, and put in place in a transaction of its own, which carries the
progress with it: a run that died goes on exactly where it stood, and nothing is written twice
(models/kernel/long_run.py). All-or-nothing is put in place as a whole (models/catalogue/goods/staging.py).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col

from models.catalogue.goods.staging import ChangedMeanwhile, Staging, staging
from models.catalogue.imports.checks import Checked, Checks
from models.catalogue.imports.left_out import LeftOut
from models.catalogue.imports.loading import Loader, Tally
from models.catalogue.imports.noting import file_digest, note_import
from models.catalogue.imports.pictures import Pictures, opened_zip
from models.catalogue.imports.reading import layout_in, plan_of, read_goods
from models.catalogue.imports.run import ImportProblem, ImportRun
from models.catalogue.imports.runs import forget_files
from models.catalogue.imports.sheets import Problem
from models.catalogue.imports.sheets.notes import Row
from models.catalogue.imports.storage import on_disk
from models.catalogue.imports.understanding.plan import Plan
from models.catalogue.imports.wanting import FileWishes
from models.kernel.clock import now
from models.kernel.database import Database, Overtaken
from models.kernel.errors import N_, Gone, Refused
from models.kernel.long_run import Hold, take_run
from models.kernel.media import MediaStore
from models.kernel.pace import Pace
from models.kernel.rules import Rules
from models.kernel.said import Said

log = logging.getLogger(__name__)
# Goods of a batch: at first, at least and at most. On PostgreSQL there is no lock in which everybody waits.
_FIRST, _LEAST, _MOST = 100, 50, 500
_LEAST_WITHOUT_LOCK = 250
# Written aside, they hold nobody up.
_ASIDE = 250
# Further bad cells are counted, but not kept one by one.
PROBLEMS = 10_000
NOTHING_LOADED = N_("文件里有不对的行，按你的要求一件也没有装入。改好下面这些行再装一次")
# So often goods may be changed by others while they are written aside.
_TRIES = 5
_MOVED = N_("装的时候这些商品一直有人在改，一件也没有装入。等改完再装一次")
FILE_GONE = Said(N_("上传的文件已经不在了，请再上传一次"))


def run_import(database: Database, media: MediaStore, code: str, *, rules: Rules) -> None:
    """Loads a waiting run, or goes on with one that died. Leaves any other run alone, so that a job given out twice
    does no harm. A failure is written on the run; one that nobody foresaw is raised as well."""
    hold = take_run(database, ImportRun, code)
    if hold is None:
        return
    run = hold.run
    try:
        with on_disk(media, run.media_key) as path, opened_zip(media, run.pictures_key) as archive:
            pictures = Pictures(database, media, run, archive, rules.own_host)
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
        hold.fail(run.accident)
        raise
    forget_files(media, run.pictures_key)


class _Loading:
    """One run under way: its file, what was found so far."""

    def __init__(self, database: Database, hold: Hold[ImportRun], path: Path, pictures: Pictures, rules: Rules) -> None:
        run = hold.run
        self._plan = Plan.of_json(run.plan) if run.plan else plan_of(path, run.file_name)
        layout = layout_in(path, run.file_name, self._plan)
        self._left = LeftOut(run.left_out)
        self._left.columns(layout.ignored)
        self._asides: list[Row] = []
        self._database, self._hold, self._run, self._path = database, hold, run, path
        self._digest = file_digest(path)
        self._checks = Checks(database, layout, run.supplier_id, rules)
        self._pictures = pictures
        self._loader = Loader(
            supplier_id=run.supplier_id,
            by=run.started_by,
            heading=layout.heading,
            wishes=FileWishes(frozenset(layout.columns), pictures.digests, pictures.whys, rules),
        )
        self._pace = Pace(_FIRST, _MOST, least=_LEAST if database.is_sqlite else _LEAST_WITHOUT_LOCK)
        # The last row that is dealt with; rows count from 1, and the first is the header.
        self._row = run.rows_done + 1 if run.rows_done else 0
        self._bad_row = self._row

    def good_rows(self) -> None:
        """Loads what is good, a batch a transaction."""
        with staging(self._database) as aside:
            for batch in self._batches(lambda: self._pace.size):
                self._pictures.prepare(_good(batch), self._hold.sign)
                self._load_batch(aside, batch)
        with self._hold.transaction() as (session, run):
            self._finish(session, run)

    def _load_batch(self, aside: Staging, batch: list[Checked | Problem]) -> None:
        """Writes a batch aside and puts it in place. Where others will not leave its goods alone, it is loaded behind
        the lock, in which everybody waits."""
        for _ in range(_TRIES if _good(batch) else 0):
            aside.clear()
            try:
                tally = self._write_some_aside(aside, _good(batch))
                aside.ready(many=False)
                with self._hold.transaction(lambda: aside.swapping(self._pace.held)) as (session, run):
                    self._keep_batch(session, run, batch, tally)
                return
            except ChangedMeanwhile:
                log.info("import %s: goods of a batch changed meanwhile", self._run.code)
        with self._hold.transaction() as (session, run):
            self._keep_batch(session, run, batch, self._load_all(session, _good(batch)))

    def _keep_batch(self, session: Session, run: ImportRun, batch: list[Checked | Problem], tally: Tally) -> None:
        self._hear(tally)
        found = sorted([*_bad(batch), *tally.problems], key=lambda problem: problem.line)
        self._keep(session, run, found, _row_of(batch[-1]), tally)

    def all_or_nothing(self) -> None:
        """Writes all goods aside first, where nobody waits for it; then one short transaction puts them in place. What
        died left nothing: it starts over, and so does what somebody else changed meanwhile."""
        for _ in range(_TRIES):
            with self._hold.transaction() as (session, run):
                self._start_over(session, run)
            try:
                with staging(self._database) as aside:
                    total = self._write_aside(aside)
                    aside.ready()
                    with self._hold.transaction(aside.swapping) as (session, run):
                        self._keep(session, run, [], self._row, total)
                        self._finish(session, run)
                return
            except ChangedMeanwhile:
                log.info("import %s: its goods changed meanwhile", self._run.code)
        raise Refused("file", _MOVED)

    def _write_aside(self, aside: Staging) -> Tally:
        """What became of all goods. Raises Refused where a single row is bad, with all bad rows noted."""
        total, bad = Tally(), False
        for batch in self._batches(lambda: _ASIDE):
            goods, problems = _good(batch), _bad(batch)
            if not bad and not problems:
                self._pictures.prepare(goods, self._hold.sign)
                tally = self._write_some_aside(aside, goods)
                problems = tally.problems
                self._hear(tally)
                total.add(tally)
            bad = bad or bool(problems)
            with self._hold.transaction() as (session, run):
                self._keep(session, run, problems, _row_of(batch[-1]), Tally())
        if bad:
            raise Refused("file", NOTHING_LOADED)
        return total

    def _write_some_aside(self, aside: Staging, goods: list[Checked]) -> Tally:
        with aside.writing(self._run.supplier_id, [item.entry.handle for item in goods]) as session:
            return self._load_all(session, goods)

    def _load_all(self, session: Session, goods: list[Checked]) -> Tally:
        total = Tally()
        while goods:
            tally = self._loader.load(session, goods, at=now())
            total.add(tally)
            total.told += tally.told
            total.problems += tally.problems
            goods = goods[tally.taken :]
        return total

    def _batches(self, size: Callable[[], int]) -> Iterator[list[Checked | Problem]]:
        """The file as far as it is not dealt with yet, in stretches."""
        items = self._items(self._row)
        while batch := list(islice(items, size())):
            yield batch

    def _items(self, after: int) -> Iterator[Checked | Problem]:
        for item in read_goods(self._path, self._run.file_name, self._plan, self._asides):
            if (_row_of(item) if isinstance(item, Problem) else item.line) <= after:
                continue
            checked = item if isinstance(item, Problem) else self._checks.check(item)
            if isinstance(checked, list):
                yield from checked
            else:
                if isinstance(checked, Checked):
                    self._left.hear(checked.entry)
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
        self._left.rows(self._asides)
        run.left_out = self._left.as_json()
        self._row = max(self._row, row)
        run.rows_done = max(0, self._row - 1)
        run.rows_total = max(run.rows_total, run.rows_done)
        run.moved_at = now()

    def _hear(self, tally: Tally) -> None:
        for kind, one in tally.told:
            self._left.tell(kind, one)

    def _start_over(self, session: Session, run: ImportRun) -> None:
        session.exec(delete(ImportProblem).where(col(ImportProblem.run_id) == run.id))
        run.rows_done = run.rows_bad = run.goods_new = run.goods_changed = run.goods_same = 0
        self._row = self._bad_row = 0
        self._left.forget()

    def _finish(self, session: Session, run: ImportRun) -> None:
        run.state, run.ended_at, run.rows_done = "done", now(), run.rows_total
        note_import(session, run, self._digest)


def _good(batch: Sequence[Checked | Problem]) -> list[Checked]:
    return [item for item in batch if isinstance(item, Checked)]


def _bad(batch: Sequence[Checked | Problem]) -> list[Problem]:
    return [item for item in batch if isinstance(item, Problem)]


def _row_of(item: Checked | Problem) -> int:
    """By which goods are told apart that are dealt with: their first row, wherever the bad one stands."""
    return item.of or item.line if isinstance(item, Problem) else item.entry.line


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
