"""Places of shops: rounded, found by where they stand, and in the order of their newest posts."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, or_, select

from models.feed.finding import PUBLIC
from models.feed.nearby.place import ShopPlace
from models.feed.post import Post
from models.kernel.earth.grid import cell_of, spot_of
from models.kernel.earth.point import from_millionths
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.regions import can_send_to
from models.kernel.snapshot import stream
from models.shop.shop import Shop

_place, _shop, _post = table_of(ShopPlace), table_of(Shop), table_of(Post)


def shop_places(connection: Connection) -> Iterator[Fault]:
    """Each lies in the cell and the spot that it is found by, in a district that there is."""
    query = select(_shop.c.number, _place.c.north, _place.c.east, _place.c.cell, _place.c.spot, _place.c.district)
    for row in stream(connection, query.join_from(_place, _shop)):
        point = from_millionths(row.north, row.east)
        if (row.cell, row.spot) != (cell_of(point), spot_of(point)):
            yield Fault("shop.place", f"shop {row.number}", "it is not found nearby where it stands")
        if not can_send_to(row.district):
            yield Fault("shop.place", f"shop {row.number}", f"there is no district {row.district}")


def newest_said(connection: Connection) -> Iterator[Fault]:
    """Each place stands at the moment of its shop's newest post."""
    newest = select(func.max(_post.c.out_at)).where(_post.c.shop_id == _place.c.shop_id, PUBLIC).scalar_subquery()
    odd = _place.c.newest_at != func.coalesce(newest, _place.c.opened_at)
    for row in stream(connection, select(_shop.c.number).join_from(_place, _shop).where(odd)):
        yield Fault("shop.place", f"shop {row.number}", "its place says another moment than that of its newest post")


def placed_doors(connection: Connection) -> Iterator[Fault]:
    """A shop that is found nearby opened once, at the moment that its place says."""
    odd = or_(_shop.c.opened_at.is_(None), _shop.c.opened_at != _place.c.opened_at)
    for row in stream(connection, select(_shop.c.number).join_from(_place, _shop).where(odd)):
        yield Fault("shop.place", f"shop {row.number}", "its place says another moment of opening than its door")
