"""Shops in the order in which nearby shows them, read along an index.

A circle of 5 km touches some thirty cells. Each is a stream, read a few shops at a time from the front of its index:
the newest of all of them are the newest in the circle as soon as no stream can hold a newer one. Only a stream that
still can is read on; a cell that is read on and that the circle's edge goes through falls into its spots, so that a
crowd just outside costs nothing. So the work depends on how many are shown, and not on how many there are.
"""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import bindparam, literal_column, select, tuple_, type_coerce, union_all
from sqlalchemy.types import Integer, NullType
from sqlmodel import Session

from models.feed.nearby.place import ShopPlace
from models.kernel.earth.grid import cells_around, spots_around
from models.kernel.earth.point import EarthPoint
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of

# By its newest post, or by when its door first opened.
NearbyOrder = Literal["newest_at", "opened_at"]
_Along = Literal["cell", "spot", "district"]
_place = table_of(ShopPlace)
# How many of each cell are read at first, of so many that are shown: thirty cells together give more than those. Then
# how many of each cell, and of each spot.
_FIRST_PART, _SECOND, _LATER = 5, 20, 20
# Streams of one statement; it is built once for each multiple of this.
_TOGETHER, _MOST_TOGETHER = 8, 64
_NOBODY: dict[_Along, int | str] = {"cell": -1, "spot": -1, "district": ""}


class Placed(NamedTuple):
    """A shop in the order, larger first: the moment that it stands at, as the database writes it, and where, in
    millionths of a degree."""

    at: Any
    shop_id: int
    north: int
    east: int


@dataclass(frozen=True, slots=True)
class Circle:
    """Around whom, and how far. It is used and forgotten: nobody keeps it, and nothing says it."""

    middle: EarthPoint
    metres: float

    def holds(self, one: Placed) -> bool:
        """Whether a shop lies in it."""
        return self.middle.metres_to_millionths(one.north, one.east) <= self.metres


@dataclass(frozen=True, slots=True)
class _Stream:
    along: _Along
    key: int | str
    before: tuple[Any, int] | None = None


def first_around(session: Session, circle: Circle, order: NearbyOrder, most: int) -> list[Placed]:
    """The first shops of the order in a circle, exactly; their doors were not looked at."""
    streams = [_Stream("cell", key) for key in cells_around(circle.middle, circle.metres)]
    return _first(session, streams, order, most, circle)


def first_in_district(session: Session, code: str, order: NearbyOrder, most: int) -> list[Placed]:
    """The same of a district, by its six digits."""
    return _first(session, [_Stream("district", code)], order, most, None)


def _first(
    session: Session, streams: list[_Stream], order: NearbyOrder, most: int, circle: Circle | None
) -> list[Placed]:
    found: list[Placed] = []
    sizes = [max(2, most // _FIRST_PART), _SECOND] if circle else [most]
    for turn, size in enumerate(itertools.chain(sizes, itertools.repeat(_LATER))):
        going: list[tuple[_Stream, Placed]] = []
        for stream, read in zip(streams, _read(session, streams, order, size), strict=True):
            found += (one for one in read if circle is None or circle.holds(one))
            if len(read) == size:
                going.append((stream, read[-1]))
        found = sorted(found, reverse=True)[:most]
        # What comes behind the last that is shown changes nothing any more.
        last = found[-1] if len(found) == most else None
        streams = [on for stream, at in going if last is None or at > last for on in _on(stream, at, circle, turn)]
        if not streams:
            break
    return found


def _on(stream: _Stream, last: Placed, circle: Circle | None, turn: int) -> list[_Stream]:
    """Where a stream goes on. A cell that gave two rounds, and whose shops still are too few, has most of them outside
    of the circle."""
    before = (last.at, last.shop_id)
    if circle is None or stream.along == "spot" or turn == 0:
        return [replace(stream, before=before)]
    return [_Stream("spot", key, before) for key in spots_around(int(stream.key), circle.middle, circle.metres)]


def _read(session: Session, streams: list[_Stream], order: NearbyOrder, size: int) -> list[list[Placed]]:
    """The next shops of each stream, by as few statements as may be."""
    read: list[list[Placed]] = [[] for _ in streams]
    for along in ("cell", "spot", "district"):
        places = [at for at, stream in enumerate(streams) if stream.along == along]
        for first in range(0, len(places), _MOST_TOGETHER):
            some = places[first : first + _MOST_TOGETHER]
            for row in _rows(session, along, [streams[at] for at in some], order, size):
                read[some[row.stream]].append(Placed(*row[1:]))
    return read


def _rows(session: Session, along: _Along, streams: Sequence[_Stream], order: NearbyOrder, size: int) -> list[Any]:
    count = -(-len(streams) // _TOGETHER) * _TOGETHER
    goes_on = streams[0].before is not None
    given: dict[str, Any] = {"size": size}
    for place in range(count):
        stream = streams[place] if place < len(streams) else None
        given[f"key{place}"] = stream.key if stream else _NOBODY[along]
        if goes_on:
            given[f"at{place}"], given[f"shop{place}"] = (stream and stream.before) or (None, 0)
    return _statement(along, order, count, goes_on).rows(session, given)


@functools.cache
def _statement(along: _Along, order: NearbyOrder, count: int, goes_on: bool) -> Prebuilt:
    """The moment is not made one of Python's: of hundreds that are compared, twenty are told."""
    place = _place.c
    at = type_coerce(place[order], NullType())
    parts = []
    for number in range(count):
        part = (
            select(literal_column(str(number)).label("stream"), at.label("at"), place.shop_id, place.north, place.east)
            .where(place[along] == bindparam(f"key{number}"))
            .order_by(place[order].desc(), place.shop_id.desc())
            .limit(bindparam("size", type_=Integer))
        )
        if goes_on:
            before = tuple_(bindparam(f"at{number}", type_=NullType()), bindparam(f"shop{number}"))
            part = part.where(tuple_(at, place.shop_id) < before)
        parts.append(select(part.subquery()))
    return Prebuilt(union_all(*parts))
