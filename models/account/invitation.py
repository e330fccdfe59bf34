"""Inviting people in, and taking an invitation up. The code is the whole permission, so it is used exactly once."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, select

from models.account.member import Invitation, Member
from models.kernel.codes import fresh_code, read_code
from models.kernel.errors import N_, Refused


def invite(session: Session, *, by: Member | None, at: datetime) -> Invitation:
    """A new, unused invitation."""
    invitation = Invitation(code=fresh_code(session, Invitation.code, 8), made_by=by and by.id, made_at=at)
    session.add(invitation)
    session.flush()
    return invitation


def take_up(session: Session, code: str, *, by: Member, at: datetime) -> None:
    """Uses the invitation up for this new member. Raises Refused where it does not exist or was used."""
    free = update(Invitation).where(Invitation.code == read_code(code), Invitation.used_by.is_(None))  # type: ignore[union-attr]
    if session.exec(free.values(used_by=by.id, used_at=at)).rowcount != 1:
        raise Refused("invite", N_("这个邀请码不对，或者已经用过了"))


def unused(session: Session) -> list[Invitation]:
    """Invitations nobody has taken up, newest first."""
    found = select(Invitation).where(Invitation.used_by.is_(None)).order_by(Invitation.id.desc())  # type: ignore[union-attr,attr-defined]
    return list(session.exec(found))
