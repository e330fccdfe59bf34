"""Opting in and out of nearby. What a keeper says is rounded before it is written, so nobody can be told more than
that; opting out deletes it, and the trail never had it."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from models.account.audit import note_audit
from models.feed.nearby.newest import renew_newest
from models.feed.nearby.place import PlacedBy, ShopPlace
from models.kernel.act import Act
from models.kernel.earth.grid import cell_of, rounded, spot_of
from models.kernel.earth.point import EarthPoint
from models.kernel.errors import N_, Refused
from models.kernel.regions import can_send_to
from models.kernel.regions.middles import WIDEST_METRES, district_at, middle_of
from models.kernel.rules import Rules
from models.shop.facts import shop_subject
from models.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """Where a keeper says the shop stands: a district's six digits, a point of a map or of the browser, or both."""

    district: str = ""
    point: EarthPoint | None = None
    by: PlacedBy = "district"


def place_of_shop(session: Session, shop: Shop) -> ShopPlace | None:
    """Where it stands for who asks what is near; None where it has not opted in."""
    return session.exec(select(ShopPlace).where(ShopPlace.shop_id == shop.id)).first()


def place_shop(session: Session, shop: Shop, wanted: SaidPlace, act: Act, *, rules: Rules) -> ShopPlace:
    """From now on people around find the shop. Said again from about the same place it stays where it is: else the
    middles that it is rounded to would tell more than one of them. Raises Refused."""
    district, exact = _checked(wanted)
    if shop.opened_at is None:
        raise Refused("", N_("店还没开门，开门以后就能让附近的人看到"))
    place = place_of_shop(session, shop)
    if place and place.district == district and _is_about_there(place, exact, wanted, rules):
        return place
    point = rounded(exact, rules.nearby_rounding)
    if place is None:
        place = ShopPlace(
            shop_id=shop.id,
            north=0,
            east=0,
            cell=0,
            spot=0,
            district=district,
            placed_by=wanted.by,
            placed_at=act.at,
            newest_at=shop.opened_at,
            opened_at=shop.opened_at,
        )
    place.north, place.east = point.millionths
    place.cell, place.spot = cell_of(place.point), spot_of(place.point)
    place.district, place.placed_by, place.placed_at = district, wanted.by, act.at
    session.add(place)
    renew_newest(session, shop.id)
    note_audit(session, "shop.place", shop_subject(shop), act)
    return place


def take_place_away(session: Session, shop: Shop, act: Act) -> None:
    """Nobody finds it around any more, and where it stood is deleted. Again, it changes nothing."""
    if session.exec(delete(ShopPlace).where(col(ShopPlace.shop_id) == shop.id)).rowcount:
        note_audit(session, "shop.unplace", shop_subject(shop), act)


def coarsen(session: Session, *, rules: Rules) -> int:
    """Rounds again what was rounded to less than the setting says today; how many were."""
    changed = 0
    for place in session.exec(select(ShopPlace)):
        point = rounded(place.point, rules.nearby_rounding)
        if point.metres_to(place.point) > 1:
            place.north, place.east = point.millionths
            place.cell, place.spot = cell_of(place.point), spot_of(place.point)
            changed += 1
    session.flush()
    return changed


def _is_about_there(place: ShopPlace, exact: EarthPoint, wanted: SaidPlace, rules: Rules) -> bool:
    is_as_exact = (place.placed_by == "district") == (wanted.by == "district")
    return is_as_exact and exact.metres_to(place.point) <= rules.nearby_rounding


def _checked(wanted: SaidPlace) -> tuple[str, EarthPoint]:
    """The district and the point that stand for what was said."""
    district = wanted.district or (district_at(wanted.point) if wanted.point else "") or ""
    if not can_send_to(district):
        if wanted.point and not wanted.district:
            raise Refused("where", N_("这里像是在海上，或者离哪个区县都很远。选一下区县，或者换个位置"))
        raise Refused("district", N_("选一下小铺在哪个区县"))
    middle = middle_of(district)
    if wanted.point is None:
        if middle is None:
            raise Refused("where", N_("这个区县的位置我们不知道。请用手机定位，或者贴地图上的位置"))
        return district, middle
    if middle and wanted.point.metres_to(middle) > WIDEST_METRES:
        raise Refused("where", N_("这个位置离选的区县太远了，看看是不是贴错了"))
    return district, wanted.point
