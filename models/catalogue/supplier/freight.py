"""What sending a parcel costs: a supplier's usual freight, and zones of provinces where it is another, or none goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session, col, select

from models.catalogue.supplier.freight_rate import MOST_UNITS, FreightBill, FreightGrowth, FreightRate, Load
from models.catalogue.supplier.supplier import FreightZone, Supplier, set_growth
from models.kernel import regions
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money

MOST_ZONES = 34
_FREE = Money(0)


@dataclass(frozen=True, slots=True)
class ZoneTerms:
    """What a zone should be; `provinces` are two-digit codes."""

    provinces: tuple[str, ...]
    fee: Money = _FREE
    free_over: Money | None = None
    delivers: bool = True
    growth: FreightGrowth | None = None

    @property
    def rate(self) -> FreightRate:
        """What a parcel costs there."""
        return FreightRate(self.fee, self.free_over, self.growth)


class Weighed(Protocol):
    """A line of a cart or of an order, as far as freight goes by it."""

    @property
    def quantity(self) -> int:
        """Pieces,"""

    @property
    def gross(self) -> Money:
        """what they cost together without a coupon,"""

    @property
    def grams(self) -> int | None:
        """and what one weighs, where somebody said so."""


class UsualFreight(Protocol):
    """A supplier, or its terms as plain values."""

    @property
    def rate(self) -> FreightRate:
        """What a parcel costs."""


class ZoneFreight(Protocol):
    """A zone, or its terms."""

    @property
    def provinces(self) -> Sequence[str]:
        """Two-digit codes of where it counts."""

    @property
    def rate(self) -> FreightRate:
        """What a parcel costs there,"""

    @property
    def delivers(self) -> bool:
        """and whether any goes there."""


def freight_for(
    supplier: UsualFreight, zones: Sequence[ZoneFreight], load: Load, province: str | None
) -> FreightBill | None:
    """What one parcel costs to a province (two digits). None: it is not delivered there. Without a province the lowest
    that it may cost."""
    if province is None:
        return min(bills(supplier, zones, load), key=lambda bill: bill.amount)
    zone = next((zone for zone in zones if province in zone.provinces), None)
    if zone is None:
        return supplier.rate.bill(load)
    return zone.rate.bill(load) if zone.delivers else None


def bills(supplier: UsualFreight, zones: Sequence[ZoneFreight], load: Load) -> list[FreightBill]:
    """All that one parcel may cost, wherever it goes: the usual freight first."""
    return [supplier.rate.bill(load), *(zone.rate.bill(load) for zone in zones if zone.delivers)]


def charge(supplier: Supplier, rate: FreightRate, *, usual_grams: int | None = None) -> None:
    """Sets the usual freight; `usual_grams` is what a piece counts as whose weight nobody said. Raises Refused."""
    if rate.free_over is not None and rate.free_over <= 0:
        raise Refused("free_over", N_("写大于 0 的金额；全都包邮就选“包邮”"))
    if rate.growth is not None:
        rate.growth.check()
    if usual_grams is not None and not 1 <= usual_grams <= MOST_UNITS:
        raise Refused("usual_grams", N_("写 1 到 %(most)s 之间的数"), most=MOST_UNITS)
    supplier.freight, supplier.free_over = rate.fee, rate.free_over
    set_growth(supplier, rate.growth)
    supplier.usual_grams = usual_grams or supplier.usual_grams


def load_of(lines: Iterable[Weighed], usual_grams: int) -> Load:
    """What a parcel of these lines is; pieces of unknown weight count as the supplier says."""
    packed = list(lines)
    return Load(
        Money(sum(line.gross for line in packed)),
        sum((line.grams or usual_grams) * line.quantity for line in packed),
        sum(line.quantity for line in packed),
    )


def zones_of(session: Session, supplier: Supplier) -> list[FreightZone]:
    """A supplier's zones, as they were made."""
    return list(
        session.exec(select(FreightZone).where(FreightZone.supplier_id == supplier.id).order_by(col(FreightZone.id)))
    )


def zone_coded(session: Session, supplier: Supplier, code: str) -> FreightZone:
    """One of the supplier's own zones. Raises Gone."""
    query = select(FreightZone).where(FreightZone.supplier_id == supplier.id, FreightZone.code == code)
    zone = session.exec(query).first()
    if zone is None:
        raise Gone(code)
    return zone


def add_zone(session: Session, supplier: Supplier, terms: ZoneTerms) -> FreightZone:
    """A new zone. Raises Refused where a province is in another one. The same again gives the one that stands."""
    _hold(session, supplier)
    existing = zones_of(session, supplier)
    same = next((zone for zone in existing if _terms(zone) == _in_order(terms)), None)
    if same is not None:
        return same
    if len(existing) >= MOST_ZONES:
        raise Refused("", N_("最多 %(most)s 个地区"), most=MOST_ZONES)
    zone = FreightZone(code=fresh_code(session, FreightZone.code, 8), supplier_id=supplier.id)
    _set(session, supplier, zone, terms)
    session.add(zone)
    session.flush()
    return zone


def change_zone(session: Session, supplier: Supplier, zone: FreightZone, terms: ZoneTerms) -> None:
    """Sets a zone's provinces and freight. Raises Refused where a province is in another one."""
    _hold(session, supplier)
    _set(session, supplier, zone, terms)


def drop_zone(session: Session, zone: FreightZone) -> None:
    """Takes a zone away: its provinces have the usual freight again."""
    session.delete(zone)


def _set(session: Session, supplier: Supplier, zone: FreightZone, terms: ZoneTerms) -> None:
    if not terms.provinces:
        raise Refused("provinces", N_("至少选一个省"))
    known = {place.code[:2]: place.name for place in regions.provinces()}
    if set(terms.provinces) - set(known):
        raise Refused("provinces", N_("没有这个省"))
    taken = {code for other in zones_of(session, supplier) if other.id != zone.id for code in other.provinces}
    twice = [known[code] for code in terms.provinces if code in taken]
    if twice:
        raise Refused("provinces", N_("%(names)s已经在另一个地区里"), names="、".join(twice))
    whole = _in_order(terms)
    zone.provinces = list(whole.provinces)
    if whole.growth is not None:
        whole.growth.check()
    zone.fee, zone.free_over, zone.delivers = whole.fee, whole.free_over, whole.delivers
    set_growth(zone, whole.growth)


def _in_order(terms: ZoneTerms) -> ZoneTerms:
    """The terms as they are kept: provinces by code; a zone without delivery costs nothing."""
    provinces = tuple(sorted(set(terms.provinces)))
    if not terms.delivers:
        return ZoneTerms(provinces, delivers=False)
    return ZoneTerms(provinces, terms.fee, terms.free_over, growth=terms.growth)


def _terms(zone: FreightZone) -> ZoneTerms:
    return ZoneTerms(tuple(zone.provinces), zone.fee, zone.free_over, zone.delivers, zone.rate.growth)


def _hold(session: Session, supplier: Supplier) -> None:
    """Locks the supplier until the commit, so that the second of two forms at once sees the first one's zone."""
    session.exec(select(Supplier.id).where(Supplier.id == supplier.id).with_for_update()).one()
