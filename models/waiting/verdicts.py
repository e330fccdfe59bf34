"""Finding verdicts: the newest about a thing, those of one press, and what a member decided just now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.member import Member
from models.waiting.verdict import Verdict


def newest_verdict(session: Session, kind: str, subject: str) -> Verdict | None:
    """What was decided last about a thing."""
    query = select(Verdict).where(Verdict.kind == kind, Verdict.subject == subject).order_by(col(Verdict.id).desc())
    return session.exec(query.limit(1).execution_options(populate_existing=True)).first()


def verdicts_about(session: Session, kind: str, subject: str) -> list[tuple[Verdict, str]]:
    """All that was decided about a thing, the newest first, with the names of who did."""
    query = select(Verdict, Member.name).join(Member).where(Verdict.kind == kind, Verdict.subject == subject)
    return list(session.exec(query.order_by(col(Verdict.id).desc()).limit(20)))


def lot_of(session: Session, member_id: int, lot: str) -> Sequence[Verdict]:
    """The member's own verdicts of one press."""
    query = select(Verdict).where(Verdict.lot == lot, Verdict.member_id == member_id).order_by(col(Verdict.id))
    return session.exec(query.execution_options(populate_existing=True)).all()


def takeable(session: Session, member_id: int, *, at: datetime) -> list[Verdict]:
    """What a member may still take back, the newest first."""
    query = select(Verdict).where(Verdict.member_id == member_id, col(Verdict.until) > at)
    query = query.where(col(Verdict.taken_back_at).is_(None)).order_by(col(Verdict.id).desc())
    return list(session.exec(query.limit(200)))


def mark_taken_back(session: Session, verdict: Verdict, *, at: datetime) -> bool:
    """One of two at once does it, and only while it may be."""
    mine = (col(Verdict.id) == verdict.id, col(Verdict.taken_back_at).is_(None), col(Verdict.until) > at)
    return bool(session.exec(update(Verdict).where(*mine).values(taken_back_at=at)).rowcount == 1)
