"""A curve stays within its drawing, whatever the figures; without any it says so."""

import re

from hypothesis import given
from hypothesis import strategies as st

from views.parts.curve import HIGH, WIDE, Point, curve_of

POINTS = st.lists(st.none() | st.integers(min_value=0, max_value=10**15), max_size=60)


@given(POINTS)
def test_every_figure_has_a_place_within_the_drawing(figures: list[int | None]) -> None:
    curve = curve_of([Point(str(place), value, str(value)) for place, value in enumerate(figures)])
    places = re.findall(r"[ML]([\d.e+-]+) ([\d.e+-]+)", curve.line)
    assert len(places) == sum(value is not None for value in figures)
    assert all(0 <= float(x) <= WIDE and 0 <= float(y) <= HIGH for x, y in places)
    assert curve.is_empty == (not any(figures))
    if any(figures):
        assert curve.top == str(max(value for value in figures if value is not None))
