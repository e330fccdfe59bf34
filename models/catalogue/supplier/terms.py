"""What suppliers' parcels cost, read for many at once as plain values: what a cart is priced by."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from models.catalogue.supplier.freight import ZoneTerms
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.money import Money
from models.kernel.record import table_of

_supplier, _zone = table_of(Supplier), table_of(FreightZone)
_COLUMNS = (
    select(
        _supplier.c.id,
        _supplier.c.name,
        _supplier.c.freight,
        _supplier.c.free_over,
        _zone.c.id.label("zone_id"),
        _zone.c.provinces,
        _zone.c.fee,
        _zone.c.free_over.label("zone_free_over"),
        _zone.c.delivers,
    )
    .join_from(_supplier, _zone, _zone.c.supplier_id == _supplier.c.id, isouter=True)
    .order_by(_supplier.c.id, _zone.c.id)
)


@functools.cache
def _asked(count: int) -> Select[Any]:
    """Made once for each number of suppliers: few carts have more than three."""
    return _COLUMNS.where(_supplier.c.id.in_([bindparam(f"of_{place}") for place in range(count)]))


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """A supplier's usual freight and its zones, as they stood at one moment. Two are equal where every figure is."""

    id: int
    name: str
    freight: Money
    free_over: Money | None
    zones: tuple[ZoneTerms, ...] = ()


def terms_of(session: Session, suppliers: Iterable[int]) -> dict[int, SupplierTerms]:
    """The terms of many suppliers by their ids, in one statement."""
    found: dict[int, SupplierTerms] = {}
    wanted = {f"of_{place}": id_ for place, id_ in enumerate(sorted(set(suppliers)))}
    for row in session.connection().execute(_asked(len(wanted)), wanted):
        terms = found.get(row.id) or SupplierTerms(row.id, row.name, row.freight, row.free_over)
        if row.zone_id is not None:
            zone = ZoneTerms(tuple(row.provinces), row.fee, row.zone_free_over, row.delivers)
            terms = replace(terms, zones=(*terms.zones, zone))
        found[row.id] = terms
    return found
