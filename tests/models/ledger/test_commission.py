"""Commission: floored to the fen, and taken back exactly by refunds in whatever parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.money import Money
from models.ledger.commission import freeze, remaining, reversal

AMOUNTS = st.integers(1, 10**9)
RATES = st.integers(0, 9_000)


@st.composite
def refunded_lines(draw: st.DrawFn) -> tuple[Money, Money, list[Money]]:
    """An amount, what was frozen on it, and refunds that add up to at most the amount."""
    amount = draw(AMOUNTS)
    frozen = Money(amount).share(draw(RATES))
    marks = sorted(draw(st.lists(st.integers(0, amount), max_size=6)))
    parts = [after - before for before, after in zip([0, *marks], marks, strict=False)]
    return Money(amount), frozen, [Money(part) for part in parts]


@given(amount=AMOUNTS, rate=RATES, bonus=st.integers(0, 1_000))
def test_both_parts_are_floored(amount: int, rate: int, bonus: int) -> None:
    earned = freeze(Money(amount), rate, bonus)
    assert earned.commission == amount * rate // 10_000
    assert earned.bonus == amount * bonus // 10_000
    assert 0 <= earned.total <= amount


@given(refunded_lines())
def test_parts_take_back_what_one_refund_of_all_of_them_would(line: tuple[Money, Money, list[Money]]) -> None:
    amount, frozen, parts = line
    before, taken = Money(0), Money(0)
    for part in parts:
        back = reversal(frozen, amount=amount, refunded=before, now=part)
        assert 0 <= back <= frozen - taken
        before, taken = before + part, taken + back
        assert frozen - taken == remaining(frozen, amount=amount, refunded=before)
    assert taken == reversal(frozen, amount=amount, refunded=Money(0), now=before)
    rest = reversal(frozen, amount=amount, refunded=before, now=amount - before)
    assert taken + rest == frozen


@given(refunded_lines())
def test_a_shop_keeps_its_share_of_what_the_buyer_kept_to_the_fen(line: tuple[Money, Money, list[Money]]) -> None:
    amount, frozen, parts = line
    kept = amount - Money(sum(parts))
    left = remaining(frozen, amount=amount, refunded=amount - kept)
    assert 0 <= int(frozen) * int(kept) - int(left) * int(amount) < int(amount)


def test_examples_to_check_by_hand() -> None:
    assert freeze(Money(1_999), 1_500, 100) == freeze(Money(1_999), 1_500, 100)
    assert (freeze(Money(1_999), 1_500, 100).commission, freeze(Money(1_999), 1_500, 100).bonus) == (299, 19)
    thirds = [reversal(Money(100), amount=Money(300), refunded=Money(100 * n), now=Money(100)) for n in range(3)]
    assert [int(part) for part in thirds] == [34, 33, 33]
    assert remaining(Money(0), amount=Money(0), refunded=Money(0)) == 0


@pytest.mark.parametrize(("refunded", "now"), [(0, 301), (300, 1), (-1, 1), (100, -1)])
def test_no_more_goes_back_than_was_paid(refunded: int, now: int) -> None:
    with pytest.raises(ValueError, match="refund"):
        reversal(Money(100), amount=Money(300), refunded=Money(refunded), now=Money(now))


@pytest.mark.parametrize(("amount", "rate", "bonus"), [(-1, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_nothing_is_earned_below_zero(amount: int, rate: int, bonus: int) -> None:
    with pytest.raises(ValueError, match="no commission"):
        freeze(Money(amount), rate, bonus)
