"""Stops that were for a time: who was stopped is let back when it is up."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.stop import MemberStop
from models.catalogue.supplier.stop import SupplierStop
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.stories.stop.member import let_member_back
from models.stories.stop.supplier import let_supplier_back


def let_back_in_time(database: Database, *, at: datetime) -> int:
    """Everybody whose time is up; says how many. Each in a transaction of their own."""

    def back_member(session: Session, row: int) -> bool:
        stop = session.get_one(MemberStop, row)
        return let_member_back(session, session.get_one(Member, stop.member_id), Act.clock(at))

    def back_supplier(session: Session, row: int) -> bool:
        stop = session.get_one(SupplierStop, row)
        return let_supplier_back(session, session.get_one(Supplier, stop.supplier_id), Act.clock(at))

    members = sweep(database, _over(MemberStop, at), back_member, name="letting a member back")
    return members + sweep(database, _over(SupplierStop, at), back_supplier, name="letting a supplier back")


def _over(record: type[MemberStop] | type[SupplierStop], at: datetime) -> Any:
    def find(session: Session, after: int) -> list[int]:
        over = (col(record.lifted_at).is_(None), col(record.until) <= at, col(record.id) > after)
        return list(session.exec(select(record.id).where(*over).order_by(col(record.id)).limit(SWEEP_BATCH)))

    return find
