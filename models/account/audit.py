"""The audit trail: every approval, ruling, payout and setting, with who, when and why. Rows are only ever added."""

from datetime import datetime

from sqlmodel import Field, Session, col, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.record import Record, belongs_to, long_text, moment, row_id


class Audit(Record, table=True):
    """One decision. `who` is empty where the program itself or its command line decided."""

    id: int = row_id()
    who: int | None = belongs_to("member.id", default=None, nullable=True)
    what: str = Field(max_length=60)
    subject: str = Field(max_length=120, index=True)
    why: str = long_text(default="")
    at: datetime = moment(index=True)


def note_audit(session: Session, what: str, subject: str, act: Act) -> None:
    """Leaves a row."""
    session.add(Audit(who=act.by_id, what=what, subject=subject[:120], why=act.why, at=act.at))


def trail(session: Session, *, limit: int, offset: int = 0) -> list[tuple[Audit, str | None]]:
    """The newest rows, each with the name of who decided."""
    rows = select(Audit, Member.name).join(Member, isouter=True).order_by(col(Audit.id).desc())
    return list(session.exec(rows.limit(limit).offset(offset)))
