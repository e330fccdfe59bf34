"""Pictures that show a violation: whole, re-encoded, sealed like documents. The desk and the shop's keeper look at
them, each look on record (models/stories/shop/evidence.py); some days after the violation counts no more they are
gone."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from models.kernel.database import Database
from models.kernel.document_pictures import document_picture
from models.kernel.errors import Gone
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.kernel.sealed_files import SealedFiles
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.shop.violation import Appeal, ShopViolation


def keep_evidence(files: SealedFiles, data: bytes) -> str:
    """Makes an upload legible, seals and stores it; its key. Raises Refused("pictures"). Call it outside the
    transaction."""
    return files.keep(document_picture(data, "pictures").data)


def open_picture_key(key: str) -> str:
    """Where a picture lies that was kept before they were sealed."""
    return f"violations/{key[:2]}/{key}.jpg"


def seal_older_evidence(database: Database, media: MediaStore, files: SealedFiles) -> int:
    """Seals what was kept before pictures were; returns how many. The row first, then the open file: one killed between
    leaves a file that nobody is given."""
    opened: list[str] = []

    def find(session: Session, after: int) -> list[int]:
        query = select(ShopViolation.id).where(col(ShopViolation.picture).is_not(None), col(ShopViolation.id) > after)
        return list(session.exec(query.order_by(col(ShopViolation.id)).limit(SWEEP_BATCH)))

    def seal(session: Session, row: int) -> bool:
        one = session.exec(select(ShopViolation).where(ShopViolation.id == row).with_for_update()).one()
        if one.picture is None:
            return False
        try:
            one.sealed_picture = files.keep(media.get(open_picture_key(one.picture)))
        except Gone:
            return False
        opened.append(open_picture_key(one.picture))
        one.picture = None
        session.add(one)
        return True

    sealed = sweep(database, find, seal, name="sealing evidence")
    for key in opened:
        media.delete(key)
    return sealed


def forget_evidence(database: Database, media: MediaStore, *, rules: Rules, at: datetime) -> int:
    """Deletes pictures of violations that have not counted for so many days, unless an appeal waits; the row stays and
    says when. Returns how many."""
    over = at - timedelta(days=rules.document_days)
    ended = or_(col(ShopViolation.lapses_at) <= over, col(ShopViolation.lifted_at) <= over)
    appealed = select(Appeal.violation_id).where(Appeal.state == "waiting")
    due = (col(ShopViolation.sealed_picture).is_not(None), ended, col(ShopViolation.id).not_in(appealed))
    dropped: list[str] = []

    def find(session: Session, after: int) -> list[int]:
        query = select(ShopViolation.id).where(*due, col(ShopViolation.id) > after)
        return list(session.exec(query.order_by(col(ShopViolation.id)).limit(SWEEP_BATCH)))

    def forget(session: Session, row: int) -> bool:
        one = session.exec(select(ShopViolation).where(ShopViolation.id == row, *due).with_for_update()).first()
        if one is None or one.sealed_picture is None:
            return False
        dropped.append(one.sealed_picture)
        one.sealed_picture, one.picture_gone_at = None, at
        session.add(one)
        return True

    forgotten = sweep(database, find, forget, name="forgetting evidence")
    for key in dropped:
        media.delete(key)
    return forgotten
