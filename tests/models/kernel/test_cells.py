"""Cells that a spreadsheet program shows and never runs, and that come back as they were."""

import csv
import io

import pytest

from models.kernel.cells import csv_line, plain_cell, read_cell


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1", "-", "- 一条"],
)
def test_what_begins_like_a_formula_is_marked_and_comes_back(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    assert read_cell(plain_cell(text)) == text


@pytest.mark.parametrize("text", ["'=1+1", "''=1", "'-5", "'", "'＝1"])
def test_what_has_an_apostrophe_of_its_own_keeps_it(text: str) -> None:
    assert plain_cell(text).startswith("'")
    assert read_cell(plain_cell(text)) == text


@pytest.mark.parametrize("text", ["", "福鼎白茶", "-5", "+86", "-3.50", "12%", "'quoted'", "a=b", "SF123"])
def test_what_is_harmless_stays(text: str) -> None:
    assert plain_cell(text) == text
    assert read_cell(text) == text


def test_a_number_kept_by_a_formula_is_its_digits() -> None:
    assert read_cell('="0012345"') == "0012345"


def test_a_row_is_one_row() -> None:
    cells = ["a,b", 'say "hi"', "two\nlines", "=1"]
    read = list(csv.reader(io.StringIO(csv_line(cells).decode(), newline="")))
    assert read == [[*cells[:3], "'=1"]]
