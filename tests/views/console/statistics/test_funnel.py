"""The way from coming in to ordering says where most are lost, once there are enough to say so."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from models.report.numbers.figures import Figures
from views.console.statistics.funnel import LEAST_SAID, hours_of, way_of

counts = st.integers(0, 10**7)


@pytest.fixture(scope="module", autouse=True)
def spoken() -> Iterator[None]:
    app = Flask("words")
    Babel(app, default_locale="zh_Hans_CN")
    with app.test_request_context():
        yield


@given(counts, counts, counts, counts)
def test_bars_stay_within_their_paper_and_one_hint_is_given_at_most(
    visits: int, views: int, carts: int, orders: int
) -> None:
    way = way_of(Figures(visits=visits, goods_views=views, carts=carts, orders=orders))
    assert [stage.count for stage in way.stages] == [visits, views, carts, orders]
    assert all(0 <= stage.width <= 100 for stage in way.stages)
    assert sum(bool(stage.hint) for stage in way.stages) <= 1


def test_of_a_few_nothing_is_said() -> None:
    for visits in (0, 1, LEAST_SAID - 1):
        way = way_of(Figures(visits=visits, orders=min(visits, 1)))
        assert way.words == ""
        assert not any(stage.hint for stage in way.stages)


def test_the_step_that_loses_most_has_the_word() -> None:
    way = way_of(Figures(visits=312, goods_views=228, carts=41, orders=19))
    assert way.words == "约 16 次进店成一单"
    assert [bool(stage.hint) for stage in way.stages] == [False, False, True, False]


@given(st.lists(st.integers(0, 10**6), min_size=24, max_size=24))
def test_the_best_hour_is_the_highest_and_stands_out(visits: list[int]) -> None:
    hours = hours_of([Figures(visits=one) for one in visits])
    assert len(hours.bars) == 24
    if hours.best is not None:
        assert visits[hours.best] == max(visits) >= 5
        assert 24 * max(visits) >= 1.5 * sum(visits)
        assert f"{hours.best} 点到" in hours.head


def test_a_day_without_anything_and_one_visit_say_that_it_is_too_early() -> None:
    for visits in ([0] * 24, [1] + [0] * 23, [3] * 24):
        hours = hours_of([Figures(visits=one) for one in visits])
        assert hours.best is None and hours.head == ""
        assert "还看不出" in hours.words
