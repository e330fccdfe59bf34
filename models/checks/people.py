"""Whoever works somewhere has a role there, whoever has a role works there, and somebody gives roles."""

from collections.abc import Iterator

from sqlalchemy import Connection, and_, exists, select

from models.account.desk.appointment import DeskAppointment
from models.account.member import Member, Operator
from models.account.role import LAST_AT_DESK, LAST_ON_STAFF
from models.catalogue.supplier.supplier import StaffAppointment, Supplier, SupplierStaff
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream

_member, _operator, _given = table_of(Member), table_of(Operator), table_of(DeskAppointment)
_supplier, _staff, _hired = table_of(Supplier), table_of(SupplierStaff), table_of(StaffAppointment)
_STANDS, _HIRED = _given.c.taken_at.is_(None), _hired.c.taken_at.is_(None)


def desk_roles(connection: Connection) -> Iterator[Fault]:
    """At the desk."""
    has = exists().where(_given.c.member_id == _operator.c.member_id, _STANDS)
    idle = select(_member.c.code).join_from(_member, _operator, _operator.c.member_id == _member.c.id).where(~has)
    for row in stream(connection, idle):
        yield Fault("people.idle", f"member {row.code}", "works the desk without a role")
    works = exists().where(_operator.c.member_id == _given.c.member_id)
    lost = select(_member.c.code).join_from(_member, _given, _given.c.member_id == _member.c.id)
    for row in stream(connection, lost.where(_STANDS, ~works).distinct()):
        yield Fault("people.role", f"member {row.code}", "has a role at the desk without working there")
    admin = exists().where(_given.c.role == LAST_AT_DESK, _STANDS)
    for _row in stream(connection, select(_operator.c.member_id).where(~admin).limit(1)):
        yield Fault("people.admin", "desk", "nobody is an admin: `flask create-operator` makes one")


def staff_roles(connection: Connection) -> Iterator[Fault]:
    """On suppliers' staffs."""
    at_work = and_(_staff.c.member_id == _hired.c.member_id, _staff.c.supplier_id == _hired.c.supplier_id)
    idle = select(_member.c.code).join_from(_member, _staff, _staff.c.member_id == _member.c.id)
    for row in stream(connection, idle.where(~exists().where(at_work, _HIRED))):
        yield Fault("people.idle", f"member {row.code}", "works for a supplier without a role")
    lost = select(_member.c.code).join_from(_member, _hired, _hired.c.member_id == _member.c.id)
    for row in stream(connection, lost.where(_HIRED, ~exists().where(at_work)).distinct()):
        yield Fault("people.role", f"member {row.code}", "has a role for a supplier without working there")
    owned = exists().where(_hired.c.supplier_id == _supplier.c.id, _hired.c.role == LAST_ON_STAFF, _HIRED)
    staffed = exists().where(_staff.c.supplier_id == _supplier.c.id)
    for row in stream(connection, select(_supplier.c.code).where(staffed, ~owned)):
        yield Fault("people.owner", f"supplier {row.code}", "nobody of its staff is an owner")
