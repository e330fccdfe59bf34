"""A workbook read in a process of its own, with as much memory, time and room as the caller allows: run as a script.

    python unpacking.py scan  FILE LIMITS              the row marks of the longest sheet, found without parsing
    python unpacking.py heads FILE LIMITS              [row number, cells] of each sheet's first row that is not empty
    python unpacking.py rows  FILE LIMITS SHEET WIDTH  [row number, cells] of every row, one a line

FILE is a workbook that `book.guard` has passed; LIMITS are bytes of memory, seconds of processor time and bytes
written. It loads nothing of the program, so that it starts in a quarter of a second. It ends with ROWS or LARGE where
the workbook has too many rows or is too large, with any other status where it cannot be read.
"""

import json
import re
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

ROWS, LARGE = 3, 4
_MOST_ROWS = 200_000
SHEETS = 20
# What a row may hold: spreadsheet programs have as many columns, and no row of goods has as many bytes.
_MOST_COLUMNS = 16_384
ROW_BYTES = 4 * 1024 * 1024
# A floating-point number holds so many digits for certain; a longer one was rounded when the file was written.
EXACT = 10**15
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w{1,10}:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w{1,10}:)?c[\s>/]")
_BLOCK = 256 * 1024


def scan(path: str) -> int:
    """Row marks of the longest sheet. Ends the process where a row is too long."""
    with ZipFile(path) as archive:
        parts = [info for info in archive.infolist() if SHEET_PART.fullmatch(info.filename)]
        longest = 0
        for info in parts:
            with archive.open(info) as part:
                longest = max(longest, _marks(part))
    return longest


def _marks(part: IO[bytes]) -> int:
    found = cells = size = 0
    rest = b""
    while block := part.read(_BLOCK):
        block = rest + block
        rows = list(_ROW.finditer(block))
        after = rows[-1].end() if rows else 0
        cells = (0 if rows else cells) + len(_CELL.findall(block, after))
        size = len(block) - after + (0 if rows else size)
        if cells > _MOST_COLUMNS or size > ROW_BYTES:
            sys.exit(LARGE)
        found += len(rows)
        rest = _half_a_mark(block)
    return found


def _half_a_mark(block: bytes) -> bytes:
    """What may be the beginning of a mark that the next block ends."""
    at = block.rfind(b"<", -16)
    return block[at:] if at >= 0 and not _ROW.match(block, at) and not _CELL.match(block, at) else b""


def heads(workbook: Any) -> list[tuple[int, list[str]]]:
    """Row number and cells of each sheet's first row that is not empty, within its first hundred."""
    return [_first(page) for page in workbook.worksheets[:SHEETS]]


def _first(page: Any) -> tuple[int, list[str]]:
    for line, cells in _rows(page, None):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            return line, cells
        if line >= 100:
            break
    return 0, []


def _rows(page: Any, width: int | None) -> Iterator[tuple[int, list[str]]]:
    # The size a sheet claims may be a million empty rows or columns; what is there counts.
    page.reset_dimensions()
    percents: dict[int, bool] = {}
    for line, row in enumerate(page.iter_rows(max_col=width), 1):
        if line > _MOST_ROWS:
            sys.exit(ROWS)
        yield line, [_text(cell, percents) for cell in row]


def _text(cell: Any, percents: dict[int, bool]) -> str:
    """A cell as a person sees it: whole numbers without ".0", barcodes with all digits, 10% as "10%"; a number of more
    digits than it can hold as 1.2E+17, so that nobody takes it for a code."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        if abs(value) >= EXACT:
            return f"{float(value):.14E}"
        style = cell._style_id
        if style not in percents:
            percents[style] = "%" in (cell.number_format or "")
        number = Decimal(format(value, ".15g"))
        return f"{number * 100:f}%" if percents[style] else f"{number:f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else _other(value)


def _other(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _limit(memory: int, seconds: int, written: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(kind: str, path: str, rest: list[str]) -> None:
    marks = scan(path) if kind != "rows" else 0
    if kind == "scan":
        _say(marks)
        return
    import openpyxl

    # The parser warns about styles and extensions that it drops; none of them is read here.
    warnings.simplefilter("ignore")
    # As an open file: a path would have to end in .xlsx.
    with Path(path).open("rb") as file:
        _tell(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False), kind, rest)


def _tell(workbook: Any, kind: str, rest: list[str]) -> None:
    if kind == "heads":
        _say(heads(workbook))
        return
    sheet, width = map(int, rest)
    for row in _rows(workbook.worksheets[sheet], width):
        _say(row)


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


def main(kind: str, path: str, *rest: str) -> None:
    """Sets the limits and writes the answer to standard output."""
    _limit(*map(int, rest[:3]))
    try:
        _answer(kind, path, list(rest[3:]))
        sys.stdout.flush()
    except MemoryError:
        sys.exit(LARGE)


if __name__ == "__main__":
    main(*sys.argv[1:])
