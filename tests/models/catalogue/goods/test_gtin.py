"""GS1 check digits."""

import pytest

from models.catalogue.goods.gtin import valid_gtin


@pytest.mark.parametrize("code", ["4006381333931", "6901234567892", "036000291452", "96385074", "10614141000415"])
def test_real_codes_are_valid(code: str) -> None:
    assert valid_gtin(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "4006381333932",
        "4006381339331",
        "400638133393",
        "0" * 13,
        "４００６３８１３３３９３１",
        "40063813339 1",
        "ISBN97801",
    ],
)
def test_slips_and_other_numbers_are_not(code: str) -> None:
    assert not valid_gtin(code)


def test_every_single_wrong_digit_is_seen() -> None:
    code = "4006381333931"
    for at in range(13):
        for digit in "0123456789".replace(code[at], ""):
            assert not valid_gtin(code[:at] + digit + code[at + 1 :])
