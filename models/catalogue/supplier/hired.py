"""Coming to a supplier's staff by an owner's link: made, revoked, and used once."""

from collections.abc import Collection

from sqlmodel import Session

from models.account.audit import note_audit
from models.account.by_link import NO_LINK, make_joining_link, maker_of, revoke_joining_link, take_up_joining_link
from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import STAFF_ROLES, roles_named
from models.account.told_roles import role_changes
from models.catalogue.supplier.hiring import known_staff_roles, staff_turn, take_onto_staff
from models.catalogue.supplier.staff import owners_of
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import Refused
from models.kernel.rules import Rules


def invite_to_staff(
    session: Session, supplier: Supplier, called: str, roles: Collection[str], act: Act, *, rules: Rules
) -> JoiningLink:
    """An owner's link for one person, with the roles that they will have."""
    staff_turn(session, supplier, act)
    names = [role.name for role in roles_named(known_staff_roles(roles), STAFF_ROLES)]
    link = make_joining_link(session, called, names, act, rules=rules, supplier_id=supplier.id)
    note_audit(session, "staff.link", _subject(supplier, link), act, role_changes((), link.roles, STAFF_ROLES))
    return link


def uninvite_to_staff(session: Session, supplier: Supplier, link: JoiningLink, act: Act) -> bool:
    """Revokes a link; says whether it still opened anything."""
    staff_turn(session, supplier, act)
    revoked = revoke_joining_link(session, link, act)
    if revoked:
        note_audit(session, "staff.unlink", _subject(supplier, link), act)
    return revoked


def join_staff(session: Session, link: JoiningLink, member: Member, act: Act) -> Supplier:
    """The member works for the supplier from now on. Raises Refused where the link opens nothing any more, also because
    its maker owns the account no more, or the member works for a supplier already."""
    supplier = session.get(Supplier, link.supplier_id)
    if supplier is None:
        raise Refused("", NO_LINK)
    maker = maker_of(session, link)
    staff_turn(session, supplier, Act.program(act.at))
    if maker not in owners_of(session, supplier):
        raise Refused("", NO_LINK)
    take_up_joining_link(session, link, member, at=act.at)
    take_onto_staff(session, supplier, member, link.roles, Act.supplier(maker, act.at, act.why))
    return supplier


def _subject(supplier: Supplier, link: JoiningLink) -> str:
    return f"{supplier.code} {link.called}"
