"""Finding members, for the desk."""

from sqlmodel import Session, select

from models.account.member import Member


def member_coded(session: Session, code: str) -> Member | None:
    """Anybody with an account, by the public code."""
    return session.exec(select(Member).where(Member.code == code)).first()
