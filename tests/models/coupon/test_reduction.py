"""What comes off: exact sums, never above a cap."""

from hypothesis import given
from hypothesis import strategies as some

from models.coupon.coupon import Coupon
from models.coupon.reduction import apportioned, face, reduction
from models.kernel.money import Money

FIXED = Coupon(code="A", payer="shop", title="满减", quota=1, off=Money(2_000), minimum=Money(9_900))
TENTH = Coupon(code="B", payer="shop", title="九折", quota=1, off_bp=1_000, most_off=Money(1_500), minimum=Money(0))
AMOUNTS = some.lists(some.integers(1, 1_000_000), min_size=1, max_size=8)


def _money(*fen: int) -> list[Money]:
    return [Money(one) for one in fen]


def test_face() -> None:
    assert [face(FIXED, Money(fen)) for fen in (0, 9_899, 9_900, 50_000)] == [0, 0, 2_000, 2_000]
    assert [face(TENTH, Money(fen)) for fen in (0, 9, 10, 12_345, 15_000, 99_999)] == [0, 0, 1, 1_234, 1_500, 1_500]


def test_below_the_minimum_nothing_comes_off() -> None:
    assert reduction(FIXED, _money(5_000, 4_899), _money(4_500, 4_400)) == [0, 0]
    assert reduction(FIXED, [], []) == []


def test_in_proportion_to_the_caps_and_the_remainder_in_order() -> None:
    assert reduction(FIXED, _money(5_000, 5_000, 5_000), _money(4_500, 4_500, 4_500)) == [667, 667, 666]
    assert reduction(FIXED, _money(5_000, 5_000), _money(0, 4_500)) == [0, 2_000]


def test_never_above_the_caps() -> None:
    assert reduction(FIXED, _money(5_000, 5_000), _money(300, 451)) == [300, 451]
    assert reduction(FIXED, _money(5_000, 5_000), _money(0, 0)) == [0, 0]


@given(AMOUNTS, some.data())
def test_sums_exactly(fen: list[int], data: some.DataObject) -> None:
    amounts, caps = _money(*fen), [Money(data.draw(some.integers(0, one))) for one in fen]
    for coupon in (FIXED, TENTH):
        parts = reduction(coupon, amounts, caps)
        assert sum(parts) == min(face(coupon, Money(sum(amounts))), sum(caps))
        assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))


@given(AMOUNTS, some.data())
def test_apportioned_sums_exactly(caps: list[int], data: some.DataObject) -> None:
    total = data.draw(some.integers(1, sum(caps)))
    parts = apportioned(Money(total), _money(*caps))
    assert sum(parts) == total
    assert all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True))
