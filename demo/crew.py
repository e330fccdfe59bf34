"""The demo's people with roles: they came by links, as anybody does."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from demo.content.crew import COLLEAGUES, DemoColleague
from demo.network import OPERATOR, Network
from demo.stock import PASSWORD
from models.account.desk.appointment import roles_of
from models.account.desk.joining import invite_to_desk, join_desk
from models.account.joining import new_member
from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import DESK_ROLES, STAFF_ROLES, Role, roles_named
from models.catalogue.supplier.hired import invite_to_staff, join_staff
from models.catalogue.supplier.register import staff_of
from models.catalogue.supplier.staff import staff_roles_of
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.rules import Rules


def bring_people_in(network: Network, rules: Rules, at: datetime) -> None:
    """Each is invited by who may, and comes."""
    for one in COLLEAGUES:
        link = _invited(network, one, rules, at)
        member = new_member(network.session, phone=one.phone, name=one.name, password=PASSWORD, at=at)
        come = join_staff if one.supplier else join_desk
        come(network.session, link, member, Act.owner(member, at))


def _invited(network: Network, one: DemoColleague, rules: Rules, at: datetime) -> JoiningLink:
    if not one.supplier:
        act = Act.operator(network.operator, at)
        return invite_to_desk(network.session, one.name, one.roles, act, rules=rules)
    owner = Act.supplier(network.person(one.supplier), at)
    supplier = network.suppliers[one.supplier]
    return invite_to_staff(network.session, supplier, one.name, one.roles, owner, rules=rules)


def tell_operators(session: Session) -> list[dict[str, Any]]:
    """Who works the desk, the first one first."""
    phones = [OPERATOR, *(one.phone for one in COLLEAGUES if not one.supplier)]
    members = session.exec(select(Member).where(col(Member.phone).in_(phones)).order_by(col(Member.phone)))
    return [_told(one, roles_of(session, one), DESK_ROLES) for one in members]


def tell_staff(session: Session, supplier: Supplier) -> list[dict[str, Any]]:
    """Who works for a supplier, its owner first."""
    return [_told(one, staff_roles_of(session, one), STAFF_ROLES) for one in staff_of(session, supplier)]


def _told(member: Member, roles: frozenset[Any], known: tuple[Role[Any], ...]) -> dict[str, Any]:
    named = [role.name for role in roles_named(roles, known)]
    return {"phone": member.phone, "password": PASSWORD, "name": member.name, "roles": named}
