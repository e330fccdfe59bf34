"""Cells of the CSV files that people download: a spreadsheet program must show them and never run them.

A text that begins like a formula gets an apostrophe in front, by which spreadsheet programs mark plain text; what is
read back loses it again (OWASP, "CSV Injection")."""

import csv
import io
import re
from collections.abc import Iterable

# Without this mark Excel would show Chinese as noise.
MARK = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?%?")
# How people write a number that shall keep its digits: ="0123".
_QUOTED = re.compile(r'="([^"]*)"')


def plain_cell(text: str) -> str:
    """The text as a file may hold it. One that has such apostrophes itself gets one more, so that it comes back."""
    if text.lstrip("'").startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def read_cell(text: str) -> str:
    """The text that such a cell means."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[1]
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def csv_line(cells: Iterable[str]) -> bytes:
    """One row, in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([plain_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8", "replace")
