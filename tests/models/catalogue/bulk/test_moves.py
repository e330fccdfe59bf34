"""Prices and stock of many goods at once: rounding is stated, nothing becomes free, and a nine is a nine."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.bulk.moves import BulkWish, PriceMove, StockMove, wish_read
from models.kernel.errors import Refused
from models.kernel.money import Money

PRICES = (st.integers(1, 5_000_000) | st.integers(700, 1_100)).map(Money)
MOVES = st.builds(
    PriceMove, st.just("percent"), st.integers(-9_900, 90_000), st.booleans()
) | st.builds(PriceMove, st.just("amount"), st.integers(-100_000, 100_000), st.booleans())  # fmt: skip


@pytest.mark.parametrize(
    ("move", "price", "after"),
    [
        (PriceMove("percent", 1_000), "128", "140.8"),
        (PriceMove("percent", -500), "9.99", "9.49"),
        (PriceMove("percent", 1_050), "0.5", "0.55"),
        (PriceMove("amount", -300), "39.9", "36.9"),
        (PriceMove("percent", 1_000, ends_in_9=True), "128", "139"),
        (PriceMove("amount", 0, ends_in_9=True), "134", "139"),
        (PriceMove("amount", 0, ends_in_9=True), "133.9", "129"),
        (PriceMove("amount", 0, ends_in_9=True), "12", "9"),
        (PriceMove("amount", 0, ends_in_9=True), "6.2", "5.9"),
        (PriceMove("amount", 0, ends_in_9=True), "0.05", "0.9"),
        (PriceMove("amount", 0, ends_in_9=True), "8.5", "9"),
        (PriceMove("amount", 0, ends_in_9=True), "9.9", "9"),
    ],
)
def test_what_a_price_becomes(move: PriceMove, price: str, after: str) -> None:
    assert move.of(Money.parse(price)).short == after


@given(MOVES, PRICES)
def test_a_price_stays_a_price(move: PriceMove, price: Money) -> None:
    try:
        moved = move.of(price)
    except Refused as refusal:
        assert refusal.field == "price"
        return
    assert moved > 0
    if move.ends_in_9:
        assert int(moved) % 1_000 == 900 if moved >= 900 else int(moved) % 100 == 90


@given(PRICES, PRICES, MOVES)
def test_who_was_dearer_is_never_cheaper_afterwards(one: Money, other: Money, move: PriceMove) -> None:
    low, high = sorted((one, other))
    with contextlib.suppress(Refused):
        assert move.of(low) <= move.of(high)


@pytest.mark.parametrize("move", [PriceMove("amount", -12_800), PriceMove("amount", 2_000_000_000)])
def test_what_leaves_nothing_or_passes_all_bounds_is_refused(move: PriceMove) -> None:
    with pytest.raises(Refused):
        move.of(Money.parse("128"))


def test_stock_never_falls_below_nothing() -> None:
    assert [StockMove("add", -5).of(stock) for stock in (3, 5, 9)] == [0, 0, 4]
    assert StockMove("set", 7).of(100) == 7


WISHES = st.builds(
    BulkWish,
    st.none() | st.integers(1, 99),
    st.none() | st.tuples(st.text(min_size=1), st.text()),
    st.none() | MOVES,
    st.none() | st.builds(StockMove, st.sampled_from(["set", "add"]), st.integers(0, 99)),
    st.none() | st.integers(0, 9_000),
)


@given(WISHES)
def test_a_wish_is_kept_as_it_is(wish: BulkWish) -> None:
    assert wish_read(wish.as_kept) == wish
