"""Stopping a member: the account is shut, and the shops they keep are closed for now."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.member import Member
from models.account.stopping import end_membership_for_now, let_member_in
from models.kernel.act import Act
from models.shop.shop import Shop


def stop_member(session: Session, member: Member, act: Act, *, until: datetime | None = None) -> bool:
    """Shuts the account, and the doors that were open. Stopped already is stopped once: False."""
    if not end_membership_for_now(session, member, act, until=until):
        return False
    doors = (col(Shop.keeper_id) == member.id, col(Shop.closed_at).is_(None))
    session.exec(update(Shop).where(*doors).values(closed_at=act.at, paused=True))
    return True


def let_member_back(session: Session, member: Member, act: Act) -> bool:
    """Opens the account, and exactly those doors. Let back already is let back once: False."""
    if not let_member_in(session, member, act):
        return False
    doors = (col(Shop.keeper_id) == member.id, col(Shop.paused))
    session.exec(update(Shop).where(*doors).values(closed_at=None, paused=False))
    return True
