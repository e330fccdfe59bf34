"""Who may do what for a supplier: roles as they stand, and their history."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.role import LAST_ON_STAFF, StaffRole
from models.catalogue.supplier.supplier import StaffAppointment, Supplier, SupplierStaff
from models.kernel.act import Somebody


def staff_roles_of(session: Session, member: Somebody) -> frozenset[StaffRole]:
    """What a member may do for the supplier they work for now."""
    stands: Any = select(StaffAppointment.role).where(StaffAppointment.member_id == member.id)
    return frozenset(session.exec(stands.where(col(StaffAppointment.taken_at).is_(None))))


def who_may(role: StaffRole) -> Any:
    """The staff who may do what this role does, as a condition on SupplierStaff: those with the role, and owners."""
    having = select(StaffAppointment.member_id).where(
        col(StaffAppointment.taken_at).is_(None), col(StaffAppointment.role).in_((role, LAST_ON_STAFF))
    )
    return col(SupplierStaff.member_id).in_(having)


def owners_of(session: Session, supplier: Supplier) -> list[Member]:
    """Who answers for a supplier and may sign in, the longest first."""
    having = select(Member).join(StaffAppointment, col(StaffAppointment.member_id) == Member.id)
    stands = (StaffAppointment.role == LAST_ON_STAFF, col(StaffAppointment.taken_at).is_(None), ~col(Member.stopped))
    of_it = having.where(StaffAppointment.supplier_id == supplier.id, *stands)
    return list(session.exec(of_it.order_by(col(StaffAppointment.id))))


def staff_appointments(session: Session, supplier: Supplier) -> Iterable[StaffAppointment]:
    """All that anybody was ever given here, the newest first."""
    rows = select(StaffAppointment).where(StaffAppointment.supplier_id == supplier.id)
    return session.exec(rows.order_by(col(StaffAppointment.id).desc())).all()
