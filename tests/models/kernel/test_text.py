"""Text as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.reading.phones import mobile
from models.kernel.text import mask_name, mask_phone, narrow, one_line, paragraphs, untapped


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086(138)00138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("12800138000", ""),
        ("1380013800", ""),
        ("138001380000", ""),
        ("13800138000x", ""),
        ("", ""),
    ],
)
def test_phone(typed: str, number: str) -> None:
    assert mobile(typed) == number


@given(st.text())
def test_one_line_is_one_line_and_stays_so(typed: str) -> None:
    plain = one_line(typed)
    assert "\n" not in plain
    assert "\x00" not in plain
    assert plain == plain.strip()
    assert one_line(plain) == plain


@given(st.text())
def test_paragraphs_stay_as_they_are(typed: str) -> None:
    plain = paragraphs(typed)
    assert "\n\n\n" not in plain
    assert paragraphs(plain) == plain


def test_paragraphs_keep_line_breaks_of_every_system() -> None:
    assert paragraphs(" 一\r\n二\r三\n\n\n\n四 ") == "一\n二\n三\n\n四"


def test_signs_that_turn_text_around_are_dropped() -> None:
    assert one_line("林\u202e间\ufeff\u2028") == "林间"


def test_punctuation_stays_as_wide_as_it_was_typed() -> None:
    assert one_line("好喝，真的！　再来") == "好喝，真的！ 再来"
    assert narrow("２５８，１４７") == "258,147"


@pytest.mark.parametrize(("name", "seen"), [("王小明", "王＊＊"), ("王", "王＊"), ("欧阳小小明", "欧＊＊")])
def test_a_masked_name_shows_one_character(name: str, seen: str) -> None:
    assert mask_name(name) == seen


def test_a_masked_phone_shows_seven_digits() -> None:
    assert mask_phone("13800138000") == "138****8000"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("白茶，详见 http://bad.example/x?a=1", "白茶，详见 http: //bad. example/x?a=1"),
        ("www.坏.中国 领奖", "www.坏. 中国 领奖"),
        ("https://10.0.0.1/x", "https: //10. 0. 0.1/x"),
        ("写信给 a@bad.example", "写信给 a@bad. example"),
        ("1.5kg 装，v2.1。好茶", "1.5kg 装，v2.1。好茶"),
    ],
)
def test_no_address_in_what_others_wrote_can_be_tapped(written: str, sent: str) -> None:
    assert untapped(written) == sent
    assert untapped(sent) == sent
