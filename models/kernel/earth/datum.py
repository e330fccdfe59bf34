"""The datums of maps: WGS-84 is the satellites' and ours, GCJ-02 that of Chinese maps, BD-09 Baidu's on top of it.

GCJ-02 moves every point in China by 50 to 700 metres, by a published formula; its way back has none and is found by
repetition, to less than a metre. The packages that do this were last kept in 2019, so here are the few lines of it,
proven by the values that others published (tests/models/kernel/earth/test_datum.py).
"""

import math
from typing import Literal

from models.kernel.earth.point import EarthPoint

Datum = Literal["wgs84", "gcj02", "bd09"]
# Krasovsky 1940, which GCJ-02 is computed on.
_AXIS, _SQUARED = 6_378_245.0, 0.006_693_421_622_965_943
_BAIDU = math.pi * 3000 / 180
_ROUNDS = 12


def to_wgs84(point: EarthPoint, datum: Datum) -> EarthPoint:
    """The same place in our datum."""
    if datum == "bd09":
        point = _baidu_to_gcj02(point)
    return point if datum == "wgs84" else _gcj02_to_wgs84(point)


def to_gcj02(point: EarthPoint) -> EarthPoint:
    """A point of ours as Chinese maps have it; out of China it stays where it is."""
    if not _is_moved(point):
        return point
    y, x = point.north - 35, point.east - 105
    bend = math.radians(point.north)
    curve = 1 - _SQUARED * math.sin(bend) ** 2
    up = math.degrees(_northward(x, y) / (_AXIS * (1 - _SQUARED) / curve**1.5))
    along = math.degrees(_eastward(x, y) / (_AXIS / math.sqrt(curve) * math.cos(bend)))
    return EarthPoint(point.north + up, point.east + along)


def _gcj02_to_wgs84(point: EarthPoint) -> EarthPoint:
    if not _is_moved(point):
        return point
    guess = point
    for _ in range(_ROUNDS):
        moved = to_gcj02(guess)
        guess = EarthPoint(guess.north + point.north - moved.north, guess.east + point.east - moved.east)
    return guess


def _baidu_to_gcj02(point: EarthPoint) -> EarthPoint:
    if not _is_moved(point):
        return point
    x, y = point.east - 0.0065, point.north - 0.006
    far = math.hypot(x, y) - 0.00002 * math.sin(y * _BAIDU)
    turn = math.atan2(y, x) - 0.000003 * math.cos(x * _BAIDU)
    return EarthPoint(far * math.sin(turn), far * math.cos(turn))


def _is_moved(point: EarthPoint) -> bool:
    """The box in which the formula is applied: China and some of its neighbours."""
    return 0.8293 <= point.north <= 55.8271 and 72.004 <= point.east <= 137.8347


def _waves(value: float) -> float:
    return (20 * math.sin(6 * value * math.pi) + 20 * math.sin(2 * value * math.pi)) * 2 / 3


def _northward(x: float, y: float) -> float:
    bulge = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    short = (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    long = (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    return bulge + _waves(x) + short + long


def _eastward(x: float, y: float) -> float:
    bulge = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    short = (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    long = (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    return bulge + _waves(x) + short + long
