"""A barcode that somebody read while writing goods, and whether anything was known of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, delete, func
from sqlmodel import Session, col, select

from models.kernel.record import Record, belongs_to, moment, row_id, word

ScanWay = Literal["camera", "photo", "typed"]
# How many the rate is of; far older ones are forgotten.
LATEST, SCANS_KEPT = 100, 1_000


class Scan(Record, table=True):
    """`hit`: something could be filled in. What was read is not kept."""

    __table_args__ = (CheckConstraint("way IN ('camera', 'photo', 'typed')", name="way_known"),)

    id: int = row_id()
    by: int = belongs_to("member.id", index=False)
    way: ScanWay = word(8)
    hit: bool
    at: datetime = moment()


@dataclass(frozen=True, slots=True)
class ScanRate:
    """Of the latest scans of the whole network: how many there were, at most 100, and of how many something was
    known."""

    scans: int
    hits: int


def note_scan(session: Session, by: int, way: ScanWay, *, hit: bool, at: datetime) -> None:
    """Keeps that somebody scanned."""
    scan = Scan(by=by, way=way, hit=hit, at=at)
    session.add(scan)
    session.flush()
    session.exec(delete(Scan).where(col(Scan.id) <= scan.id - SCANS_KEPT))


def scan_rate(session: Session) -> ScanRate:
    """How well the latest went."""
    latest = select(Scan.hit).order_by(col(Scan.id).desc()).limit(LATEST).subquery()
    scans, hits = session.exec(select(func.count(), func.count().filter(latest.c.hit)).select_from(latest)).one()
    return ScanRate(scans, hits)
