"""Places as people paste them: all digits, degrees and minutes, links of maps; and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.earth.datum import Datum
from models.kernel.earth.point import EarthPoint
from models.kernel.earth.reading import read_place
from models.kernel.regions.middles import district_at, middle_of

HANGZHOU = EarthPoint(30.25, 120.15)
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("pattern", ["{}, {}", "{} {}", "{}，{}", "北纬{} 东经{}", "{}\n{}", "{}° {}°", "{}N {}E"])
def test_all_digits(digits: str, pattern: str) -> None:
    typed = pattern.format("30.25", "120.15").translate(str.maketrans(DIGITS[0], digits))
    assert read_place(typed, "wgs84") == HANGZHOU


@pytest.mark.parametrize(
    "typed",
    [
        "120.15, 30.25",
        "E120.15 N30.25",
        "东经120.15，北纬30.25",
        "30°15′N 120°9′E",
        "30°15'0\"N 120°9′0″E",
        "geo:30.25,120.15",
    ],
)
def test_in_either_order_and_in_minutes(typed: str) -> None:
    point = read_place(typed, "wgs84")
    assert point is not None
    assert point.metres_to(HANGZHOU) < 1


@pytest.mark.parametrize(
    ("link", "datum"),
    [
        ("https://uri.amap.com/marker?position=120.15,30.25&name=店", "gcj02"),
        ("https://api.map.baidu.com/marker?location=30.25%2C120.15&title=x", "bd09"),
        ("我在这里 https://maps.apple.com/?ll=30.25,120.15 来吧", "gcj02"),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:30.25,120.15;title:x", "gcj02"),
    ],
)
def test_a_map_says_its_own_datum(link: str, datum: Datum) -> None:
    for chosen in ("wgs84", "bd09"):
        assert read_place(link, chosen) == read_place("30.25 120.15", datum)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "NaN, NaN",
        "inf, 3",
        "Infinity 12",
        "1e5, 3",
        "91, 200",
        "30.25",
        "1 2 3",
        "杭州市西湖区",
        "181 30",
        "-1000 5",
    ],
)
def test_what_is_no_place(typed: str) -> None:
    assert read_place(typed, "gcj02") is None


@given(st.text(max_size=300), st.sampled_from(["wgs84", "gcj02", "bd09"]))
def test_any_text_is_read_or_not(typed: str, datum: Datum) -> None:
    point = read_place(typed, datum)
    assert point is None or abs(point.north) <= 91


def test_districts_lie_where_they_lie() -> None:
    middle = middle_of("330106")
    assert middle is not None
    assert middle.metres_to(HANGZHOU) < 10_000
    assert district_at(middle) == "330106"
    assert district_at(EarthPoint(10, 160)) is None
    assert middle_of("330000") is None
