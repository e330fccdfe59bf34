"""What is visible: unseen characters go, and a text of nothing else is empty."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.reading.letters import is_blank, plain
from models.kernel.text import one_line, paragraphs

NOBODY_SEES = [
    "\u3164",
    "\u2800",
    "\u00ad",
    "\u200d",
    "\u034f",
    "\ufe0f",
    "\u115f",
    "\uffa0",
    "\u2063",
    "\U000e0041",
    "\u0301",
    "\ue000",
]


@given(st.lists(st.sampled_from([*NOBODY_SEES, " ", "\u3000", "\n", "\u202e", "\ud800"]), max_size=8))
def test_what_nobody_sees_is_empty(characters: list[str]) -> None:
    text = "".join(characters)
    assert is_blank(text)
    assert one_line(text) == ""
    assert paragraphs(text) == ""


@pytest.mark.parametrize("name", ["林", "👨‍👩‍👧", "❤️", "葛󠄀", "é", "a\u0301", "·", "Ω"])
def test_what_is_seen_stays_as_it_is(name: str) -> None:
    assert one_line(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\u00ad", "\u200b"])
def test_a_title_keeps_its_words_without_marks_of_direction(mark: str) -> None:
    assert one_line(f"白{mark}茶") == "白茶"


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert plain(plain(text)) == plain(text)
