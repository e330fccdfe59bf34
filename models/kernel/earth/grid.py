"""Grids on the earth: rows of one height, each cut into whole fields of about the same width.

A place is rounded to the middle of its field (`rounded`). The grid stands still, so the same place always comes to the
same middle, however often it is given. Shops are found by another grid, of spots (about 500 m) in cells of four by
four (about 2 km): `cells_around` says which cells a circle touches, `spots_around` which spots of one of them.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from models.kernel.earth.point import DEGREE_METRES, EARTH_METRES, EarthPoint

# The height of a spot in degrees: about 500 m. It is no setting, since rows are found by it.
_SPOT = 0.0045
_SIDE = 4
_CELL = _SPOT * _SIDE
# No row has as many fields: the key of a field is its row and its place in it.
_WIDE = 1 << 17
# Distances are told in doubles: what lies within this of an edge counts as lying on either side.
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of one grid, of so many fields. `middle` is how far north it lies, `reach` how far the corner of a field is
    from its middle in metres."""

    number: int
    count: int
    middle: float
    reach: float

    def place(self, east: float) -> int:
        return int((east + 180) / 360 * self.count) % self.count

    def key(self, place: int) -> int:
        return self.number * _WIDE + place % self.count

    def within(self, point: EarthPoint, metres: float) -> range:
        """The places whose middles are no farther from a point; they may run over the date line."""
        angle = min(metres / EARTH_METRES / 2, math.pi / 2)
        here, there = math.radians(point.north), math.radians(self.middle)
        up, thin = math.sin((there - here) / 2) ** 2, math.cos(here) * math.cos(there)
        left = math.sin(angle) ** 2 - up
        if metres < 0 or left < 0:
            return range(0)
        wide = 180.0 if left >= thin else math.degrees(2 * math.asin(math.sqrt(left / thin)))
        if wide >= 180 - 180 / self.count:
            return range(self.count)
        at = (point.east + 180) / 360 * self.count - 0.5
        half = wide / 360 * self.count
        return range(math.ceil(at - half), math.floor(at + half) + 1)


def rounded(point: EarthPoint, metres: int) -> EarthPoint:
    """The middle of the field of about so many metres in which a point lies; of that middle, itself."""
    height = 180 / max(1, round(180 * DEGREE_METRES / metres))
    number = _number(point.north, height)
    wide = math.cos(math.radians(-90 + (number + 0.5) * height)) * 360 * DEGREE_METRES
    row = _row(number, height, max(1, round(wide / metres)))
    return EarthPoint(row.middle, -180 + (row.place(point.east) + 0.5) * 360 / row.count)


def cell_of(point: EarthPoint) -> int:
    """The key of the cell in which a point lies."""
    row = _cells(_number(point.north, _CELL))
    return row.key(row.place(point.east))


def spot_of(point: EarthPoint) -> int:
    """The key of the spot in which a point lies."""
    row = _spots(_number(point.north, _SPOT))
    return row.key(row.place(point.east))


def cells_around(point: EarthPoint, metres: float) -> list[int]:
    """The keys of all cells that a circle touches: whoever lies in it lies in one of them."""
    up = metres / DEGREE_METRES
    south, north = max(-90.0, point.north - up), min(90.0, point.north + up)
    rows = map(_cells, range(_number(south, _CELL), _number(north, _CELL) + 1))
    return [row.key(place) for row in rows for place in row.within(point, metres + row.reach + _SLACK)]


def spots_around(cell: int, point: EarthPoint, metres: float) -> list[int]:
    """The keys of those spots of a cell that the circle touches."""
    number, place = divmod(cell, _WIDE)
    rows = map(_spots, range(number * _SIDE, number * _SIDE + _SIDE))
    touched = ((row, one % row.count) for row in rows for one in row.within(point, metres + row.reach + _SLACK))
    return [row.key(one) for row, one in touched if one // _SIDE == place]


def _number(north: float, height: float) -> int:
    """Which row, counted from the south pole; the north pole itself lies in the last."""
    return min(int((north + 90) / height), math.ceil(180 / height - 1e-9) - 1)


@lru_cache(maxsize=4096)
def _cells(number: int) -> _Row:
    """A row of cells: at least four, so that none goes around a pole."""
    thin = math.cos(math.radians(min(90.0, -90 + (number + 0.5) * _CELL)))
    return _row(number, _CELL, max(4, int(thin * 360 / _CELL)))


@lru_cache(maxsize=16384)
def _spots(number: int) -> _Row:
    return _row(number, _SPOT, _cells(number // _SIDE).count * _SIDE)


def _row(number: int, height: float, count: int) -> _Row:
    """Of a field's two edges, the one nearer to the equator is longer: its end is the farthest corner."""
    middle = EarthPoint(min(90.0, -90 + (number + 0.5) * height), 0.0)
    edges = (-90 + number * height, min(90.0, -90 + (number + 1) * height))
    return _Row(number, count, middle.north, max(middle.metres_to(EarthPoint(edge, 180 / count)) for edge in edges))
