"""What people wrote stands in the trail without whole phones, however they put them."""

from hypothesis import given
from hypothesis import strategies as st

from models.account.audit.noting import without_phones

DIGITS = st.sampled_from("0123456789")
BETWEEN = st.sampled_from(["", " ", "-", "–", "\u00a0"])
BESIDE = st.sampled_from(["", "打 ", "（", "，王小明", " -", "a1b"])


@st.composite
def phones(draw: st.DrawFn) -> tuple[str, str]:
    """A phone's digits, and the same as somebody wrote them."""
    digits = "1" + draw(st.sampled_from("3456789")) + "".join(draw(st.lists(DIGITS, min_size=9, max_size=9)))
    return digits, digits[0] + "".join(draw(BETWEEN) + digit for digit in digits[1:])


@given(phones(), BESIDE, BESIDE)
def test_a_phone_is_masked_whatever_stands_between_its_digits(phone: tuple[str, str], left: str, right: str) -> None:
    digits, written = phone
    assert without_phones(f"{left}{written}{right}") == f"{left}{digits[:3]}****{digits[-4:]}{right}"


def test_phones_as_they_are_written_and_numbers_that_are_none() -> None:
    for written in ("138 0013 8000", "138-0013-8000", "13800138000"):
        assert without_phones(written) == "138****8000"
    for other in ("2026-11-30 13:45", "SF1380013800012", "运费 6 元，满 138 元包邮"):
        assert without_phones(other) == other
