"""Sheets of LibreOffice: what a formula came to is read, one without an outcome is told and never empty."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.given.sheet_files import Said, Sheet

OFFICE, TABLE, TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" for one in ("office", "table", "text"))


def _words(words: str) -> str:
    shown = f"<text:p>{escape(words)}</text:p>"
    return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'


def _formula(outcome: str) -> str:
    """A cell with `=20+19.9`, and what it came to as attributes and text."""
    return f'<table:table-cell table:formula="of:=20+19.9" {outcome}</table:table-cell>'


def _book(*rows: list[str]) -> bytes:
    """An ODS of one sheet."""
    told = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    spaces = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"'
    sheet = f'<table:table table:name="货">{told}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{body}</office:document-content>'
    )
    return content.encode()


def _goods(outcome: str) -> bytes:
    return _book(
        [_words(one) for one in ("商品编号", "标题", "价格")], [_words("cup"), _words("杯"), _formula(outcome)]
    )


def _kept(sheet: Sheet, content: bytes) -> Path:
    path = sheet.folder / "货.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def test_formulas_give_their_values(sheet: Sheet) -> None:
    came_to = 'office:value-type="float" office:value="39.9"><text:p>39.90</text:p>'
    goods, problems = sheet.read(_kept(sheet, _goods(came_to)))
    assert [one.skus[0].price for one in goods] == [3990] and problems == []


@pytest.mark.parametrize(
    "outcome",
    [
        ">",
        'office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>',
        'office:value-type="string"><text:p>Err:502</text:p>',
    ],
)
def test_a_formula_without_an_outcome_is_told(sheet: Sheet, said: Said, outcome: str) -> None:
    goods, problems = sheet.read(_kept(sheet, _goods(outcome)))
    assert goods == []
    assert [(line, column) for line, column, _ in said(problems)] == [(2, "价格")]


def test_stock_without_an_outcome_is_not_left_empty(sheet: Sheet, said: Said) -> None:
    headings = [_words(one) for one in ("商品编号", "标题", "价格", "库存")]
    content = _book(headings, [_words("cup"), _words("杯"), _words("5"), _formula(">")])
    goods, problems = sheet.read(_kept(sheet, content))
    assert goods == []
    assert [(line, column) for line, column, _ in said(problems)] == [(2, "库存")]
