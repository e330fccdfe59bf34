"""Looking at invitations, and at who brought whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlmodel import Session

from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.invitation.taking_up import is_free
from models.account.member import Member
from models.kernel.record import table_of

_table, _use, _member = table_of(Invitation), table_of(InvitationUse), table_of(Member)
INVITATION_STATES = ("open", "used", "over", "revoked")


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation with the names of who made it and, where it is for one person, of who came by it, and when."""

    invitation: Invitation
    maker: str | None
    came: str | None
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class Brought:
    """That somebody came by an invitation: who, when, and by which."""

    code: str
    name: str
    phone: str
    at: datetime
    invitation: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Bringer:
    """By which invitation a member came, and whose it was: nobody's where the program made it."""

    name: str | None
    code: str | None
    by_keeper: bool
    invitation: str
    campaign: str
    at: datetime


def invitations_in(
    session: Session, state: str, *, at: datetime, limit: int, offset: int = 0
) -> Sequence[InvitationRow]:
    """One page of those in one state, the newest first."""
    return _rows(session, [_standing(at)[state]], limit, offset)


def invitations_by(session: Session, maker: Member, *, limit: int) -> Sequence[InvitationRow]:
    """Those that a shopkeeper made out of what the level gives, the newest first."""
    return _rows(session, [_table.c.made_by == maker.id, _table.c.by_keeper], limit, 0)


def invitation_counts(session: Session, *, at: datetime) -> dict[str, int]:
    """How many invitations there are in each state."""
    counted = {state: func.count().filter(condition) for state, condition in _standing(at).items()}
    row = session.connection().execute(select(*counted.values()).select_from(_table)).one()
    return dict(zip(counted, row, strict=True))


def invitation_coded(session: Session, code: str) -> InvitationRow | None:
    """The invitation of this code, whatever has become of it."""
    return next(iter(_rows(session, [_table.c.code == code], 1, 0)), None)


def state_of(invitation: Invitation, at: datetime) -> str:
    """Which state it is in, as lists have it."""
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.places_left <= 0:
        return "used"
    return "over" if invitation.ends_at is not None and invitation.ends_at <= at else "open"


def unused(session: Session, *, at: datetime) -> list[Invitation]:
    """Invitations that can be taken up: those for one person first, the newest of each first."""
    found = _mapped(session, select(Invitation).where(is_free(at)).order_by(_table.c.kind.desc(), _table.c.id.desc()))
    return list(found)


def brought_with(session: Session, invitation: Invitation, *, limit: int, offset: int = 0) -> Sequence[Brought]:
    """Who came by it, the newest first."""
    return _brought(session, _use.c.invitation_id == invitation.id, limit, offset)


def brought_by(session: Session, maker: Member, *, limit: int, offset: int = 0) -> Sequence[Brought]:
    """Whom a member brought, by whichever invitation, the newest first."""
    return _brought(session, _table.c.made_by == maker.id, limit, offset)


def brought_count(session: Session, maker: Member) -> int:
    """How many people a member brought."""
    query = select(func.count()).select_from(_use.join(_table)).where(_table.c.made_by == maker.id)
    return int(session.connection().execute(query).scalar_one())


def bringer_of(session: Session, member: Member) -> Bringer | None:
    """Who brought a member; None where nobody did, or it was before that was kept."""
    query = (
        select(_member.c.name, _member.c.code, _table.c.by_keeper, _table.c.code, _table.c.campaign, _use.c.at)
        .select_from(_use.join(_table).outerjoin(_member, _member.c.id == _table.c.made_by))
        .where(_use.c.member_id == member.id)
    )
    found = session.connection().execute(query).first()
    return Bringer(*found) if found else None


def maker_named(session: Session, invitation: Invitation) -> str | None:
    """The name of who made it; None where the program did."""
    return session.connection().execute(select(_member.c.name).where(_member.c.id == invitation.made_by)).scalar()


def _standing(at: datetime) -> dict[str, ColumnElement[bool]]:
    """The states, each with its condition; each invitation is in one."""
    is_used, is_revoked = _table.c.used_count >= _table.c.quota, _table.c.revoked_at.is_not(None)
    goes_on = or_(_table.c.ends_at.is_(None), _table.c.ends_at > at)
    return {
        "open": and_(not_(is_used), not_(is_revoked), goes_on),
        "used": and_(is_used, not_(is_revoked)),
        "over": and_(not_(is_used), not_(is_revoked), not_(goes_on)),
        "revoked": is_revoked,
    }


def _rows(session: Session, which: Sequence[Any], limit: int, offset: int) -> Sequence[InvitationRow]:
    maker, guest = _member.alias(), _member.alias()
    last = and_(_use.c.invitation_id == _table.c.id, _table.c.kind == "single")
    query = (
        select(Invitation, maker.c.name, guest.c.name, _use.c.at)
        .outerjoin(maker, maker.c.id == _table.c.made_by)
        .outerjoin(_use, last)
        .outerjoin(guest, guest.c.id == _use.c.member_id)
        .where(*which)
    )
    found = session.execute(query.order_by(_table.c.id.desc()).limit(limit).offset(offset))
    return [InvitationRow(*row) for row in found]


def _brought(session: Session, which: ColumnElement[bool], limit: int, offset: int) -> Sequence[Brought]:
    query = (
        select(_member.c.code, _member.c.name, _member.c.phone, _use.c.at, _table.c.code, _table.c.campaign)
        .select_from(_use.join(_table).join(_member, _member.c.id == _use.c.member_id))
        .where(which)
        .order_by(_use.c.id.desc())
    )
    return [Brought(*row) for row in session.connection().execute(query.limit(limit).offset(offset))]


def _mapped(session: Session, query: Any) -> Sequence[Any]:
    return session.scalars(query).all()
