"""Phone numbers as they are pasted: cleaned first, checked after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.reading.phones import mobile, reachable

HONG_KONG, MACAU, TAIWAN = "810100", "820100", "710100"
BETWEEN = st.sampled_from(["", " ", "-", "\u2011", "\u2013", "\u200b", "\u200e", "\u00a0", "\u202d"])


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "+86", "86", "0086", "+86 ", "86-", "\u202d+86"]),
    BETWEEN,
    BETWEEN,
    st.sampled_from(["", "\u202c", " ", "\u200b"]),
)
def test_a_mainland_number_is_eleven_digits(number: str, prefix: str, one: str, two: str, end: str) -> None:
    assert mobile(f"{prefix}{number[:3]}{one}{number[3:7]}{two}{number[7:]}{end}") == number


@pytest.mark.parametrize(
    "text",
    ["086-13912345678", "013912345678", "+86 (0)139 1234 5678", "手机号：139，1234，5678", "Mob. 139_1234_5678",
     "联系电话 13912345678;", "電話:１３９１２３４５６７８"],
)  # fmt: skip
def test_however_it_is_dialled_or_called(text: str) -> None:
    assert mobile(text) == "13912345678"


@pytest.mark.parametrize("text", ["", "12345678901", "1391234567", "139123456789", "电话", "+1 202 555 0100"])
def test_what_is_none_is_empty(text: str) -> None:
    assert mobile(text) == ""


@pytest.mark.parametrize(
    ("text", "region", "kept"),
    [
        ("6123 4567", HONG_KONG, "+85261234567"),
        ("+852 6123-4567", "110101", "+85261234567"),
        ("00852 61234567", HONG_KONG, "+85261234567"),
        ("6612 3456", MACAU, "+85366123456"),
        ("0912 345 678", TAIWAN, "+886912345678"),
        ("912345678", TAIWAN, "+886912345678"),
        ("+886 912 345 678", "", "+886912345678"),
        ("13812345678", HONG_KONG, "13812345678"),
        ("61234567", "110101", ""),
        ("+44 20 7946 0958", HONG_KONG, ""),
        ("1" * 400, HONG_KONG, ""),
    ],
)
def test_where_it_goes_decides_how_a_local_number_is_read(text: str, region: str, kept: str) -> None:
    assert reachable(text, region) == kept
