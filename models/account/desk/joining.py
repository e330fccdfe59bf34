"""Coming to the desk by an admin's link: made, revoked, and used once."""

from collections.abc import Collection

from sqlmodel import Session

from models.account.audit import note_audit
from models.account.by_link import NO_LINK, make_joining_link, maker_of, revoke_joining_link, take_up_joining_link
from models.account.desk.appointing import desk_turn, known_desk_roles, take_into_desk
from models.account.desk.appointment import roles_of
from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import DESK_ROLES, LAST_AT_DESK, roles_named
from models.account.told_roles import role_changes
from models.kernel.act import Act
from models.kernel.errors import Refused
from models.kernel.rules import Rules


def invite_to_desk(session: Session, called: str, roles: Collection[str], act: Act, *, rules: Rules) -> JoiningLink:
    """An admin's link for one person, with the roles that they will have."""
    desk_turn(session, act)
    names = [role.name for role in roles_named(known_desk_roles(roles), DESK_ROLES)]
    link = make_joining_link(session, called, names, act, rules=rules)
    note_audit(session, "operator.link", link.called, act, role_changes((), link.roles, DESK_ROLES))
    return link


def uninvite_to_desk(session: Session, link: JoiningLink, act: Act) -> bool:
    """Revokes a link; says whether it still opened the desk."""
    desk_turn(session, act)
    revoked = revoke_joining_link(session, link, act)
    if revoked:
        note_audit(session, "operator.unlink", link.called, act)
    return revoked


def join_desk(session: Session, link: JoiningLink, member: Member, act: Act) -> None:
    """The member works the desk from now on, with the link's roles, given by who made it. Raises Refused where the link
    opens nothing any more, also because its maker is no admin now or is stopped, or the member works there already."""
    maker = maker_of(session, link)
    given = Act.operator(maker, act.at, act.why)
    desk_turn(session, Act.program(act.at))
    if link.supplier_id is not None or maker.stopped or LAST_AT_DESK not in roles_of(session, maker):
        raise Refused("", NO_LINK)
    take_up_joining_link(session, link, member, at=act.at)
    take_into_desk(session, member, link.roles, given)
