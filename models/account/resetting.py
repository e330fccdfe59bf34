"""A new password for somebody who lost the old one: by a one-time code, by an operator's link, or from the command
line. Each ends every sign-in of the member and leaves a row in the audit trail."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.desk.appointment import roles_of, works_at_desk
from models.account.member import Member
from models.account.reset_link import LinkState, ResetLink, mark_in
from models.account.role import LAST_AT_DESK, DeskRole
from models.account.signing_in import end_sign_ins, hold_member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules

# Whose word stands beside that of the admin who made it.
_CONFIRMING: frozenset[DeskRole] = frozenset({"admin", "people"})


def reset_password(session: Session, member: Member, fresh_hash: str, act: Act) -> None:
    """Takes a new password's hash, made outside the transaction: hashing is slow on purpose. Every browser is signed
    out, and no link that was made for the old one opens anything."""
    hold_member(session, member.id).password_hash = fresh_hash
    end_sign_ins(session, member, at=act.at)
    end_reset_links(session, member.id, at=act.at)
    note_audit(session, "password.reset", member, act)


def make_reset_link(session: Session, member: Member, act: Act, *, rules: Rules) -> ResetLink:
    """A link for a member who lost the password; the newest alone counts. One for somebody at the desk is an admin's,
    and opens once another has confirmed it. Raises Refused."""
    if works_at_desk(session, member.id) and LAST_AT_DESK not in roles_of(session, act.member):
        raise Refused("", N_("平台人员的链接由管理员来做"))
    if act.by_id == member.id:
        raise Refused("", N_("自己的链接要由别人来做"))
    hold_member(session, member.id)
    end_reset_links(session, member.id, at=act.at)
    until = act.at + timedelta(hours=rules.reset_link_hours)
    link = ResetLink(member_id=member.id, made_by=act.member.id, made_at=act.at, until=until)
    session.add(link)
    session.flush()
    note_audit(session, "password.link", member, act)
    return link


def confirm_reset_link(session: Session, link: ResetLink, act: Act) -> bool:
    """A second operator's word for a link of somebody at the desk; False where it was given before. Raises Refused for
    who made it, for whom it is for, and where it is over."""
    if act.by_id in (link.made_by, link.member_id):
        raise Refused("", N_("自己做的链接、自己的链接，都要由另一位平台人员确认"))
    if not roles_of(session, act.member) & _CONFIRMING:
        raise Refused("", N_("要由管理员或者管店铺的平台人员确认"))
    waiting = (
        col(ResetLink.id) == link.id,
        col(ResetLink.confirmed_by).is_(None),
        col(ResetLink.used_at).is_(None),
        col(ResetLink.until) > act.at,
    )
    confirmed = {"confirmed_by": act.member.id, "confirmed_at": act.at}
    if session.exec(update(ResetLink).where(*waiting).values(**confirmed)).rowcount == 1:
        note_audit(session, "password.link_confirm", session.get_one(Member, link.member_id), act)
        return True
    session.refresh(link)
    if link.confirmed_by is None or link.state(act.at) != "open":
        raise Refused("", N_("这个链接已经不能用了，请平台再给一个"))
    return False


def opens_now(session: Session, link: ResetLink, *, at: datetime) -> LinkState:
    """What it does at this moment; one of somebody at the desk waits for its second operator. With whoever gave a word
    for it, and may not any more, it is over: they have read its address."""
    state = link.state(at)
    if state == "open" and not all(_vouches(session, one) for one in (link.made_by, link.confirmed_by) if one):
        return "over"
    unconfirmed = link.confirmed_by is None and works_at_desk(session, link.member_id)
    return "waiting" if state == "open" and unconfirmed else state


def use_reset_link(session: Session, link: ResetLink, fresh_hash: str, *, at: datetime) -> Member:
    """Sets the password once. Raises Refused where somebody was first, it is over, or not confirmed yet."""
    free = (col(ResetLink.id) == link.id, col(ResetLink.used_at).is_(None), col(ResetLink.until) > at)
    member = session.get_one(Member, link.member_id)
    hold_member(session, member.id)
    state = opens_now(session, link, at=at)
    if state == "waiting":
        raise Refused("", N_("这个链接还要另一位平台人员确认"))
    if state != "open" or session.exec(update(ResetLink).where(*free).values(used_at=at)).rowcount != 1:
        raise Refused("", N_("这个链接已经不能用了，请平台再给一个"))
    reset_password(session, member, fresh_hash, Act.owner(member, at, "link"))
    return member


def _vouches(session: Session, member_id: int) -> bool:
    member = session.get_one(Member, member_id)
    return not member.stopped and bool(roles_of(session, member) & _CONFIRMING)


def reset_link_at(session: Session, address: str, *, secret: str) -> ResetLink | None:
    """The link of this address, whatever has become of it."""
    mark = mark_in(address, secret)
    return session.exec(select(ResetLink).where(ResetLink.mark == mark)).first() if mark else None


def open_reset_links(session: Session, members: Collection[int], *, at: datetime) -> dict[int, ResetLink]:
    """The link of each of these members that can still be used."""
    query = select(ResetLink).where(col(ResetLink.member_id).in_(members), col(ResetLink.used_at).is_(None))
    return {one.member_id: one for one in session.exec(query.where(col(ResetLink.until) > at))}


def end_reset_links(session: Session, member_id: int, *, at: datetime) -> None:
    """No link that was made for this member so far opens anything."""
    still_open = (
        col(ResetLink.member_id) == member_id,
        col(ResetLink.used_at).is_(None),
        col(ResetLink.until) > at,
    )
    session.exec(update(ResetLink).where(*still_open).values(until=at))
