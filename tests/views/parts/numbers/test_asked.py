"""Whatever an address says, figures are asked for days that there are; what is wrong is said beside its field."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from models.report.numbers.day_range import MOST_RANGE_DAYS
from views.parts.numbers.asked import MOST_BY, span_asked, usual_span

TODAY = date(2026, 11, 30)
pytestmark = pytest.mark.usefixtures("spoken")
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: day.isoformat())
near = st.integers(-1200, 30).map(lambda back: (TODAY + timedelta(days=back)).isoformat())
typed = st.one_of(days, near, st.text(max_size=20), st.just(""))


@given(typed, typed, st.one_of(st.sampled_from(["", "hour", "day", "week", "month"]), st.text(max_size=8)))
def test_no_address_asks_for_days_that_there_are_not(begins: str, ends: str, by: str) -> None:
    asked = span_asked(MultiDict({"from": begins, "to": ends, "by": by}), TODAY)
    assert asked.span.begins <= asked.span.ends <= TODAY
    assert asked.span.days <= MOST_RANGE_DAYS
    assert asked.span.days <= MOST_BY[asked.by]
    assert asked.span.before().ends < asked.span.begins
    if asked.errors:
        assert asked.span.days == 7 or "by" in asked.errors
        assert set(asked.errors) <= {"from", "to", "by"}
    else:
        again = span_asked(MultiDict(asked.filters), TODAY)
        assert (again.span, again.by) == (asked.span, asked.by)


@pytest.mark.parametrize(
    ("begins", "ends", "by", "field"),
    [
        ("2026-11-20", "2026-11-10", "", "to"),
        ("2016-11-20", "2026-11-10", "", "from"),
        ("2026-12-01", "", "", "from"),
        ("2026-11-01", "2026-12-01", "", "to"),
        ("1999-01-01", "1999-02-01", "", "from"),
        ("前天", "", "", "from"),
        ("2026-11-01", "2026-11-29", "hour", "by"),
        ("2024-11-01", "2026-11-29", "day", "by"),
        ("", "", "decade", "by"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(begins: str, ends: str, by: str, field: str) -> None:
    asked = span_asked(MultiDict({"from": begins, "to": ends, "by": by}), TODAY)
    assert list(asked.errors) == [field]
    assert asked.typed == {"from": begins, "to": ends, "by": by}


def test_nothing_asked_is_the_last_seven_days() -> None:
    asked = span_asked(MultiDict(), TODAY)
    assert (asked.span, asked.by, asked.filters, asked.errors) == (usual_span(TODAY), "day", {}, {})
    assert asked.open_ended


def test_one_end_is_enough() -> None:
    assert span_asked(MultiDict({"from": "2026-11-28"}), TODAY).span.days == 3
    assert span_asked(MultiDict({"to": "2026年11月20日"}), TODAY).span.begins == date(2026, 11, 14)
