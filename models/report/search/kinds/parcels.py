"""Parcels: by a box's tracking number and by their own code."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.prefixes import begins_with
from models.kernel.record import table_of
from models.report.search import Hit, SearchKind
from models.report.search.rows import in_order, those
from models.report.search.typed import Typed
from models.trade.order.order import Order, Parcel
from models.trade.parcel.shipment import Shipment

# Carriers' numbers begin alike.
_BEGINNING = 8
_parcel, _order, _box = table_of(Parcel), table_of(Order), table_of(Shipment)
_COLUMNS = (_parcel.c.code, _parcel.c.state, _order.c.number, _parcel.c.id)
_PARCELS = select(*_COLUMNS, _order.c.placed_at.label("at")).join_from(_parcel, _order)
_BOXES = (
    select(*_COLUMNS, _box.c.shipped_at.label("at"), _box.c.carrier, _box.c.tracking)
    .join_from(_box, _parcel)
    .join(_order)
)


def _find(session: Session, typed: Typed) -> Iterable[Hit]:
    for row in those(session, _BOXES, _box.c.tracking, typed.runs + typed.codes, _box.c.id):
        yield _hit(row, N_("物流单号"), f"{row.carrier} {row.tracking}")
    for row in those(session, _PARCELS, _parcel.c.code, typed.codes, _parcel.c.id):
        yield _hit(row, N_("包裹号"), row.code)
    for run in typed.codes:
        if len(run) >= _BEGINNING:
            for row in in_order(session, _BOXES.where(begins_with(session, _box.c.tracking, run)), _box.c.tracking):
                yield _hit(row, N_("物流单号开头"), f"{row.carrier} {row.tracking}", exact=False)


def _hit(row: Any, matched: str, value: str, *, exact: bool = True) -> Hit:
    path = f"/desk/orders/{row.number}#p-{row.code}"
    return Hit(row.code, matched, value, path, exact, noun="parcel", state=row.state, at=row.at)


SEARCH = SearchKind("parcel", 2, N_("包裹"), frozenset({"service", "finance"}), _find)
