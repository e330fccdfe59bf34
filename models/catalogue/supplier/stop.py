"""That a supplier sells nothing for now. What was ordered is still shipped and settled (docs/product.md, Stopping)."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.stop import STOP_CHECKS, Stop, one_open_stop
from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import belongs_to, row_id

_OPEN = text("lifted_at IS NULL")


class SupplierStop(Stop, table=True):
    """An open one is the supplier's `stopped`."""

    __table_args__ = (
        *(CheckConstraint(rule, name=name) for rule, name in STOP_CHECKS),
        one_open_stop("supplier"),
        Index("ix_supplier_stop_until", "until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int = row_id()
    supplier_id: int = belongs_to("supplier.id")


def stops_of_supplier(session: Session, supplier: Supplier) -> list[tuple[SupplierStop, str | None]]:
    """All of a supplier's, the newest first, each with the name of who decided."""
    rows = select(SupplierStop, Member.name).outerjoin(Member, col(SupplierStop.stopped_by) == Member.id)
    return list(session.exec(rows.where(SupplierStop.supplier_id == supplier.id).order_by(col(SupplierStop.id).desc())))
