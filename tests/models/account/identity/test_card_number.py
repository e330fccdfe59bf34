"""Numbers of identity cards: a right one is taken however it is typed, a wrong one is told by where it is wrong."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from models.account.identity.card_number import born_on, checked_card_number
from models.kernel.errors import Refused
from tests.given.documents import card_number

TODAY = date(2026, 11, 30)
PLACES = ("110101", "350100", "441900", "513001", "810000", "820000", "830000", "659001")
BIRTHS = st.dates(date(1910, 1, 1), date(2008, 11, 30))
NUMBERS = st.builds(
    lambda place, born, n: card_number(n, place=place, born=born), st.sampled_from(PLACES), BIRTHS, st.integers(0, 999)
)


def refusal(typed: str, on: date = TODAY) -> str:
    with pytest.raises(Refused) as no:
        checked_card_number(typed, on=on)
    assert no.value.field == "number"
    return str(no.value)


# The first one waits until the table of places is read.
@settings(deadline=None)
@given(NUMBERS)
def test_every_right_number_of_an_adult_is_taken(number: str) -> None:
    assert checked_card_number(number, on=TODAY) == number
    assert born_on(number) == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


@given(NUMBERS)
def test_it_is_taken_however_it_is_typed(number: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number.lower())
    for typed in (wide, f" {number[:6]} {number[6:14]}-{number[14:]}\u200b ", number.lower()):
        assert checked_card_number(typed, on=TODAY) == number


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_sign_never_passes(number: str, at: int, sign: str) -> None:
    wrong = number[:at] + sign + number[at + 1 :]
    if wrong != number:
        assert refusal(wrong)


@given(NUMBERS, st.integers(0, 15))
def test_two_swapped_neighbours_never_pass(number: str, at: int) -> None:
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if wrong != number:
        assert refusal(wrong)


@given(NUMBERS, st.sampled_from("0123456789X"))
def test_a_false_last_sign_is_named_with_the_one_that_is_meant(number: str, last: str) -> None:
    if last != number[-1]:
        assert f"第 18 位看着不对：照前 17 位该是 {number[-1]}，这里是 {last}" in refusal(number[:-1] + last)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "填身份证号"),
        ("\u3164", "填身份证号"),
        ("350100900501001", "15 位的老号码"),
        ("35010019900501001", "是 18 位，这里有 17 位"),
        ("3501001990050100123", "是 18 位，这里有 19 位"),
        ("X50100199005010012", "只有数字"),
        ("35010019900501001Y", "只有数字"),
        (card_number(place="999999"), "第 1 到 6 位（999999）"),
        (card_number(place="000000"), "第 1 到 6 位（000000）"),
        ("350100199013010010", "第 7 到 14 位（19901301）"),
        ("350100199002300010", "第 7 到 14 位（19900230）"),
        (card_number(born=date(1890, 1, 1)), "第 7 到 14 位（18900101）"),
        (card_number(born=date(2026, 12, 1)), "第 7 到 14 位（20261201）"),
        ("9" * 10_000, "是 18 位"),
    ],
)
def test_what_is_wrong_is_said_by_where_it_is_wrong(typed: str, words: str) -> None:
    assert words in refusal(typed)


@given(BIRTHS)
def test_a_minor_is_refused_until_the_day_of_eighteen(born: date) -> None:
    number = card_number(born=born)
    leap = (born.month, born.day) == (2, 29)
    day = date(born.year + 18, 3, 1) if leap else born.replace(year=born.year + 18)
    assert checked_card_number(number, on=day) == number
    assert "18 周岁" in refusal(number, date.fromordinal(day.toordinal() - 1))


def test_people_born_before_their_place_had_its_code_keep_their_number() -> None:
    """Numbers are given since 1984: the code is of that time, the birth long before."""
    number = card_number(place="441900", born=date(1950, 3, 4))
    assert not ric.is_valid(number), "the library would refuse it"
    assert checked_card_number(number, on=TODAY) == number
