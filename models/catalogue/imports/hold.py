"""Whose a run is: one worker's at a time. It takes the run, holds it in every transaction, and gives signs of life."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session, select

from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import ACCIDENT, run_has_died, run_is_unbearable
from models.kernel.clock import now
from models.kernel.database import Database, Overtaken

# How often a run that lives says so, also where a hundred pictures take long.
_SIGN_SECONDS = 20.0


class Hold:
    """One worker's hold of one run. A worker that was only slow, and was given up meanwhile, meets Overtaken before it
    writes anything: the run has other starts then, or other rows that are done."""

    def __init__(self, database: Database, run: ImportRun) -> None:
        self._database, self.run = database, run
        self._mine = (run.starts, run.rows_done)
        self._signed = time.monotonic()

    @contextmanager
    def transaction(self) -> Iterator[tuple[Session, ImportRun]]:
        """A transaction that holds the run. Raises Overtaken where it is another worker's by now."""
        with self._database.transaction() as session:
            run = _locked(session, ImportRun.id == self.run.id)
            if run is None or run.state != "running" or (run.starts, run.rows_done) != self._mine:
                raise Overtaken
            yield session, run
            session.flush()
            mine = (run.starts, run.rows_done)
        self._mine, self._signed = mine, time.monotonic()

    def sign(self) -> None:
        """A sign of life, where the last one was a while ago."""
        if time.monotonic() - self._signed > _SIGN_SECONDS:
            with self.transaction() as (_, run):
                run.moved_at = now()

    def fail(self, why: str) -> None:
        """Ends the run. Does nothing where it is another worker's by now."""
        try:
            with self.transaction() as (_, run):
                run.state, run.failure, run.ended_at = "failed", why, now()
        except Overtaken:
            return


def take_run(database: Database, code: str) -> Hold | None:
    """Takes a run that waits, or one that died; leaves any other alone. One that nobody can bear ends here."""
    with database.transaction() as session:
        run = _locked(session, ImportRun.code == code)
        if run is None or not (run.state == "waiting" or run_has_died(run, at=now())):
            return None
        if run_is_unbearable(run):
            run.state, run.failure, run.ended_at = "failed", ACCIDENT, now()
            return None
        run.state, run.failure, run.moved_at = "running", "", now()
        run.starts += 1
        session.flush()
        session.expunge(run)
    return Hold(database, run)


def _locked(session: Session, which: object) -> ImportRun | None:
    query = select(ImportRun).where(which).with_for_update()  # type: ignore[arg-type]  # A condition; mypy sees a bool.
    return session.exec(query).first()
