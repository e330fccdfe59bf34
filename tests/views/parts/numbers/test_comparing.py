"""More is called more only where chance would not bring it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from views.parts.numbers.comparing import LEAST_COMPARED, Compared
from views.parts.numbers.measures import MEASURES

VISITS, PAID = MEASURES["visits"], MEASURES["paid"]
counts = st.integers(0, 10_000)


@given(counts, counts)
def test_a_difference_is_as_clear_from_either_side(now: int, before: int) -> None:
    assert Compared(VISITS, now, before).is_clear == Compared(VISITS, before, now).is_clear
    assert not Compared(PAID, now, before).is_clear
    if now + before < LEAST_COMPARED:
        assert not Compared(VISITS, now, before).is_clear


def test_two_spans_that_do_not_differ_are_seldom_called_different() -> None:
    chance = Random(7)
    clear = 0
    for _ in range(2_000):
        now = sum(chance.random() < 0.3 for _ in range(200))
        before = sum(chance.random() < 0.3 for _ in range(200))
        clear += Compared(VISITS, now, before).is_clear
    assert clear < 2_000 * 0.05


def test_a_shop_twice_as_busy_is_called_busier() -> None:
    assert Compared(VISITS, 60, 30).is_clear
    assert Compared(VISITS, 60, 30).more == 30
