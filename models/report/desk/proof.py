"""What each nightly proof of the whole state found, kept as a row: operators see it, and are told of faults."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.kernel.record import Record, json_map, long_text, moment, row_id


class ProofRun(Record, table=True):
    """`by_kind` counts the faults by their kind; `first` are the first few in full, one a line, as settlement keeps
    them: "kind: subject: words"."""

    __table_args__ = (CheckConstraint("faults >= 0 AND ended_at >= began_at", name="makes_sense"),)

    id: int = row_id()
    began_at: datetime = moment()
    ended_at: datetime = moment(index=True)
    faults: int = Field(default=0)
    by_kind: dict[str, int] = json_map()
    first: str = long_text(default="")


def last_proof(session: Session) -> ProofRun | None:
    """The newest."""
    return session.exec(select(ProofRun).order_by(col(ProofRun.id).desc()).limit(1)).first()


def proofs_since(session: Session, since: datetime) -> list[ProofRun]:
    """Those that ended from then on, the oldest first."""
    return list(session.exec(select(ProofRun).where(col(ProofRun.ended_at) >= since).order_by(col(ProofRun.id))))
