"""Who is stopped is marked so, and nothing of theirs goes on that should not."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, exists, select

from models.account.member import Member
from models.account.stop import MemberStop
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.stop import SupplierStop
from models.catalogue.supplier.supplier import Supplier
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.shop.shop import Shop

_member, _supplier, _shop, _goods = table_of(Member), table_of(Supplier), table_of(Shop), table_of(Goods)
_member_stop, _supplier_stop = table_of(MemberStop), table_of(SupplierStop)


def stop_marks(connection: Connection) -> Iterator[Fault]:
    """A mark stands exactly where a stop is open."""
    yield from _marks(connection, "member", _member, _open(_member_stop, _member_stop.c.member_id == _member.c.id))
    of_supplier = _open(_supplier_stop, _supplier_stop.c.supplier_id == _supplier.c.id)
    yield from _marks(connection, "supplier", _supplier, of_supplier)


def stopped_sales(connection: Connection) -> Iterator[Fault]:
    """Nothing of a stopped supplier is on sale, and no shop of a stopped keeper is open."""
    sells = exists().where(_goods.c.supplier_id == _supplier.c.id, _goods.c.state == "on_sale")
    for row in stream(connection, select(_supplier.c.code).where(_supplier.c.stopped, sells)):
        yield Fault("stop.sells", f"supplier {row.code}", "it is stopped, yet goods of it are on sale")
    shops = select(_shop.c.number, _shop.c.paused).join_from(_shop, _member, _shop.c.keeper_id == _member.c.id)
    for row in stream(connection, shops.where(_member.c.stopped, _shop.c.closed_at.is_(None))):
        yield Fault("stop.door", f"shop {row.number}", "its keeper is stopped, yet it is open")
    for row in stream(connection, shops.where(_shop.c.paused, ~_member.c.stopped)):
        yield Fault("stop.door", f"shop {row.number}", "it is closed for a stop, yet its keeper is not stopped")


def _open(stop: Table, whose: Any) -> Any:
    return exists().where(whose, stop.c.lifted_at.is_(None))


def _marks(connection: Connection, noun: str, table: Table, is_open: Any) -> Iterator[Fault]:
    query = select(table.c.code, table.c.stopped, is_open.label("is_open")).subquery()
    for row in stream(connection, select(query).where(query.c.stopped != query.c.is_open)):
        words = "it is marked stopped without a stop" if row.stopped else "a stop is open, yet it is not marked so"
        yield Fault("stop.mark", f"{noun} {row.code}", words)
