"""A sign-up: whom to call, by which invitation they come, and who has that number already."""

from typing import Any

from sqlmodel import Session, select

from models.account.invitation.finding import maker_named
from models.account.invitation.invitation import Invitation
from models.account.member import Member
from models.account.signing_up.confirming import sign_up_coded
from models.kernel.errors import Gone


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    asked = sign_up_coded(session, code)
    if asked is None:
        raise Gone(code)
    invitation = session.get(Invitation, asked.invitation_id) if asked.invitation_id else None
    return {
        "asked": asked,
        "invitation": invitation,
        "bringer": maker_named(session, invitation) if invitation else None,
        "known": session.exec(select(Member).where(Member.phone == asked.phone)).first(),
    }
