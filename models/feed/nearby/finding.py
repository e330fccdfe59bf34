"""What is near: the list for a place, and the list of a district. Neither leaves anything behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.feed.nearby.arranging import NEARBY_SHOWN, NearbyLine, arranged
from models.feed.nearby.newest import newest_posts
from models.feed.nearby.place import ShopPlace
from models.feed.nearby.streams import Circle, NearbyOrder, Placed, first_around, first_in_district
from models.kernel.earth.point import EarthPoint
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.shop.shop import Shop

_shop, _place = table_of(Shop), table_of(ShopPlace)
# Of the shops that opened lately so many may take the places that are kept for them.
_NEWCOMERS = 8
# More than are shown, since doors may be shut; then so many times more.
_SPARE, _GROWTH = 4, 4
_First = Callable[[NearbyOrder, int], list[Placed]]
_DOORS = Prebuilt(
    select(
        _shop.c.id,
        _shop.c.number,
        _shop.c.name,
        _shop.c.logo,
        _shop.c.introduction,
        *(_place.c[name] for name in ("north", "east", "district", "placed_by", "newest_at", "opened_at")),
    )
    .join_from(_shop, _place, _place.c.shop_id == _shop.c.id)
    .where(_shop.c.id.in_(bindparam("ids", expanding=True)), _shop.c.closed_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Near:
    """One place of the list: a post of a shop (`post` is its code, `words` its own), or the shop with its introduction.
    `metres` is how far, as a round number; None of a district's list, and of a shop of which
    only the district is known."""

    number: int
    name: str
    logo: str | None
    district: str
    words: str
    post: str | None
    at: datetime
    is_new: bool
    metres: int | None


def near(session: Session, point: EarthPoint, *, rules: Rules, at: datetime) -> list[Near]:
    """What is around a point, in the order of arranging.py. The point is used and forgotten."""
    circle = Circle(point, rules.nearby_metres)
    return _list(session, lambda order, most: first_around(session, circle, order, most), point, rules, at)


def near_in_district(session: Session, code: str, *, rules: Rules, at: datetime) -> list[Near]:
    """The same of a district."""
    return _list(session, lambda order, most: first_in_district(session, code, order, most), None, rules, at)


def _list(session: Session, first: _First, around: EarthPoint | None, rules: Rules, at: datetime) -> list[Near]:
    since = at - timedelta(days=rules.nearby_new_days)
    newest = _open(session, first, "newest_at", NEARBY_SHOWN)
    late = [shop for shop in _open(session, first, "opened_at", _NEWCOMERS) if shop.opened_at > since]
    shops = {shop.id: shop for shop in [*newest, *late]}
    posts = {post.id: post for post in newest_posts(session, list(shops))}
    posted = {post.shop_id for post in posts.values()}
    told = [NearbyLine(post.shop_id, post.id, post.out_at) for post in posts.values()]
    told += (NearbyLine(shop.id, None, shop.newest_at) for shop in shops.values() if shop.id not in posted)
    listed = arranged(told, [shop.id for shop in late])
    return [_shown(shops[one.shop_id], posts.get(one.post_id), one.at, around, since) for one in listed]


def _open(session: Session, first: _First, order: NearbyOrder, most: int) -> list[Any]:
    """The first shops whose doors are open. Shut ones keep their place in the index: they are few."""
    ask = most + _SPARE
    while True:
        found = first(order, ask)
        doors = {door.id: door for door in _DOORS.rows(session, {"ids": _padded(found, ask)})}
        rows = [doors[one.shop_id] for one in found if one.shop_id in doors]
        if len(rows) >= most or len(found) < ask:
            return rows[:most]
        ask *= _GROWTH


def _padded(found: Sequence[Placed], ask: int) -> list[int]:
    """Always as many, so that the statement is built once."""
    return [*(one.shop_id for one in found), *[-1] * (ask - len(found))]


def _shown(shop: Any, post: Any, at: datetime, around: EarthPoint | None, since: datetime) -> Near:
    metres = around.metres_to_millionths(shop.north, shop.east) if around and shop.placed_by != "district" else None
    return Near(
        shop.number,
        shop.name,
        shop.logo,
        shop.district,
        post.words if post else shop.introduction,
        post and post.code,
        at,
        shop.opened_at > since,
        None if metres is None else roughly(metres),
    )


def roughly(metres: float) -> int:
    """A distance as it is told: at least 500 m, then whole kilometres; places are no more exact."""
    return 500 if metres < 750 else max(1, round(metres / 1000)) * 1000
