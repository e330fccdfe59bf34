"""A curve stays within its drawing, whatever the figures; without any it says so."""

import re

from hypothesis import given
from hypothesis import strategies as st

from views.parts.curve import HIGH, WIDE, Point, bars_of, curve_of

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


@given(POINTS, POINTS)
def test_what_was_before_has_the_same_scale(figures: list[int | None], earlier: list[int | None]) -> None:
    now = [Point(str(place), value, str(value)) for place, value in enumerate(figures)]
    before = [Point(str(place), value, str(value)) for place, value in enumerate(earlier)]
    curve = curve_of(now, before)
    for path in (curve.line, curve.before):
        for x, y in re.findall(r"[ML]([\d.e+-]+) ([\d.e+-]+)", path):
            assert 0 <= float(x) <= WIDE and 0 <= float(y) <= HIGH
    assert [point for point, _ in curve.rows] == now[::-1]
    if any(figures):
        assert curve.peak is not None
        assert curve.peak_label == str(figures.index(max(value for value in figures if value is not None)))


@given(st.lists(st.integers(0, 10**12), max_size=24))
def test_bars_have_a_foot_and_stay_within(values: list[int]) -> None:
    assert all(0 <= x < WIDE and 0 < high <= HIGH for x, high in bars_of(values))


def test_one_step_is_a_dot_in_the_middle() -> None:
    curve = curve_of([Point("今天", 1, "1")])
    assert curve.last == (WIDE / 2, 8)
    assert curve.labels == ["今天"]
