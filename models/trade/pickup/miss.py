"""Wrong codes that were typed at a supplier's counter: counted by the hour, so that nobody finds one by trying."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, case
from sqlmodel import Field, Session

from models.kernel.database import insert_into
from models.kernel.record import Record, moment, table_of

PICKUP_HOUR = timedelta(hours=1)


class PickupMiss(Record, table=True):
    """How many since `began_at`; after an hour it begins anew."""

    __table_args__ = (CheckConstraint("count >= 1", name="counts_make_sense"),)

    supplier_id: int = Field(foreign_key="supplier.id", primary_key=True)
    began_at: datetime = moment()
    count: int = 1


_table = table_of(PickupMiss)


def misses_of(session: Session, supplier_id: int, *, at: datetime) -> int:
    """How many in this hour."""
    row = session.get(PickupMiss, supplier_id, populate_existing=True)
    return row.count if row is not None and row.began_at > at - PICKUP_HOUR else 0


def count_miss(session: Session, supplier_id: int, *, at: datetime) -> None:
    """One more."""
    over = _table.c.began_at <= at - PICKUP_HOUR
    anew = {"began_at": case((over, at), else_=_table.c.began_at), "count": case((over, 1), else_=_table.c.count + 1)}
    first = insert_into(session, PickupMiss).values(supplier_id=supplier_id, began_at=at, count=1)
    session.connection().execute(first.on_conflict_do_update(index_elements=["supplier_id"], set_=anew))
