"""Writing a new order: rows that were made before the lock, put in by a few prebuilt statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.kernel.record import row_of, table_of
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.steps import about

_Row = Mapping[str, Any]
_order, _parcel, _line = table_of(Order), table_of(Parcel), table_of(Line)
_ORDER = insert(_order).returning(_order.c.id)
_PARCELS = insert(_parcel).returning(_parcel.c.code, _parcel.c.id)
_LINES, _EVENT = insert(_line), insert(table_of(OrderEvent))


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """A parcel's row, and its lines' rows."""

    parcel: _Row
    lines: Sequence[_Row]


def insert_order(session: Session, order: _Row, parcels: Sequence[ParcelRows]) -> int:
    """Writes an order with its parcels and lines, and that its buyer placed it; returns its id. The rows lack only the
    ids that are known by then. Raises IntegrityError where a name is taken."""
    connection = session.connection()
    id_: int = connection.execute(_ORDER, order).scalar_one()
    rows = [{**each.parcel, "order_id": id_} for each in parcels]
    ids = {row.code: row.id for row in connection.execute(_PARCELS, rows)}
    lines = [{**line, "parcel_id": ids[each.parcel["code"]]} for each in parcels for line in each.lines]
    connection.execute(_LINES, lines)
    placed = {"step": "place", "who": "buyer", "at": order["placed_at"]}
    connection.execute(_EVENT, row_of(OrderEvent, **about("order", id_, order["number"]), **placed))
    return id_
