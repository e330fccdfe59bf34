"""Finding members, for the desk, and counting them."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.account.member import PERSONAS, Member


def member_coded(session: Session, code: str) -> Member | None:
    """Anybody with an account, by the public code."""
    return session.exec(select(Member).where(Member.code == code)).first()


def persona_counts(session: Session, *, since: datetime) -> dict[str, int]:
    """How many joined since then by what they say they are, all of them by name; "" who said nothing."""
    joined = select(Member.persona, func.count()).where(col(Member.joined_at) >= since).group_by(col(Member.persona))
    counted = {persona or "": count for persona, count in session.exec(joined).all()}
    return dict.fromkeys((*PERSONAS, ""), 0) | counted
