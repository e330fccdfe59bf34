"""CSV and its relatives as a table: finds encoding and separator, reads row by row in bounded memory."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from models.catalogue.imports.sheets.entries import FILE_ROWS
from models.catalogue.imports.sheets.headings import HEADING_ROWS, Heading, NumberedRow, find_heading
from models.catalogue.imports.understanding.encodings import readings_of
from models.catalogue.imports.understanding.plan import TableWay
from models.kernel.errors import N_, Refused

TEXT_CHUNK = 1024 * 1024
LONGEST_LINE = 1_000_000
SEPARATORS = (",", ";", "\t", "|")
_FOUND = TableWay()
WRONG_ENCODING = N_("按这种编码读不出来，请换一种")
# Excel's own note of the separator, which may stand above the header.
HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class TextTable:
    """The header and the rows of a text file. `rows` may be walked several times."""

    def __init__(self, path: Path, way: TableWay = _FOUND) -> None:
        self.path = path
        self.encoding = way.encoding or readings_of(path)[0].encoding
        self.heading, self.separator = self._head(way)
        self.header_line, self.header, self.above = self.heading.last, self.heading.cells, self.heading.above
        self.sheets: list[str] = []
        self.sheet = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row number as a spreadsheet shows it, cells) of every row below the header that is not empty."""
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for line, cells in records(file, self.separator):
                    if line > self.header_line and any(cells):
                        yield line, cells
        except UnicodeError:
            raise Refused("file", WRONG_ENCODING) from None

    def first_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows as long as somebody wants more."""
        return self.rows()

    def _head(self, way: TableWay) -> tuple[Heading, str]:
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                start = file.read(256 * 1024)
        except UnicodeError:
            raise Refused("file", WRONG_ENCODING) from None
        if len(CONTROL.findall(start, 0, 65_536)) > max(8, min(len(start), 65_536) // 100):
            raise Refused("file", N_("这不是表格文件。请上传 CSV 或 XLSX"))
        hint = HINT.fullmatch(start.split("\n", 1)[0].rstrip("\r"))
        signs = (way.separator,) if way.separator else (hint[1],) if hint else SEPARATORS
        found = [(find_heading(_start(start, sign, skip=bool(hint)), way), sign) for sign in signs]
        if not found[0][0].line:
            raise Refused("file", N_("文件是空的"))
        return max(found, key=lambda head: (head[0].known, len(head[0].cells)))


def records(file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """NumberedRow records, empty ones included. Raises Refused where the quotes of the file do not pair up."""
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=separator)
    line = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused("file", N_("第 %(line)d 行有一格太长了，请检查那里的引号是否成对"), line=line + 1) from None
        line += 1
        if lines.ended:
            # The reader met the end of the file inside a quoted cell, so that cell has swallowed whole rows.
            raise Refused("file", N_("第 %(line)d 行的引号没有成对，它后面的行都读不出来"), line=line)
        if line > FILE_ROWS:
            raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=FILE_ROWS)
        yield line, cells


def _start(start: str, separator: str, *, skip: bool) -> list[NumberedRow]:
    """Row number and cells of the first rows that are not empty."""
    found: list[NumberedRow] = []
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(start, newline=""), delimiter=separator), 1):
            if any(cell.strip() for cell in cells) and not (skip and line == 1):
                found.append((line, cells))
            if len(found) == HEADING_ROWS:
                break
    except csv.Error:
        if not found:
            raise Refused("file", N_("第一行有一格太长了，请检查那里的引号是否成对")) from None
    return found


class _Lines:
    """The physical lines of a file, each of bounded length; `ended` once the file is."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.file.readline(LONGEST_LINE)
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise Refused("file", N_("文件里有一行超过 %(most)d 个字，这不像表格"), most=LONGEST_LINE)
        return line
