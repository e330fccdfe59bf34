"""Taking an invitation up. The code is the whole permission: each of its places is used once, by one conditional update
whose row count is the answer."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, update
from sqlmodel import Session

from models.account.invitation.invitation import Invitation, InvitationUse
from models.account.member import Member
from models.kernel.act import Act, Somebody
from models.kernel.codes import read_code
from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain
from models.kernel.record import table_of

_table, _member = table_of(Invitation), table_of(Member)
# Nobody types more than that, whatever stands between the letters.
_TYPED = 60
NOTHING_TYPED = N_("请填邀请码，向邀请你的人要一个")


def is_free(at: datetime) -> ColumnElement[bool]:
    """That somebody could take it up: not revoked, not ended, a place left; and whoever made it, out of what a level
    gives, is not stopped."""
    stopped = exists(select(_member.c.id).where(_member.c.id == _table.c.made_by, _member.c.stopped))
    return and_(
        _table.c.revoked_at.is_(None),
        _table.c.used_count < _table.c.quota,
        or_(_table.c.ends_at.is_(None), _table.c.ends_at > at),
        or_(not_(_table.c.by_keeper), not_(stopped)),
    )


def invitation_meant(typed: str) -> str:
    """The code that a person meant by what was typed or pasted."""
    return read_code(plain(typed[:_TYPED]))


def require_free(session: Session, typed: str, *, at: datetime) -> None:
    """Raises Refused where nobody could take this invitation up."""
    code = invitation_meant(typed)
    if session.connection().execute(select(_table.c.id).where(_table.c.code == code, is_free(at))).first() is None:
        raise _why_not(session, code, at)


def take_up(session: Session, typed: str, act: Act) -> None:
    """Uses a place of the invitation for this new member. Raises Refused where there is no such code, or where it
    is used up, over or revoked."""
    keep_use(session, take_place(session, typed, at=act.at), act.member, at=act.at)


def take_place(session: Session, typed: str, *, at: datetime) -> int:
    """Takes one of its places, for somebody who becomes a member now or later; returns the invitation's id. Raises
    Refused."""
    code = invitation_meant(typed)
    taken = update(_table).where(_table.c.code == code, is_free(at)).values(used_count=_table.c.used_count + 1)
    found = session.connection().execute(taken.returning(_table.c.id)).first()
    if found is None:
        raise _why_not(session, code, at)
    return int(found[0])


def keep_use(session: Session, invitation_id: int, member: Somebody, *, at: datetime) -> None:
    """That this member came by the place that was taken."""
    session.add(InvitationUse(invitation_id=invitation_id, member_id=member.id, at=at))
    session.flush()


def give_place_back(session: Session, invitation_id: int) -> None:
    """Whoever it was taken for did not come: another may."""
    left = update(_table).where(_table.c.id == invitation_id, _table.c.used_count > 0)
    given = session.connection().execute(left.values(used_count=_table.c.used_count - 1))
    assert given.rowcount == 1, "a place that is given back was taken"


def _why_not(session: Session, code: str, at: datetime) -> Refused:
    """An empty one is asked for. A code for many is told by how it came to its end; of one for one person nobody learns
    whether it was ever."""
    if not code:
        return Refused("invite", NOTHING_TYPED)
    known = (_table.c.code == code, _table.c.kind == "many", _table.c.revoked_at.is_(None))
    row = session.connection().execute(_table.select().where(*known)).first()
    if row is not None and row.used_count >= row.quota:
        return Refused("invite", N_("这个邀请码的名额用完了，请对方再给一个"))
    if row is not None and row.ends_at <= at:
        return Refused("invite", N_("这个邀请码到期了，请对方再给一个"))
    return Refused("invite", N_("这个邀请码不对，或者已经用过了"))
