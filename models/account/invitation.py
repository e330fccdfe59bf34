"""Inviting people in, and taking an invitation up. The code is the whole permission, so it is used exactly once."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, update
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.account.member import Invitation, Member
from models.kernel.act import Act
from models.kernel.codes import ALPHABET, fresh_code, new_token, read_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of

_CODE_LENGTH = 8
MOST_AT_ONCE = 20

_table = table_of(Invitation)
_FREE = and_(_table.c.used_by.is_(None), _table.c.revoked_at.is_(None))
# What operators may look at, each with its condition.
INVITATION_KINDS: dict[str, ColumnElement[bool]] = {
    "unused": _FREE,
    "used": _table.c.used_by.is_not(None),
    "revoked": _table.c.revoked_at.is_not(None),
}


def invite(session: Session, act: Act) -> Invitation:
    """A new, unused invitation."""
    code = fresh_code(session, Invitation.code, _CODE_LENGTH)
    invitation = Invitation(code=code, made_by=act.by_id, made_at=act.at)
    session.add(invitation)
    session.flush()
    return invitation


def invite_many(session: Session, how_many: int, act: Act, *, once: str = "") -> list[str]:
    """Makes invitations and returns their codes. `once` is the mark of the form; the codes follow from it, so a form
    that is sent twice makes them once."""
    if not 1 <= how_many <= MOST_AT_ONCE:
        raise Refused("how_many", N_("一次可以做 1 到 %(most)d 个"), most=MOST_AT_ONCE)
    mark = once or new_token()
    codes = [_code(f"{mark}:{number}") for number in range(how_many)]
    new = [code for code in codes if _insert(session, code, act)]
    if new:
        note_audit(session, "invitation.make", f"× {len(new)}", act.because(" ".join(new)))
    return codes


def revoke(session: Session, code: str, act: Act) -> bool:
    """Makes an unused invitation worthless; says whether it is now. One that was used stays used."""
    free = update(Invitation).where(_table.c.code == code, _FREE)
    if session.exec(free.values(revoked_at=act.at)).rowcount == 1:
        note_audit(session, "invitation.revoke", code, act)
    return (
        session.exec(select(Invitation.id).where(_table.c.code == code, INVITATION_KINDS["revoked"])).first()
        is not None
    )


def require_free(session: Session, code: str) -> None:
    """Raises Refused where nobody could take this invitation up."""
    if session.exec(select(Invitation.id).where(_table.c.code == read_code(code), _FREE)).first() is None:
        raise Refused("invite", N_("这个邀请码不对，或者已经用过了"))


def take_up(session: Session, code: str, act: Act) -> None:
    """Uses the invitation up for this new member. Raises Refused where it does not exist, was used or was revoked."""
    free = update(Invitation).where(_table.c.code == read_code(code), _FREE)
    if session.exec(free.values(used_by=act.member.id, used_at=act.at)).rowcount != 1:
        raise Refused("invite", N_("这个邀请码不对，或者已经用过了"))


def unused(session: Session) -> list[Invitation]:
    """Invitations that can be taken up, newest first."""
    return list(session.exec(select(Invitation).where(_FREE).order_by(_table.c.id.desc())))


def invitations(session: Session, kind: str, *, limit: int, offset: int) -> Sequence[tuple[Invitation, str | None]]:
    """One page of one kind, newest first, each with the name of who took it up."""
    query = select(Invitation, Member.name).join(Member, _table.c.used_by == Member.id, isouter=True)
    return session.exec(
        query.where(INVITATION_KINDS[kind]).order_by(_table.c.id.desc()).limit(limit).offset(offset)
    ).all()


def invitation_counts(session: Session) -> dict[str, int]:
    """How many invitations there are of each kind."""
    counted = {kind: func.count().filter(condition) for kind, condition in INVITATION_KINDS.items()}
    row = session.connection().execute(select(*counted.values()).select_from(_table)).one()
    return dict(zip(counted, row, strict=True))


def _insert(session: Session, code: str, act: Act) -> bool:
    row = insert_ignoring(session, Invitation).values(code=code, made_by=act.member.id, made_at=act.at)
    return bool(session.exec(row).rowcount == 1)


def _code(mark: str) -> str:
    digest = hashlib.sha256(mark.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CODE_LENGTH])
