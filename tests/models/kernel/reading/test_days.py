"""Days in the ways that people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.errors import Refused
from models.kernel.reading.days import day


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(
        [
            "{:%Y-%m-%d}",
            "{0.year}/{0.month}/{0.day}",
            "{0.year}年{0.month}月{0.day}日",
            "{:%Y%m%d}",
            "{0.year}.{0.month}.{0.day}",
        ]
    ),
)
def test_a_day_is_read_however_it_is_written(wanted: date, way: str) -> None:
    assert day(way.format(wanted)) == wanted


@pytest.mark.parametrize("text", ["", "2026-02-30", "11-22", "22/11/2026", "明天", "2026-13-01", "0000-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        day(text)
