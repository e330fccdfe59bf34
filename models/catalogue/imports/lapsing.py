"""Files that were looked at and never loaded: after some weeks they are dropped, and what was uploaded is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from models.catalogue.imports.looks import drop
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.runs import forget_files
from models.kernel.database import Database
from models.kernel.errors import Gone
from models.kernel.media import MediaStore

LOOKED_DAYS = 30


def drop_old_looks(database: Database, media: MediaStore, *, at: datetime) -> int:
    """Drops what nobody loaded in time, and forgets the files of all that was dropped; says how many runs were dropped.
    Files go first and their names after them: where a crash comes in between, the next round goes on."""
    old = (col(ImportRun.state) == "looked", col(ImportRun.asked_at) < at - timedelta(days=LOOKED_DAYS))
    dropped = 0
    for run_id in _ids(database, *old):
        with database.transaction() as session:
            try:
                drop(session, session.get_one(ImportRun, run_id), at=at)
                dropped += 1
            except Gone:
                # Its owner loads it at this very moment.
                continue
    for run_id in _ids(database, col(ImportRun.state) == "dropped", col(ImportRun.media_key) != ""):
        with database.reading() as session:
            run = session.get_one(ImportRun, run_id)
            keys = (run.media_key, run.pictures_key)
        forget_files(media, *keys)
        with database.transaction() as session:
            run = session.get_one(ImportRun, run_id)
            run.media_key = run.pictures_key = ""
    return dropped


def _ids(database: Database, *where: ColumnElement[bool]) -> list[int]:
    with database.reading() as session:
        return list(session.exec(select(ImportRun.id).where(*where).order_by(col(ImportRun.id))))
