"""A new password for somebody who lost the old one: by a one-time code, by an operator's link, or from the command
line. Each ends every sign-in of the member and leaves a row in the audit trail."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.desk.appointment import works_at_desk
from models.account.member import Member
from models.account.reset_link import ResetLink, mark_in
from models.account.signing_in import end_sign_ins, hold_member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules


def reset_password(session: Session, member: Member, fresh_hash: str, act: Act) -> None:
    """Takes a new password's hash, made outside the transaction: hashing is slow on purpose. Every browser is signed
    out, and no link that was made for the old one opens anything."""
    hold_member(session, member.id).password_hash = fresh_hash
    end_sign_ins(session, member, at=act.at)
    end_reset_links(session, member.id, at=act.at)
    note_audit(session, "password.reset", member, act)


def make_reset_link(session: Session, member: Member, act: Act, *, rules: Rules) -> ResetLink:
    """A link for a keeper or for a supplier's staff; the newest alone counts. Raises Refused for operators."""
    _refuse_operators(session, member)
    hold_member(session, member.id)
    end_reset_links(session, member.id, at=act.at)
    until = act.at + timedelta(hours=rules.reset_link_hours)
    link = ResetLink(member_id=member.id, made_by=act.member.id, made_at=act.at, until=until)
    session.add(link)
    session.flush()
    note_audit(session, "password.link", member, act)
    return link


def use_reset_link(session: Session, link: ResetLink, fresh_hash: str, *, at: datetime) -> Member:
    """Sets the password once. Raises Refused where somebody was first, or it is over."""
    free = (col(ResetLink.id) == link.id, col(ResetLink.used_at).is_(None), col(ResetLink.until) > at)
    member = session.get_one(Member, link.member_id)
    _refuse_operators(session, member)
    hold_member(session, member.id)
    if session.exec(update(ResetLink).where(*free).values(used_at=at)).rowcount != 1:
        raise Refused("", N_("这个链接已经不能用了，请平台再给一个"))
    reset_password(session, member, fresh_hash, Act.owner(member, at, "link"))
    return member


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


def _refuse_operators(session: Session, member: Member) -> None:
    if works_at_desk(session, member.id):
        raise Refused("", N_("平台人员的密码不能用链接重设，请在服务器上运行 flask reset-password"))
