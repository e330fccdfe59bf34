"""Reading the trail: by person, thing, kind and time, the newest first."""

from sqlmodel import Session, col, select

from models.account.audit.audit import Audit
from models.account.member import Member


def trail(session: Session, *, limit: int, offset: int = 0) -> list[tuple[Audit, str | None]]:
    """The newest rows, each with the name of who decided."""
    rows = select(Audit, Member.name).join(Member, col(Audit.who) == col(Member.id), isouter=True)
    return list(session.exec(rows.order_by(col(Audit.id).desc()).limit(limit).offset(offset)))
