"""Sheets of an OpenDocument file (ODS), row by row, inside the process that `unpacking.py` runs in: it loads nothing of
the program. What repeats is written once in such a file, with how often; only what holds something is given."""

import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZipFile

_BLOCK = 256 * 1024
_MOST_COLUMNS = 16_384
# What a table of goods never has, and one cell that repeats may claim.
_MOST_CELLS = 4_000_000
_LARGE = 4
NumberedCells = tuple[int, list[str]]


class OpenDocument:
    """The sheets of a file by name; `rows` reads one of them."""

    def __init__(self, path: str, most_rows: int) -> None:
        self._path, self._most_rows = path, most_rows
        self.names: list[str] = []

    def rows(self, sheet: int) -> Iterator[NumberedCells]:
        """(row number, cells) of every row that holds something; a cell that is merged downwards speaks in each row."""
        reader = _Sheets(sheet, self._most_rows)
        with ZipFile(self._path) as archive, archive.open("content.xml") as part:
            yield from reader.read(part)
        self.names = reader.names


class _Sheets:
    """Hears the elements of content.xml as they come."""

    def __init__(self, wanted: int, most_rows: int) -> None:
        self.names: list[str] = []
        self._wanted, self._most_rows = wanted, most_rows
        self._found: list[NumberedCells] = []
        self._line = self._held = self._repeats = 0
        self._cells: list[str] = []
        self._merged: dict[int, tuple[int, str]] = {}
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.EntityDeclHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear

    def read(self, part: IO[bytes]) -> Iterator[NumberedCells]:
        while block := part.read(_BLOCK):
            self._parser.Parse(block, False)
            yield from self._found
            self._found.clear()

    def _start(self, name: str, facts: dict[str, str]) -> None:
        if name == "table:table":
            self.names.append(facts.get("table:name", ""))
            self._line = 0
        elif name == "table:table-row":
            self._cells, self._repeats = [], _count(facts, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = facts, []
        elif name == "text:p" and self._text:
            self._text.append("\n")
        elif name == "text:s" and self._cell is not None:
            self._text.append(" " * min(_count(facts, "text:c"), 100))

    def _hear(self, text: str) -> None:
        if self._cell is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            self._take_cell(self._cell, _said(self._cell, "".join(self._text).strip()))
            self._cell = None
        elif name == "table:table-row":
            self._take_row()

    def _take_cell(self, facts: dict[str, str], text: str) -> None:
        column = len(self._cells)
        times = _count(facts, "table:number-columns-repeated")
        if not text and times > 1:
            times = min(times, _MOST_COLUMNS - column)
        if column + times > _MOST_COLUMNS:
            sys.exit(_LARGE)
        self._cells += [text] * times
        rows = _count(facts, "table:number-rows-spanned")
        if rows > 1 and text:
            self._merged[column] = (self._line + rows, text)

    def _take_row(self) -> None:
        cells = self._cells
        for column, (last, text) in list(self._merged.items()):
            if self._line + 1 > last:
                del self._merged[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = text
        while cells and not cells[-1]:
            cells.pop()
        for _ in range(self._repeats if cells else 0):
            self._line += 1
            if self._line > self._most_rows:
                sys.exit(3)
            self._held += len(cells)
            if self._held > _MOST_CELLS:
                sys.exit(_LARGE)
            if len(self.names) - 1 == self._wanted:
                self._found.append((self._line, list(cells)))
        self._line += 0 if cells else self._repeats


def _count(facts: dict[str, str], name: str) -> int:
    text = facts.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _said(facts: dict[str, str], text: str) -> str:
    """A cell as a person sees it, with all digits: numbers by their value, a percentage with its sign, days as days."""
    kind, value = facts.get("office:value-type", ""), facts.get("office:value", "")
    if kind == "percentage" and value:
        return f"{(Decimal(value) * 100).normalize():f}%"
    if kind in ("float", "currency") and value:
        return value.removesuffix(".0")
    if kind == "date":
        return facts.get("office:date-value", text).removesuffix("T00:00:00")
    if kind == "boolean":
        return "是" if facts.get("office:boolean-value") == "true" else "否"
    # A formula that nobody worked out, told as one that failed.
    return text or ("#VALUE!" if "table:formula" in facts and not value else "")


def _refuse(*_: Any) -> None:
    sys.exit(1)
