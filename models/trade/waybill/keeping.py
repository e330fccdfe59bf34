"""The files of tracking numbers that a supplier loads: kept once per upload form, found again, started again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.record import related
from models.trade.waybill.file import ShippingFile
from models.trade.waybill.reading import Waybill

# A file without a sign of life for so long has died with its worker, and is taken up again.
_SILENCE = timedelta(minutes=2)
# One that waits for longer was never handed to the worker.
_QUEUED = timedelta(seconds=30)
_WITHOUT_ROWS = defer(related(ShippingFile.rows))


@dataclass(frozen=True, slots=True)
class ShippingUpload:
    """What came by the form: the rows of a file with its name. `once` is the form's own mark, `carrier` is meant where
    a row names none."""

    name: str
    rows: Sequence[Waybill]
    once: str
    carrier: str = ""


def keep_shipping_file(session: Session, supplier: Supplier, upload: ShippingUpload, act: Act) -> ShippingFile:
    """A file that waits to be sent; the same form gives the same file. Raises Refused for a mark that is somebody
    else's."""
    existing = _kept_once(session, supplier, upload.once)
    if existing is not None:
        return existing
    filled = [row for row in upload.rows if row.tracking]
    kept = ShippingFile(
        code=fresh_code(session, ShippingFile.code, 8),
        once=upload.once,
        supplier_id=supplier.id,
        loaded_by=act.member.id,
        file_name=upload.name[-120:],
        carrier=upload.carrier[:20],
        rows=[[row.line, row.parcel, row.order, row.carrier, row.tracking] for row in filled],
        rows_total=len(filled),
        blank=len(upload.rows) - len(filled),
        loaded_at=act.at,
        moved_at=act.at,
    )
    try:
        with session.begin_nested():
            session.add(kept)
            session.flush()
    except IntegrityError:
        # The same form at the same moment: the other one was first.
        existing = _kept_once(session, supplier, upload.once)
        if existing is None:
            raise Refused("file", N_("这张表单不完整，请再提交一次")) from None
        return existing
    return kept


def files_of(session: Session, supplier: Supplier, *, limit: int = 10) -> list[ShippingFile]:
    """A supplier's newest files."""
    query = select(ShippingFile).where(ShippingFile.supplier_id == supplier.id).options(_WITHOUT_ROWS)
    return list(session.exec(query.order_by(col(ShippingFile.id).desc()).limit(limit)))


def file_coded(session: Session, supplier: Supplier, code: str) -> ShippingFile | None:
    """One of the supplier's own files."""
    query = select(ShippingFile).where(ShippingFile.supplier_id == supplier.id, ShippingFile.code == code)
    return session.exec(query.options(_WITHOUT_ROWS)).first()


def files_standing_still(session: Session, *, at: datetime) -> list[str]:
    """The codes of all files that nobody works on: left by a worker that was killed, or never handed to one. Those
    whose accident was told wait for their owner."""
    left = and_(col(ShippingFile.state) == "running", col(ShippingFile.moved_at) < at - _SILENCE)
    unheard = and_(col(ShippingFile.state) == "waiting", col(ShippingFile.moved_at) < at - _QUEUED)
    return list(session.exec(select(ShippingFile.code).where(or_(left, unheard)).order_by(col(ShippingFile.id))))


def file_has_died(kept: ShippingFile, *, at: datetime) -> bool:
    """Whether it has died: by an accident that it told of, or without a word."""
    return kept.state == "failed" or (kept.state in ("waiting", "running") and at - kept.moved_at > _SILENCE)


def start_again(kept: ShippingFile, *, at: datetime) -> bool:
    """Lets a file that died go on where it stood; says whether it had."""
    died = file_has_died(kept, at=at)
    if died:
        kept.state, kept.moved_at = "waiting", at
    return died


def _kept_once(session: Session, supplier: Supplier, once: str) -> ShippingFile | None:
    mine = (ShippingFile.once == once, ShippingFile.supplier_id == supplier.id)
    return session.exec(select(ShippingFile).where(*mine)).first()
