"""Descriptions as the form shows them again, also those that were made to be slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.goods.description import as_typed, clean, has_markup


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("<p>一</p>\n<p>二</p>", "一\n\n二"),
        ("<p>一<br>二</p>", "一\n二"),
        ("  <p> a &amp; b </p>  ", "a & b"),
        ("", ""),
        ("没有标签", "没有标签"),
    ],
)
def test_paragraphs_are_shown_as_they_were_typed(kept: str, typed: str) -> None:
    assert as_typed(kept) == typed
    assert as_typed(clean(typed)) == typed


@pytest.mark.parametrize(
    ("hostile", "typed"),
    [
        ("a" + " " * 400_000 + "b", "a" + " " * 400_000 + "b"),
        ("<" * 400_000, "<" * 400_000),
        ("<p> " * 100_000, ""),
        ("\n " * 200_000 + "x", "x"),
    ],
)
def test_a_description_made_to_be_slow_is_read_all_the_same(hostile: str, typed: str) -> None:
    # Eight times as long as a form takes: what grew with the square of the length would not come back.
    assert not has_markup(hostile)
    assert as_typed(hostile) == typed


@given(st.text(st.sampled_from("a茶 \n\xa0\u3000&;<>\"'\u200b0"), max_size=30))
def test_what_was_cleaned_stays_when_it_is_cleaned_again(text: str) -> None:
    assert clean(clean(text)) == clean(text)
