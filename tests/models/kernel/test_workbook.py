"""Workbooks: figures are numbers, texts stay texts, whatever they look like."""

import io
from decimal import Decimal

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.money import Money
from models.kernel.workbook import Filed, as_text, workbook


def read(body: bytes) -> dict[str, list[list[tuple[object, str]]]]:
    """By sheet: rows of (value, type)."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: [[(cell.value, cell.data_type) for cell in row] for row in sheet] for sheet in book}


def test_a_formula_is_a_text_and_money_has_its_decimals() -> None:
    rows: list[list[Filed]] = [["=1+1", 3, Money(1250)], ["@SUM(A1)", 0, Money(-5)]]
    found = read(workbook([("数/字[1]", rows), ("空", [])]))
    assert list(found) == ["数字1", "空"]
    (first, second) = found["数字1"]
    assert first[0] == ("=1+1", "s") and first[1] == (3, "n") and Decimal(str(first[2][0])) == Decimal("12.5")
    assert second[0] == ("@SUM(A1)", "s") and Decimal(str(second[2][0])) == Decimal("-0.05")
    assert as_text(rows[0]) == ["=1+1", "3", "12.50"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=4))
def test_no_text_is_ever_run_or_refused(texts: list[str]) -> None:
    ((row,),) = read(workbook([("一", [texts])])).values() if any(texts) else ([[("", "s")]],)
    assert all(kind != "f" for _value, kind in row)
