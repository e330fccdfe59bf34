"""What people type or paste, read in each way that it may be meant."""

from hypothesis import given
from hypothesis import strategies as st

from models.report.search.typed import TYPED_LIMIT, Typed


def test_a_pasted_sentence_gives_its_numbers() -> None:
    typed = Typed.read(
        "您好，订单２６１１３０－１２３４５６ 的买家 138 0013—8000 说没收到 SF-1234 567，店是五一三 四二七"
    )
    assert "261130123456" in typed.digits
    assert "13800138000" in typed.phones
    assert "SF1234567" in typed.runs or "SF1234" in typed.codes
    assert 513427 in typed.doors


def test_codes_are_read_as_they_are_said_and_as_they_stand() -> None:
    assert {"1O2LAB", "1021AB"} <= set(Typed.read("1o2l-ab").codes)


def test_names_are_words_and_the_whole_text() -> None:
    assert Typed.read("王 芳芳 13800138000").names == ["王 芳芳 13800138000", "王", "芳芳"]
    assert Typed.read("13800138000").names == []


def test_nothing_visible_is_nothing() -> None:
    assert Typed.read("\u200b \u3000").is_empty
    assert not Typed.read("茶").is_empty


@given(st.text(max_size=2 * TYPED_LIMIT))
def test_whatever_is_typed_gives_few_candidates(text: str) -> None:
    typed = Typed.read(text)
    for found in (typed.runs, typed.codes, typed.phones, typed.doors, typed.names):
        assert len(found) <= 12
    assert all(100_000 <= number <= 999_999 for number in typed.doors)
