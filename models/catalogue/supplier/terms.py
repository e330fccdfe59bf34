"""What suppliers' parcels cost, read for many at once as plain values: what a cart is priced by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.catalogue.supplier.freight import ZoneTerms
from models.catalogue.supplier.freight_rate import FreightGrowth, FreightRate
from models.catalogue.supplier.pickup_place import PickupPlace, PickupTerms
from models.catalogue.supplier.supplier import FreightZone, Supplier, growth_of
from models.kernel.money import Money
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of

_supplier, _zone, _pickup = table_of(Supplier), table_of(FreightZone), table_of(PickupPlace)
_TERMS = Prebuilt(
    select(
        _supplier.c.id,
        _supplier.c.name,
        _supplier.c.code,
        _supplier.c.freight,
        _supplier.c.free_over,
        _supplier.c.usual_grams,
        _supplier.c.growth_by,
        _supplier.c.growth_first,
        _supplier.c.growth_per,
        _supplier.c.growth_more,
        _supplier.c.shop_id,
        _zone.c.id.label("zone_id"),
        _zone.c.provinces,
        _zone.c.fee,
        _zone.c.free_over.label("zone_free_over"),
        _zone.c.delivers,
        _zone.c.growth_by.label("zone_growth_by"),
        _zone.c.growth_first.label("zone_growth_first"),
        _zone.c.growth_per.label("zone_growth_per"),
        _zone.c.growth_more.label("zone_growth_more"),
        _pickup.c.code.label("pickup_code"),
        _pickup.c.place,
        _pickup.c.hours,
        _pickup.c.words,
        _pickup.c.days,
    )
    .join_from(_supplier, _zone, _zone.c.supplier_id == _supplier.c.id, isouter=True)
    .join(_pickup, _pickup.c.supplier_id == _supplier.c.id, isouter=True)
    .where(_supplier.c.id.in_(bindparam("suppliers", expanding=True)))
    .order_by(_supplier.c.id, _zone.c.id)
)


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """A supplier's usual freight, its zones, and where buyers may fetch instead, as they stood at one moment. Two are
    equal where all of it is."""

    id: int
    name: str
    freight: Money
    free_over: Money | None
    zones: tuple[ZoneTerms, ...] = ()
    growth: FreightGrowth | None = None
    usual_grams: int = 500
    pickup: PickupTerms | None = None
    code: str = ""
    # Of a self-run seller: its shop, which earns nothing on these goods.
    shop_id: int | None = None

    @property
    def rate(self) -> FreightRate:
        """What a parcel usually costs."""
        return FreightRate(self.freight, self.free_over, self.growth)


def terms_of(session: Session, suppliers: Iterable[int]) -> dict[int, SupplierTerms]:
    """The terms of many suppliers by their ids, in one statement."""
    found: dict[int, SupplierTerms] = {}
    for row in _TERMS.rows(session, {"suppliers": sorted(set(suppliers))}):
        terms = found.get(row.id) or SupplierTerms(
            row.id,
            row.name,
            row.freight,
            row.free_over,
            growth=growth_of(row),
            usual_grams=row.usual_grams,
            pickup=_fetched_at(row),
            code=row.code,
            shop_id=row.shop_id,
        )
        if row.zone_id is not None:
            zone = ZoneTerms(tuple(row.provinces), row.fee, row.zone_free_over, row.delivers, _of_zone(row))
            terms = replace(terms, zones=(*terms.zones, zone))
        found[row.id] = terms
    return found


def _fetched_at(row: Any) -> PickupTerms | None:
    if row.pickup_code is None:
        return None
    return PickupTerms(row.place, row.hours, row.words, row.days, row.pickup_code)


def _of_zone(row: Any) -> FreightGrowth | None:
    if row.zone_growth_by is None:
        return None
    return FreightGrowth(row.zone_growth_by, row.zone_growth_first, row.zone_growth_per, row.zone_growth_more)
