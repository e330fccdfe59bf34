"""Writing a new order: rows that were made before the lock, put in by a few statements that are made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models.kernel.record import insert_of
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.steps import about

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """A parcel's row, and its lines' rows."""

    parcel: _Row
    lines: Sequence[_Row]


def insert_order(session: Session, order: _Row, parcels: Sequence[ParcelRows]) -> int:
    """Writes an order with its parcels and lines, and that its buyer placed it; returns its id. The rows lack only the
    ids that are known by then. Raises IntegrityError where a name is taken."""
    connection = session.connection()
    id_: int = connection.execute(insert_of(Order, frozenset(order), ("id",)), order).scalar_one()
    rows = [{**each.parcel, "order_id": id_} for each in parcels]
    written = connection.execute(insert_of(Parcel, frozenset(rows[0]), ("code", "id")), rows)
    ids = {row.code: row.id for row in written}
    lines = [{**line, "parcel_id": ids[each.parcel["code"]]} for each in parcels for line in each.lines]
    connection.execute(insert_of(Line, frozenset(lines[0])), lines)
    placed = about("order", id_, order["number"]) | {"step": "place", "who": "buyer", "at": order["placed_at"]}
    connection.execute(insert_of(OrderEvent, frozenset(placed)), placed)
    return id_
