"""Joining links: made, revoked, and used once. What a link leads to, the desk or a supplier's staff, is for the verbs
of those to say; here is what both have in common."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.kernel import text
from models.kernel.act import Act, Somebody
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules

CALLED_LIMIT = 20
# More than anybody needs at once, and few enough to look through.
MOST_JOINING_LINKS = 50
NO_LINK = N_("这个链接已经不能用了，请对方再给一个")


def make_joining_link(
    session: Session, called: str, roles: Sequence[str], act: Act, *, rules: Rules, supplier_id: int | None = None
) -> JoiningLink:
    """A link for one person, whom the maker calls so. Raises Refused where too many are open."""
    name = text.one_line(called)
    if not name:
        raise Refused("called", N_("写一下是给谁的"))
    if len(open_joining_links(session, supplier_id, at=act.at)) >= MOST_JOINING_LINKS:
        raise Refused("", N_("没用的链接已经有 %(most)d 个了，先作废几个"), most=MOST_JOINING_LINKS)
    until = act.at + timedelta(hours=rules.joining_link_hours)
    facts: dict[str, Any] = {"supplier_id": supplier_id, "called": name[:CALLED_LIMIT], "roles": list(roles)}
    link = JoiningLink(made_by=act.member.id, made_at=act.at, until=until, **facts)
    session.add(link)
    session.flush()
    return link


def take_up_joining_link(session: Session, link: JoiningLink, member: Somebody, *, at: datetime) -> None:
    """Uses it up for this member. Raises Refused where somebody was first, or it is over or revoked."""
    if session.exec(update(JoiningLink).where(*_open(link.id, at)).values(used_by=member.id, used_at=at)).rowcount != 1:
        raise Refused("", NO_LINK)


def revoke_joining_link(session: Session, link: JoiningLink, act: Act) -> bool:
    """It opens nothing from now on; says whether it did until now."""
    revoked = {"revoked_by": act.by_id, "revoked_at": act.at}
    return bool(session.exec(update(JoiningLink).where(*_open(link.id, act.at)).values(**revoked)).rowcount)


def revoke_links_of(session: Session, maker: Somebody, supplier_id: int | None, act: Act) -> None:
    """Nothing that somebody made who may not any more opens anything."""
    for link in open_joining_links(session, supplier_id, at=act.at):
        if link.made_by == maker.id:
            revoke_joining_link(session, link, act)


def open_joining_links(session: Session, supplier_id: int | None, *, at: datetime) -> Sequence[JoiningLink]:
    """Those of the desk, or of a supplier, that can still be used, the newest first."""
    whose = col(JoiningLink.supplier_id).is_(None) if supplier_id is None else JoiningLink.supplier_id == supplier_id
    found = select(JoiningLink).where(whose, *_open(None, at))
    return session.exec(found.order_by(col(JoiningLink.id).desc())).all()


def maker_of(session: Session, link: JoiningLink) -> Member:
    """Who made it."""
    return session.get_one(Member, link.made_by)


def _open(link_id: int | None, at: datetime) -> tuple[Any, ...]:
    still = (col(JoiningLink.used_at).is_(None), col(JoiningLink.revoked_at).is_(None), col(JoiningLink.until) > at)
    return still if link_id is None else (col(JoiningLink.id) == link_id, *still)
