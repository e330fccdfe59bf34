"""Numbers in every script and with every separator: read right, or refused, never read as something else."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.reading.numbers import decimal_digits, rate, whole

ZEROS = [chr(c) for c in range(0x110000) if unicodedata.decimal(chr(c), None) == 0]
UNSEEN = st.sampled_from(["", "\u200b", "\u200e", "\u202d", "\u2060", "\ufeff", "\u00ad", "\u3164"])


def in_script(digits: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(d)) if d.isascii() and d.isdigit() else d for d in digits)


@given(st.integers(0, 1_000_000_000), st.sampled_from(ZEROS), UNSEEN, UNSEEN, st.sampled_from(["", "¥", "￥ ", "RMB "]))
def test_any_scripts_digits_are_the_amount_they_say(fen: int, zero: str, before: str, inside: str, sign: str) -> None:
    written = in_script(Money(fen).yuan, zero)
    assert Money.parse(f"{before}{sign}{written[:1]}{inside}{written[1:]}") == fen


@given(st.integers(1_000, 9_999_999), st.sampled_from([",", "，", " ", "'", "\u00a0", "\u202f", "٬"]))
def test_thousands_may_be_separated_by_threes(yuan: int, mark: str) -> None:
    assert Money.parse(f"{yuan:,}.50".replace(",", mark)) == yuan * 100 + 50


@given(st.from_regex(r"[0-9]{1,9}(?:[,，][0-9]{1,9}){1,3}", fullmatch=True))
def test_a_comma_elsewhere_is_refused_not_dropped(text: str) -> None:
    parts = text.replace("，", ",").split(",")
    is_grouped = re.fullmatch("[1-9][0-9]{0,2}", parts[0]) and all(len(part) == 3 for part in parts[1:])
    if is_grouped:
        assert decimal_digits(text) == "".join(parts)
    else:
        with pytest.raises(Refused):
            Money.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2,5",
        "49,90",
        "49，90",
        "4,5,6",
        "1.280,50",
        "1,28,000",
        "12,34",
        "0,125",
        "007,500",
        "-0,500",
        "1e3",
        "٣٫٥٫٥",
        "5²",
        "½",
        "nan",
        "",
        "--1",
        "①",
    ],
)
def test_what_could_be_two_amounts_is_none(text: str) -> None:
    with pytest.raises(Refused):
        Money.parse(text)


@pytest.mark.parametrize(
    ("text", "pieces"), [("20", 20), ("20.0", 20), ("1,000", 1000), ("２０", 20), ("٢٠", 20), ("\u202d20\u202c", 20)]
)
def test_pieces_are_whole(text: str, pieces: int) -> None:
    assert whole(text, most=10_000) == pieces


@pytest.mark.parametrize("text", ["2,0", "2,5", "2.5", "-1", "10001", "9" * 10_000, "a", " ", "\u3164"])
def test_what_is_no_number_of_pieces_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        whole(text, most=10_000)


@pytest.mark.parametrize(
    ("text", "bp"), [("10", 1000), ("12.5%", 1250), ("１２.５％", 1250), ("0.01", 1), ("100", 10_000)]
)
def test_rates_are_per_cent(text: str, bp: int) -> None:
    assert rate(text) == bp


@pytest.mark.parametrize("text", ["12,5", "-1", "100.01", "1.005", "", "ten"])
def test_a_rate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rate(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        assert Money.parse(text) >= 0
        assert rate(text) >= 0
        assert 0 <= whole(text, most=100) <= 100
    except Refused as no:
        assert no.message
