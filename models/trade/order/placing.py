"""Writing a new order: rows that were made before the lock, put in by a few statements that are made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models.kernel.prebuilt import insert_rows
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.steps import about
from models.trade.pickup.pickup import Pickup

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ParcelRows:
    """A parcel's row, its lines' rows, and where it is fetched, if it is."""

    parcel: _Row
    lines: Sequence[_Row]
    pickup: _Row | None = None


def insert_order(session: Session, order: _Row, parcels: Sequence[ParcelRows]) -> int:
    """Writes an order with its parcels and lines, and that its buyer placed it; returns its id. The rows lack only the
    ids that are known by then. Raises IntegrityError where a name is taken."""
    id_: int = insert_rows(session, Order, [order], "id")[0].id
    rows = [{**each.parcel, "order_id": id_} for each in parcels]
    ids = {row.code: row.id for row in insert_rows(session, Parcel, rows, "code", "id")}
    lines = [{**line, "parcel_id": ids[each.parcel["code"]]} for each in parcels for line in each.lines]
    insert_rows(session, Line, lines)
    fetched = [{**each.pickup, "parcel_id": ids[each.parcel["code"]]} for each in parcels if each.pickup]
    if fetched:
        insert_rows(session, Pickup, fetched)
    placed = about("order", id_, order["number"]) | {"step": "place", "who": "buyer", "at": order["placed_at"]}
    insert_rows(session, OrderEvent, [placed])
    return id_
