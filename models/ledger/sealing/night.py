"""What is kept of sealing: the nights with their roots, the logs, and what each log had come to in the nights in which
it grew. Nights and their rows are written once."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.kernel.money import Money
from models.kernel.record import Record, fen, long_text, moment, row_id

HASH_LENGTH = 64
# Logs whose part of the tree is kept with the night as one hash.
BLOCK = 256


class Night(Record, table=True):
    """One day's root, made in the night after it: over all entries up to `upto_id`, `entry_total` in all, in
    `log_total` logs. `blocks` are the hashes of each BLOCK logs, one after another, so that a path costs as much as one
    block."""

    __tablename__ = "ledger_night"
    __table_args__ = (CheckConstraint("entry_total > 0 AND log_total > 0", name="not_empty"),)

    # In Shanghai, "2026-11-29".
    day: str = Field(primary_key=True, max_length=10)
    root: str = Field(max_length=HASH_LENGTH)
    upto_id: int
    entry_total: int
    log_total: int
    blocks: str = long_text()
    sealed_at: datetime = moment()


class EntryLog(Record, table=True):
    """The entries of one owner, in the order in which they were posted. `place` is its leaf in the nights' trees, from
    0 on; what it has come to is that of the newest night."""

    __tablename__ = "ledger_log"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: int = row_id()
    code: str = Field(unique=True, max_length=40)
    place: int = Field(unique=True)
    secret: str = Field(max_length=HASH_LENGTH)
    size: int
    held: Money = fen()
    peaks: str = long_text()
    leaf: str = Field(max_length=HASH_LENGTH)


class LogNight(Record, table=True):
    """What a log had come to in a night in which it grew."""

    __tablename__ = "ledger_log_night"

    log_id: int = Field(foreign_key="ledger_log.id", primary_key=True)
    day: str = Field(foreign_key="ledger_night.day", primary_key=True, max_length=10)
    size: int
    held: Money = fen()
    peaks: str = long_text()
    leaf: str = Field(max_length=HASH_LENGTH)


def newest_night(session: Session) -> Night | None:
    """The last root that was made."""
    return session.exec(select(Night).order_by(col(Night.day).desc()).limit(1)).first()


def night_of(session: Session, day: str) -> Night | None:
    """The root of a day; none where no night was sealed after it."""
    return session.get(Night, day)


def night_before(session: Session, day: str) -> Night | None:
    """The last one of the days before a day."""
    return session.exec(select(Night).where(Night.day < day).order_by(col(Night.day).desc()).limit(1)).first()


def night_from(session: Session, day: str) -> Night | None:
    """The first one of a day or later."""
    return session.exec(select(Night).where(Night.day >= day).order_by(col(Night.day)).limit(1)).first()


def published_roots(session: Session) -> dict[str, str]:
    """Every root, by its day, the newest first."""
    return dict(session.exec(select(Night.day, Night.root).order_by(col(Night.day).desc())).all())


def hashes_in(text: str) -> list[bytes]:
    """Hashes as they are kept: one after another, in hex."""
    whole = bytes.fromhex(text)
    return [whole[at : at + 32] for at in range(0, len(whole), 32)]
