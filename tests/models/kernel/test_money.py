"""Amounts are whole fen from the typed text to the printed one, and no operation makes anything else of them."""

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from models.kernel.errors import Refused
from models.kernel.money import CEILING, Money
from tests.given.factories import make_goods, make_supplier

FEN = st.integers(0, CEILING)


@given(FEN)
def test_what_is_printed_is_read_again(fen: int) -> None:
    assert Money.parse(Money(fen).yuan) == Money.parse(Money(fen).short) == fen


@given(FEN)
def test_full_width_and_signs_are_the_same_amount(fen: int) -> None:
    wide = Money(fen).yuan.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    assert Money.parse(f" ¥{wide} 元 ") == fen


@given(FEN, st.integers(0, 10_000))
def test_a_share_is_rounded_down_to_the_fen(fen: int, bp: int) -> None:
    share = Money(fen).share(bp)
    assert type(share) is Money
    assert share * 10_000 <= fen * bp < (share + 1) * 10_000


@given(st.integers(-CEILING, CEILING), st.integers(-CEILING, CEILING), st.integers(0, 99))
def test_sums_and_multiples_stay_money(one: int, other: int, times: int) -> None:
    for result, expected in (
        (Money(one) + Money(other), one + other),
        (Money(one) - Money(other), one - other),
        (Money(one) * times, one * times),
        (times * Money(one), one * times),
        (-Money(one), -one),
        (sum([Money(one), Money(other)]), one + other),
    ):
        assert type(result) is Money
        assert result == expected


@pytest.mark.parametrize("do", [operator.truediv, operator.floordiv, operator.mod, divmod])
def test_money_is_not_divided(do: Any) -> None:
    with pytest.raises(TypeError):
        do(Money(100), 3)


@pytest.mark.parametrize("do", [operator.add, operator.sub, operator.mul])
def test_a_float_never_touches_money(do: Any) -> None:
    with pytest.raises(TypeError):
        do(Money(100), 1.5)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("128", 12_800), ("¥1,280.50", 128_050), ("39.9", 3_990), ("0", 0), ("１２８．５", 12_850), ("10000000", CEILING)],
)
def test_amounts_as_people_type_them(typed: str, fen: int) -> None:
    assert Money.parse(typed) == fen


@pytest.mark.parametrize(
    "typed",
    ["", "-1", "+1", "1e3", "nan", "inf", "1.2.3", "0x10", "1.005", "10000000.01", "9" * 40, "一百", "1_0"],
)
def test_what_is_no_amount_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        Money.parse(typed, "price")
    assert refusal.value.field == "price"


@pytest.mark.parametrize(("fen", "yuan", "short"), [(0, "0.00", "0"), (5, "0.05", "0.05"), (-1990, "-19.90", "-19.9")])
def test_printed(fen: int, yuan: str, short: str) -> None:
    assert (Money(fen).yuan, Money(fen).short) == (yuan, short)


def test_the_database_gives_money_back(database: Any) -> None:
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), price="9999999.99")
        found = type(goods.skus[0]), goods.skus[0].id
    with Session(database.engine) as session:
        price = session.get(*found).listed_price  # type: ignore[union-attr]
    assert type(price) is Money
    assert price.yuan == "9999999.99"
