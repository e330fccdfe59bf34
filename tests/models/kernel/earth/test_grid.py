"""Rounding and covering: on all of the earth, over the date line and around the poles."""

import math

from hypothesis import given
from hypothesis import strategies as st

from models.kernel.earth.grid import cell_of, cells_around, rounded, spot_of, spots_around
from models.kernel.earth.point import EARTH_METRES, EarthPoint, from_millionths, point_at

NORTH = st.one_of(st.floats(-90, 90), st.floats(89.9, 90), st.floats(-90, -89.9), st.floats(18, 54))
EAST = st.one_of(st.floats(-180, 180), st.floats(179.95, 180), st.floats(-180, -179.95))
POINTS = st.builds(lambda north, east: point_at(north, east) or EarthPoint(0, 0), NORTH, EAST)


def gone(point: EarthPoint, metres: float, angle: float) -> EarthPoint:
    """Where one is after so many metres straight on."""
    far, north = metres / EARTH_METRES, math.radians(point.north)
    up = math.sin(north) * math.cos(far) + math.cos(north) * math.sin(far) * math.cos(angle)
    along = math.atan2(
        math.sin(angle) * math.sin(far) * math.cos(north), math.cos(far) - math.sin(north) * max(-1.0, min(1.0, up))
    )
    east = (point.east + math.degrees(along) + 540) % 360 - 180
    return EarthPoint(math.degrees(math.asin(max(-1.0, min(1.0, up)))), east)


@given(POINTS, st.integers(100, 5000))
def test_a_rounded_place_is_the_middle_of_where_it_lies_and_stays_there(point: EarthPoint, metres: int) -> None:
    middle = rounded(point, metres)
    # Around a pole the fields are thirds of a disc.
    assert middle.metres_to(point) <= metres * (0.75 if abs(middle.north) < 89 else 1.01)
    assert rounded(middle, metres) == middle
    assert rounded(from_millionths(*middle.millionths), metres) == middle


@given(POINTS, st.floats(0, 5600), st.floats(0, 2 * math.pi), st.sampled_from([500.0, 5000.0, 50_000.0]))
def test_whoever_lies_in_a_circle_lies_in_one_of_its_cells_and_spots(
    point: EarthPoint, far: float, angle: float, metres: float
) -> None:
    other = gone(point, far * metres / 5000, angle)
    cells = cells_around(point, metres)
    assert len(set(cells)) == len(cells)
    if point.metres_to(other) <= metres:
        assert cell_of(other) in cells
        assert spot_of(other) in spots_around(cell_of(other), point, metres)


@given(POINTS)
def test_a_cell_is_made_up_of_its_spots(point: EarthPoint) -> None:
    spots = spots_around(cell_of(point), point, 20_000)
    assert spot_of(point) in spots
    assert len(set(spots)) == len(spots) <= 16


def test_a_circle_over_the_date_line_has_both_sides() -> None:
    fiji = EarthPoint(-16.8, 179.999)
    west = EarthPoint(-16.8, -179.999)
    assert fiji.metres_to(west) < 250
    assert {cell_of(fiji), cell_of(west)} <= set(cells_around(fiji, 5000))


def test_what_is_none_of_this_earths_is_no_point() -> None:
    for north, east in ((math.nan, 0), (0, math.inf), (90.1, 0), (0, 180.1), (-math.inf, math.nan)):
        assert point_at(north, east) is None
    assert point_at(0, 180) == EarthPoint(0, -180)
