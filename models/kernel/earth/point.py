"""A point on the earth in WGS-84, and the distance between two."""

import math
from dataclasses import dataclass

# The mean radius (IUGG): a sphere is right to one part in 200, which no rounded place can tell.
EARTH_METRES = 6_371_008.8
DEGREE_METRES = math.pi * EARTH_METRES / 180
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class EarthPoint:
    """Degrees: north of the equator, from -90 to 90; east of Greenwich, from -180 up to, and without, 180."""

    north: float
    east: float

    def metres_to(self, other: "EarthPoint") -> float:
        """As the crow flies (haversine), also over a pole and over the date line."""
        return _metres(self.north, self.east, other.north, other.east)

    def metres_to_millionths(self, north: int, east: int) -> float:
        """The same to a point as it is kept."""
        return _metres(self.north, self.east, north / _MILLION, east / _MILLION)

    @property
    def millionths(self) -> tuple[int, int]:
        """As whole millionths of a degree, which is how it is kept: a tenth of a metre."""
        return round(self.north * _MILLION), round(self.east * _MILLION)


def point_at(north: float, east: float) -> EarthPoint | None:
    """The point of two numbers; None where they are none of this earth's: no number, endless, or out of range."""
    if not (math.isfinite(north) and math.isfinite(east) and abs(north) <= 90 and abs(east) <= 180):
        return None
    return EarthPoint(north + 0.0, east - 360 if east == 180 else east + 0.0)


def from_millionths(north: int, east: int) -> EarthPoint:
    """The point as it was kept."""
    return EarthPoint(north / _MILLION, (east - 360 * _MILLION if east == 180 * _MILLION else east) / _MILLION)


def _metres(north: float, east: float, other_north: float, other_east: float) -> float:
    here, there = math.radians(north), math.radians(other_north)
    up, along = math.sin((there - here) / 2), math.sin(math.radians(other_east - east) / 2)
    part = up * up + math.cos(here) * math.cos(there) * along * along
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(1.0, part)))
