"""A workbook read in a process of its own, with as much memory, time and room as the caller allows: run as a script.

    python unpacking.py scan  FILE LIMITS              the row marks of the longest sheet, found without parsing
    python unpacking.py heads FILE LIMITS              each sheet's name and [row number, cells] of its first rows
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
from importlib import import_module
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile

ROWS, LARGE = 3, 4
# How a workbook of Excel before 2007 begins.
OLE = b"\xd0\xcf\x11\xe0"
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
# Rows that are looked at first.
HEAD_ROWS = 150
_MERGED = re.compile(rb'<(?:\w{1,10}:)?mergeCell ref="([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})"')
_MOST_MERGED = 100_000
# A formula that no program has worked out: what it comes to is not in the file.
_OPEN_FORMULA = re.compile(
    rb'<(?:\w{1,10}:)?c r="([A-Za-z]{1,3})(\d{1,7})"[^<>]{0,200}>'
    rb"<(?:\w{1,10}:)?f\b[^<>]{0,200}(?:/>|>[^<>]{0,8192}</(?:\w{1,10}:)?f>)"
    rb"(?:<(?:\w{1,10}:)?v ?/>|<(?:\w{1,10}:)?v></(?:\w{1,10}:)?v>)?</(?:\w{1,10}:)?c>"
)
_FORMULA = b"f>"
_LONGEST = 9_000
# What is told of it, as programs show a formula that failed.
_FAILED = "#VALUE!"
# By the first row of merged cells: their column and last row.
Spans = dict[int, list[tuple[int, int]]]
# Cells by row and column.
Cells = set[tuple[int, int]]


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


def heads(path: str, workbook: Any) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """The name of each sheet and its first rows that are not empty, within its first three hundred."""
    return [(page.title, _first(page, *marks_of(path, page))) for page in workbook.worksheets[:SHEETS]]


def _first(page: Any, spans: Spans, unsaid: Cells) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for line, cells in _filled(_rows(page, None, unsaid), spans):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found.append((line, cells))
        if line >= 300 or len(found) >= HEAD_ROWS:
            break
    return found


def marks_of(path: str, page: Any) -> tuple[Spans, Cells]:
    """Of a sheet the cells that are merged downwards, and those whose formula nobody worked out; in one walk."""
    spans: Spans = {}
    unsaid: Cells = set()
    found = 0
    with ZipFile(path) as archive, archive.open(page._worksheet_path) as part:
        rest = b""
        while block := part.read(_BLOCK):
            block = rest + block
            for mark in _MERGED.finditer(block):
                column, first, _, last = mark.groups()
                found += 1
                if int(last) > int(first) and found <= _MOST_MERGED:
                    spans.setdefault(int(first), []).append((_column(column), int(last)))
            if _FORMULA in block and len(unsaid) < _MOST_MERGED:
                unsaid.update((int(mark[2]), _column(mark[1])) for mark in _OPEN_FORMULA.finditer(block))
            rest = _unended(block)
    return spans, unsaid


def _unended(block: bytes) -> bytes:
    """The end of a block in which a cell, or a mark of merged cells, may go on in the next."""
    at = max(block.rfind(b"<c ", -_LONGEST), block.rfind(b":c ", -_LONGEST), block.rfind(b"<", -64))
    return block[at - 16 if at > 16 else 0 :] if at >= 0 else b""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _filled(rows: Iterator[tuple[int, list[str]]], spans: Spans) -> Iterator[tuple[int, list[str]]]:
    """The rows with what a merged cell says in each row that it covers."""
    if not spans:
        yield from rows
        return
    said: dict[int, tuple[int, str]] = {}
    for line, cells in rows:
        for column, (last, text) in list(said.items()):
            if line > last:
                del said[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = text
        for column, last in spans.get(line, ()):
            if column < len(cells):
                said[column] = (last, cells[column])
        yield line, cells


def _rows(page: Any, width: int | None, unsaid: Cells) -> Iterator[tuple[int, list[str]]]:
    # The size a sheet claims may be a million empty rows or columns; what is there counts.
    page.reset_dimensions()
    percents: dict[int, bool] = {}
    for line, row in enumerate(page.iter_rows(max_col=width), 1):
        if line > _MOST_ROWS:
            sys.exit(ROWS)
        cells = [_text(cell, percents) for cell in row]
        if unsaid:
            cells = [text or (_FAILED if (line, at) in unsaid else "") for at, text in enumerate(cells)]
        yield line, cells


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
    with Path(path).open("rb") as file:
        start = file.read(4)
    if start == OLE:
        _tell_old(path, kind, rest)
    elif start[:2] == b"PK" and _is_open_document(path):
        _tell_open(path, kind, rest)
    else:
        _tell_new(path, kind, rest)


def _tell_new(path: str, kind: str, rest: list[str]) -> None:
    marks = scan(path) if kind != "rows" else 0
    if kind == "scan":
        _say(marks)
        return
    import openpyxl

    # The parser warns about styles and extensions that it drops; none of them is read here.
    warnings.simplefilter("ignore")
    # As an open file: a path would have to end in .xlsx.
    with Path(path).open("rb") as file:
        _tell(path, openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False), kind, rest)


def _tell(path: str, workbook: Any, kind: str, rest: list[str]) -> None:
    if kind == "heads":
        _say(heads(path, workbook))
        return
    sheet, width = map(int, rest)
    page = workbook.worksheets[sheet]
    spans, unsaid = marks_of(path, page)
    for row in _filled(_rows(page, width, unsaid), spans):
        _say(row)


def _is_open_document(path: str) -> bool:
    with ZipFile(path) as archive:
        return "content.xml" in archive.namelist()


def _tell_open(path: str, kind: str, rest: list[str]) -> None:
    """An OpenDocument file."""
    # Isolated as this process is, the script's own folder is not looked in by itself.
    sys.path.append(str(Path(__file__).parent))
    sheets = import_module("open_document").OpenDocument(path, _MOST_ROWS)
    first = list(sheets.rows(0))
    if kind == "heads":
        every = [first, *(list(sheets.rows(at)) for at in range(1, min(len(sheets.names), SHEETS)))]
        _say([(name, rows[:HEAD_ROWS]) for name, rows in zip(sheets.names, every, strict=False)])
    elif kind == "scan":
        _say(first[-1][0] if first else 0)
    else:
        for row in sheets.rows(int(rest[0])):
            _say(row)


def _tell_old(path: str, kind: str, rest: list[str]) -> None:
    """A workbook of Excel before 2007."""
    from python_calamine import CalamineWorkbook

    with Path(path).open("rb") as file:
        workbook = CalamineWorkbook.from_filelike(file)
        if kind == "heads":
            names = workbook.sheet_names[:SHEETS]
            _say([(name, _old_rows(workbook.get_sheet_by_index(at))[:HEAD_ROWS]) for at, name in enumerate(names)])
        elif kind == "scan":
            _say(workbook.get_sheet_by_index(0).total_height)
        else:
            for row in _old_rows(workbook.get_sheet_by_index(int(rest[0]))):
                _say(row)


def _old_rows(sheet: Any) -> list[tuple[int, list[str]]]:
    spans: Spans = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > first:
            spans.setdefault(first + 1, []).append((column, last + 1))
    rows = enumerate(sheet.to_python(skip_empty_area=False), 1)
    texts = ((line, [_plain(value) for value in row]) for line, row in rows)
    return [(line, cells) for line, cells in _filled(texts, spans) if any(cells)]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return f"{float(value):.14E}" if abs(value) >= EXACT else f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value if isinstance(value, str) else _other(value)


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
