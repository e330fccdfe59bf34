"""Taking people in at the desk, giving them other roles, and removing them.

All of it takes turns (`in_turn`): so two admins who remove each other at once cannot both be right, and the last admin
stays. Who acts is looked at again behind the lock: whoever lost the role meanwhile changes nothing.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from models.account.audit import note_audit
from models.account.by_link import revoke_links_of
from models.account.desk.appointment import DeskAppointment, members_with, roles_of
from models.account.member import Member, Operator
from models.account.role import DESK_ROLES, LAST_AT_DESK, DeskRole, roles_named
from models.account.signing_in import end_sign_ins
from models.account.told_roles import role_changes
from models.kernel.act import Act
from models.kernel.database import in_turn
from models.kernel.errors import N_, Refused

APPOINTING_WHY_LIMIT = 200
# Whoever decides on who works the desk, or may sign in, waits for this.
DESK_TURN = "who works the desk"
MEANWHILE = N_("岗位刚刚有别人改过，看看现在的，再决定")
NO_ADMIN = N_("你已经不是管理员了，这一次没有改")


def take_into_desk(session: Session, member: Member, roles: Collection[str], act: Act) -> None:
    """Lets a member work the desk, for the first time or again. Raises Refused where they do already."""
    desk_turn(session, act)
    wanted = known_desk_roles(roles)
    if roles_of(session, member):
        raise Refused("", N_("%(name)s已经在工作台了，要改岗位就改岗位"), name=member.name)
    session.add(Operator(member_id=member.id, since=act.at))
    _give(session, member, wanted, act)
    session.flush()
    note_audit(session, "operator.create", member, act, role_changes((), wanted, DESK_ROLES))


def change_roles(session: Session, member: Member, roles: Collection[str], act: Act, *, seen: Collection[str]) -> bool:
    """Gives a member at the desk exactly these roles; says whether anything changed. `seen` are those that the form
    showed: Refused where they are others by now, where the member does not work there, where nobody would be an admin,
    or where admins would take it from themselves."""
    desk_turn(session, act)
    wanted, has = known_desk_roles(roles), roles_of(session, member)
    if not has:
        raise Refused("", N_("%(name)s已经不在工作台了"), name=member.name)
    if wanted == has:
        return False
    if set(seen) != has:
        raise Refused("roles", MEANWHILE)
    if LAST_AT_DESK in has - wanted:
        _require_other_admin(session, member, act)
    _take(session, member, has - wanted, act)
    _give(session, member, wanted - has, act)
    if LAST_AT_DESK in has - wanted:
        revoke_links_of(session, member, None, act)
    note_audit(session, "operator.roles", member, act, role_changes(has, wanted, DESK_ROLES))
    return True


def remove_from_desk(session: Session, member: Member, act: Act) -> bool:
    """Ends all roles and every sign-in of a member at once; the history stays. Removed twice is removed once: False."""
    desk_turn(session, act)
    has = roles_of(session, member)
    if not has:
        return False
    if act.by_id == member.id:
        raise Refused("", N_("自己不能撤下自己，请另一位管理员来办"))
    if LAST_AT_DESK in has:
        _require_other_admin(session, member, act)
    _take(session, member, has, act)
    session.delete(session.get_one(Operator, member.id))
    session.flush()
    revoke_links_of(session, member, None, act)
    end_sign_ins(session, member, at=act.at)
    note_audit(session, "operator.remove", member, act, role_changes(has, (), DESK_ROLES))
    return True


def desk_turn(session: Session, act: Act) -> None:
    """Waits for the turn, then looks at who acts. Raises Refused where they are no admin any more; the program and its
    command line always may."""
    in_turn(session, DESK_TURN)
    if act.by is not None and LAST_AT_DESK not in roles_of(session, act.by):
        raise Refused("", NO_ADMIN)


def known_desk_roles(roles: Collection[str]) -> frozenset[DeskRole]:
    """What was chosen. Raises Refused where it is nothing, or no role."""
    known = roles_named(roles, DESK_ROLES)
    if not known or len(known) < len(set(roles)):
        raise Refused("roles", N_("至少选一个岗位"))
    return frozenset(role.name for role in known)


def _require_other_admin(session: Session, member: Member, act: Act) -> None:
    if act.by_id == member.id:
        raise Refused("roles", N_("自己的管理员岗位要由另一位管理员来撤"))
    if all(one.id == member.id for one in members_with(session, LAST_AT_DESK)):
        raise Refused("roles", N_("这是最后一位管理员，先让另一位当管理员"))


def _give(session: Session, member: Member, roles: Collection[DeskRole], act: Act) -> None:
    given: dict[str, Any] = {"given_by": act.by_id, "given_at": act.at, "given_why": act.why}
    for role in roles_named(roles, DESK_ROLES):
        session.add(DeskAppointment(member_id=member.id, role=role.name, **given))
    session.flush()


def _take(session: Session, member: Member, roles: Collection[DeskRole], act: Act) -> None:
    stands = (
        col(DeskAppointment.member_id) == member.id,
        col(DeskAppointment.role).in_(roles),
        col(DeskAppointment.taken_at).is_(None),
    )
    taken = {"taken_by": act.by_id, "taken_at": act.at, "taken_why": act.why}
    session.exec(update(DeskAppointment).where(*stands).values(**taken))
