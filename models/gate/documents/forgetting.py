"""Documents whose time is up, files that no row names, and identities that count no more: gone for good."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.account.identity.identity import Identity
from models.gate.documents.document import Document
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.kernel.sealed_files import SEALED_FILES, named_files
from models.kernel.sweep import SWEEP_BATCH, sweep

# A file is there before its row: what is younger may still get one.
_GRACE = timedelta(days=1)


def forget_documents(database: Database, media: MediaStore, *, at: datetime) -> int:
    """Deletes the files of documents that are due; the rows stay and say when. Row first, then file: one killed between
    leaves a file without a row, which `drop_loose_files` takes away. Returns how many."""
    due = (col(Document.deleted_at).is_(None), col(Document.delete_after) <= at)

    def find(session: Session, after: int) -> list[int]:
        query = select(Document.id).where(*due, col(Document.id) > after)
        return list(session.exec(query.order_by(col(Document.id)).limit(SWEEP_BATCH)))

    dropped: list[str] = []

    def forget(session: Session, row: int) -> bool:
        one = session.exec(select(Document).where(Document.id == row, *due).with_for_update()).first()
        if one is None or one.key is None:
            return False
        dropped.append(one.key)
        one.key, one.deleted_at = None, at
        session.add(one)
        return True

    forgotten = sweep(database, find, forget, name="forgetting a document")
    _drop(database, media, dropped)
    return forgotten


def drop_loose_files(database: Database, media: MediaStore, *, at: datetime) -> int:
    """Deletes sealed files that no row names: of an upload that was cut off, or of a document deleted by somebody who
    was killed. Returns how many."""
    return _drop(database, media, media.older_keys(SEALED_FILES, at - _GRACE))


def forget_identities(database: Database, *, rules: Rules, at: datetime) -> int:
    """Deletes what members said of themselves and what does not count: refused, or replaced, so many days ago."""
    over = at - timedelta(days=rules.document_days)
    gone = (col(Identity.state).in_(("refused", "replaced")), col(Identity.decided_at) <= over)
    with database.transaction() as session:
        return int(session.exec(delete(Identity).where(*gone)).rowcount)


def _drop(database: Database, media: MediaStore, keys: list[str]) -> int:
    """Those of these keys that no row names."""
    with database.reading() as session:
        named = named_files(session.connection())
    loose = [key for key in keys if key not in named]
    for key in loose:
        media.delete(key)
    return len(loose)
