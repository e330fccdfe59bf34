"""Whose long work is: one worker's at a time, as its row says. A worker takes a run, holds it in every transaction, and
gives signs of life; one that died with its worker is found again."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import and_, or_
from sqlmodel import Session, SQLModel, select

from models.kernel.clock import now
from models.kernel.database import Database, Overtaken
from models.kernel.record import table_of

# A run without a sign of life for so long has died with its worker. One that lives gives a sign far more often.
_SILENCE = timedelta(minutes=2)
# One that waits for longer was never handed to a worker.
_QUEUED = timedelta(seconds=30)
# So many workers may die of one; every hundred rows or goods done allow one more.
_STARTS = 5
# How often a run that lives says so, also where a hundred pictures take long.
_SIGN_SECONDS = 20.0


class LongRun(Protocol):
    """What every such row has. Its states are waiting, running, done, failed, and what lies before waiting; `moved_at`
    is the last sign of life, `starts` how many workers have begun with what is left."""

    id: int
    code: str
    state: Any
    failure: str
    starts: int
    moved_at: datetime
    ended_at: datetime | None

    @property
    def steps_done(self) -> int:
        """How far it has got."""
        ...

    @property
    def accident(self) -> str:
        """What is said of it where it fails through a fault of ours."""
        ...

    @property
    def goes_on(self) -> bool:
        """Whether it failed so that it may be taken up once more."""
        ...


RunT = TypeVar("RunT", bound=LongRun)


class Hold(Generic[RunT]):
    """One worker's hold of one run. A worker that was only slow, and was given up meanwhile, meets Overtaken before it
    writes anything: the run has other starts then, or has got further."""

    def __init__(self, database: Database, run: RunT, clock: Callable[[], datetime]) -> None:
        self._database, self.run, self._clock = database, run, clock
        self._mine = _mark(run)
        self._signed = time.monotonic()

    @contextmanager
    def transaction(
        self, opened: Callable[[], AbstractContextManager[Session]] | None = None
    ) -> Iterator[tuple[Session, RunT]]:
        """A transaction that holds the run; `opened` where it is not one of the database's own. Raises Overtaken where
        the run is another worker's by now."""
        with (opened or self._database.transaction)() as session:
            run = _locked(session, type(self.run), id=self.run.id)
            if run is None or run.state != "running" or _mark(run) != self._mine:
                raise Overtaken
            yield session, run
            session.flush()
            mine = _mark(run)
        self._mine, self._signed = mine, time.monotonic()

    def sign(self) -> None:
        """A sign of life, where the last one was a while ago."""
        if time.monotonic() - self._signed > _SIGN_SECONDS:
            with self.transaction() as (_, run):
                run.moved_at = self._clock()

    def fail(self, why: str) -> None:
        """Ends the run. Does nothing where it is another worker's by now."""
        try:
            with self.transaction() as (_, run):
                run.state, run.failure, run.ended_at = "failed", why, self._clock()
        except Overtaken:
            return


def take_run(
    database: Database, record: type[RunT], code: str, *, clock: Callable[[], datetime] = now
) -> Hold[RunT] | None:
    """Takes a run that waits, or one that died; leaves any other alone. One that nobody can bear ends here."""
    with database.transaction() as session:
        run = _locked(session, record, code=code)
        if run is None or not (run.state == "waiting" or run_has_died(run, at=clock())):
            return None
        if run.starts >= _STARTS + run.steps_done // 100:
            run.state, run.failure, run.ended_at = "failed", run.accident, clock()
            return None
        run.state, run.failure, run.moved_at = "running", "", clock()
        run.starts += 1
        session.flush()
        session.expunge(run)
    return Hold(database, run, clock)


def standing_still(session: Session, record: type[SQLModel], *, at: datetime) -> list[str]:
    """The codes of all runs that nobody works on: left by a worker that was killed, or never handed to one. Those
    whose accident was told wait for their owner."""
    run = table_of(record).c
    left = and_(run.state == "running", run.moved_at < at - _SILENCE)
    unheard = and_(run.state == "waiting", run.moved_at < at - _QUEUED)
    return list(session.connection().execute(select(run.code).where(or_(left, unheard)).order_by(run.id)).scalars())


def run_has_died(run: LongRun, *, at: datetime) -> bool:
    """Whether the run has died: by an accident that it told of, or without a word."""
    if run.state == "failed":
        return run.goes_on
    return run.state in ("waiting", "running") and at - run.moved_at > _SILENCE


def _locked(session: Session, record: type[RunT], **which: object) -> RunT | None:
    rows: Any = select(record)
    found: RunT | None = session.exec(rows.filter_by(**which).with_for_update()).first()
    return found


def _mark(run: LongRun) -> tuple[int, int]:
    return run.starts, run.steps_done
