"""A supplier's staff: taken on, given other roles, removed, and invited by a link; by an owner. All of it takes turns a
supplier, so that the last owner stays and two owners who remove each other are not both right."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.by_link import revoke_links_of
from models.account.member import Member
from models.account.role import LAST_ON_STAFF, STAFF_ROLES, StaffRole, roles_named
from models.account.signing_in import end_sign_ins
from models.account.told_roles import role_changes
from models.catalogue.supplier.staff import owners_of, staff_roles_of
from models.catalogue.supplier.supplier import StaffAppointment, Supplier, SupplierStaff
from models.kernel.act import Act
from models.kernel.database import in_turn, insert_ignoring
from models.kernel.errors import N_, Refused

NO_OWNER = N_("你已经不是负责人了，这一次没有改")


def take_onto_staff(session: Session, supplier: Supplier, member: Member, roles: Collection[str], act: Act) -> None:
    """Lets a member work for a supplier, for the first time or again. Raises Refused where they work
    for one already."""
    staff_turn(session, supplier, act)
    wanted = known_staff_roles(roles)
    if LAST_ON_STAFF in wanted:
        _require_company(supplier)
    # The key lets one of two in that take the same member on at once.
    facts = {"member_id": member.id, "supplier_id": supplier.id, "since": act.at}
    if session.exec(insert_ignoring(session, SupplierStaff).values(**facts)).rowcount != 1:
        raise Refused("", N_("%(name)s已经在一家供货商做事了"), name=member.name)
    _give(session, supplier, member, wanted, act)
    note_audit(session, "staff.create", member, act, role_changes((), wanted, STAFF_ROLES))


def change_staff_roles(
    session: Session, supplier: Supplier, member: Member, roles: Collection[str], act: Act, *, seen: Collection[str]
) -> bool:
    """Gives one of the staff exactly these roles; says whether anything changed. `seen` are those that the form showed:
    Refused where they are others by now, or where nobody would own the account."""
    staff_turn(session, supplier, act)
    wanted, has = known_staff_roles(roles), _roles_here(session, supplier, member)
    if not has:
        raise Refused("", N_("%(name)s已经不在这里做事了"), name=member.name)
    if wanted == has:
        return False
    if set(seen) != has:
        raise Refused("roles", N_("岗位刚刚有别人改过，看看现在的，再决定"))
    if LAST_ON_STAFF in has ^ wanted:
        _require_company(supplier)
    if LAST_ON_STAFF in has - wanted:
        _require_other_owner(session, supplier, member)
        revoke_links_of(session, member, supplier.id, act)
    _take(session, member, has - wanted, act)
    _give(session, supplier, member, wanted - has, act)
    note_audit(session, "staff.roles", member, act, role_changes(has, wanted, STAFF_ROLES))
    return True


def remove_from_staff(session: Session, supplier: Supplier, member: Member, act: Act) -> bool:
    """Ends all roles and every sign-in of one of the staff at once; the history stays. Twice is once: False."""
    staff_turn(session, supplier, act)
    has = _roles_here(session, supplier, member)
    if not has:
        return False
    if act.by_id == member.id:
        raise Refused("", N_("自己不能撤下自己，请另一位负责人来办"))
    if LAST_ON_STAFF in has:
        _require_company(supplier)
        _require_other_owner(session, supplier, member)
    _take(session, member, has, act)
    session.delete(session.get_one(SupplierStaff, member.id))
    session.flush()
    revoke_links_of(session, member, supplier.id, act)
    end_sign_ins(session, member, at=act.at)
    note_audit(session, "staff.remove", member, act, role_changes(has, (), STAFF_ROLES))
    return True


def staff_turn(session: Session, supplier: Supplier, act: Act) -> None:
    """Waits for the turn, then looks at who acts. Raises Refused where they own this supplier's account no more."""
    in_turn(session, f"who works for supplier {supplier.id}")
    if act.who == "supplier" and LAST_ON_STAFF not in _roles_here(session, supplier, act.member):
        raise Refused("", NO_OWNER)


def known_staff_roles(roles: Collection[str]) -> frozenset[StaffRole]:
    """What was chosen. Raises Refused where it is nothing, or no role."""
    known = roles_named(roles, STAFF_ROLES)
    if not known or len(known) < len(set(roles)):
        raise Refused("roles", N_("至少选一个岗位"))
    return frozenset(role.name for role in known)


def _roles_here(session: Session, supplier: Supplier, member: Any) -> frozenset[StaffRole]:
    works_here = select(SupplierStaff.member_id).where(
        SupplierStaff.member_id == member.id, SupplierStaff.supplier_id == supplier.id
    )
    return staff_roles_of(session, member) if session.exec(works_here).first() is not None else frozenset()


def _require_other_owner(session: Session, supplier: Supplier, member: Member) -> None:
    if all(one.id == member.id for one in owners_of(session, supplier)):
        raise Refused("roles", N_("这是最后一位负责人，先让另一位当负责人"))


def _require_company(supplier: Supplier) -> None:
    """Raises Refused of a self-run shop: whoever keeps the shop owns its goods' account, and nobody else."""
    if supplier.is_self_run:
        raise Refused("roles", N_("自营的负责人就是掌柜，给不了别人，也撤不下"))


def _give(session: Session, supplier: Supplier, member: Member, roles: Collection[StaffRole], act: Act) -> None:
    given: dict[str, Any] = {"given_by": act.by_id, "given_at": act.at, "given_why": act.why}
    for role in roles_named(roles, STAFF_ROLES):
        session.add(StaffAppointment(supplier_id=supplier.id, member_id=member.id, role=role.name, **given))
    session.flush()


def _take(session: Session, member: Member, roles: Collection[StaffRole], act: Act) -> None:
    stands = (
        col(StaffAppointment.member_id) == member.id,
        col(StaffAppointment.role).in_(roles),
        col(StaffAppointment.taken_at).is_(None),
    )
    taken = {"taken_by": act.by_id, "taken_at": act.at, "taken_why": act.why}
    session.exec(update(StaffAppointment).where(*stands).values(**taken))
