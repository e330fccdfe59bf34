"""Datums by the values that others published: for GCJ-02 googollee/eviltransform's tests, for both
wandergis/coordtransform's; the former's BD-09 leaves out a factor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.earth.datum import to_gcj02, to_wgs84
from models.kernel.earth.point import EarthPoint


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
        ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
    ],
)
def test_gcj02(ours: tuple[float, float], theirs: tuple[float, float]) -> None:
    moved = to_gcj02(EarthPoint(*ours))
    assert (moved.north, moved.east) == pytest.approx(theirs, abs=1e-9)
    assert to_wgs84(EarthPoint(*theirs), "gcj02").metres_to(EarthPoint(*ours)) < 0.01


@pytest.mark.parametrize(
    ("baidu", "gcj02"),
    [((39.915, 116.404), (39.90865673957631, 116.39762729119315))],
)
def test_bd09_is_moved_once_more(baidu: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert to_wgs84(EarthPoint(*baidu), "bd09") == to_wgs84(EarthPoint(*gcj02), "gcj02")


@given(st.floats(4, 53), st.floats(74, 134))
def test_there_and_back_is_the_same_place(north: float, east: float) -> None:
    point = EarthPoint(north, east)
    moved = to_gcj02(point)
    assert moved.metres_to(point) < 1500
    assert to_wgs84(moved, "gcj02").metres_to(point) < 0.1


def test_out_of_china_nothing_is_moved() -> None:
    for point in (EarthPoint(48.85, 2.35), EarthPoint(-33.9, 151.2), EarthPoint(90, 0)):
        assert to_gcj02(point) == point == to_wgs84(point, "gcj02") == to_wgs84(point, "bd09")
