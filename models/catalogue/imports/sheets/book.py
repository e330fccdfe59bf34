"""XLSX workbooks as a table: guarded against bombs, read once row by row, then replayed from a file on disk."""

import json
import re
import tempfile
import warnings
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from models.catalogue.imports.sheets.archive import locked, open_archive, readable
from models.catalogue.imports.sheets.entries import FILE_ROWS
from models.catalogue.imports.sheets.layout import score
from models.kernel.errors import N_, Refused

# Unpacked sizes: all parts together, and the parts that the reader must hold in memory.
UNPACKED = 600 * 1024 * 1024
HELD = 48 * 1024 * 1024
SHEETS = 20
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
ROW = re.compile(rb"<(?:\w{1,10}:)?row[\s>/]")


class BookTable:
    """The header and the rows of the first sheet with a header we know. `rows` may be walked several times."""

    def __init__(self, path: Path, unpacked: int = UNPACKED) -> None:
        guard(path, unpacked)
        self.path = path
        self.sheet, self.header_line, self.header = self._head()
        self._spool: IO[str] | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of every row below the header that is not empty. The workbook is parsed once: walking
        it is ten times slower than walking the same rows from a temporary file."""
        if self._spool is None:
            spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - lives as long as the table does
            weakref.finalize(self, spool.close)
            self._fill(spool)
            self._spool = spool
        self._spool.seek(0)
        for text in self._spool:
            line, cells = json.loads(text)
            yield line, cells

    def _fill(self, spool: IO[str]) -> None:
        for line, cells in sheet_rows(self.path, self.sheet, len(self.header) + 1):
            if line > self.header_line and any(cells):
                spool.write(json.dumps((line, cells)) + "\n")

    def _head(self) -> tuple[int, int, list[str]]:
        with _opened(self.path) as workbook:
            pages = workbook.worksheets[:SHEETS]
            heads = [(at, *_first(page)) for at, page in enumerate(pages)]
        heads = [head for head in heads if head[2]]
        if not heads:
            raise Refused("file", N_("文件是空的"))
        return max(heads, key=lambda head: (score(head[2]), -head[0]))


def guard(path: Path, unpacked: int = UNPACKED) -> None:
    """Refuses what is no workbook, is locked, or would unpack to more than `unpacked` bytes: by default to more than a
    workbook of goods can be."""
    with open_archive(path, "file") as archive:
        members = archive.infolist()
        names = {info.filename.lower() for info in members}
        if "xl/workbook.xml" not in names:
            raise Refused("file", N_("这个压缩包不是 XLSX 表格。表格请上传 CSV 或 XLSX，图片请另传压缩包"))
        if any(locked(info) or not readable(info) for info in members):
            raise Refused("file", N_("这个表格加了密码或用了少见的压缩方式，请另存一份再上传"))
        held = sum(info.file_size for info in members if not SHEET_PART.fullmatch(info.filename))
        media = sum(info.file_size for info in members if info.filename.lower().startswith("xl/media/"))
        if sum(info.file_size for info in members) > unpacked or held - media > HELD:
            raise Refused("file", N_("这个表格解开后太大了，请分成几个文件，或另存为 CSV"))


def book_rows(path: Path) -> int:
    """Rows of the longest sheet, by counting its row marks without parsing."""
    guard(path)
    longest = 0
    with open_archive(path, "file") as archive:
        for info in archive.infolist():
            if SHEET_PART.fullmatch(info.filename):
                with archive.open(info) as part:
                    longest = max(longest, _marks(part))
    return longest


def sheet_rows(path: Path, sheet: int, width: int) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows of one sheet as text, at most `width` cells each."""
    with _opened(path) as workbook:
        yield from _rows(workbook.worksheets[sheet], width)


def _rows(page: Any, width: int | None) -> Iterator[tuple[int, list[str]]]:
    # The size a sheet claims may be a million empty rows or columns; what is there counts.
    page.reset_dimensions()
    percents: dict[int, bool] = {}
    for line, row in enumerate(page.iter_rows(max_col=width), 1):
        if line > FILE_ROWS:
            raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=FILE_ROWS)
        yield line, [_text(cell, percents) for cell in row]


def _text(cell: Any, percents: dict[int, bool]) -> str:
    """A cell as a person sees it: whole numbers without ".0", barcodes with all digits, 10% as "10%"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
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


def _first(page: Any) -> tuple[int, list[str]]:
    """Row number and cells of a sheet's first row that is not empty, within its first hundred."""
    for line, cells in _rows(page, None):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            return line, cells
        if line >= 100:
            break
    return 0, []


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, closed afterwards. Hostile XML meets the parser with any of a dozen exception types; each means
    that the file is broken."""
    # Late: most processes never read a workbook.
    import openpyxl

    try:
        with path.open("rb") as file:
            with warnings.catch_warnings():
                # The parser warns about styles and extensions that it drops; none of them is read here.
                warnings.simplefilter("ignore")
                workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield workbook
            finally:
                workbook.close()
    except Refused:
        raise
    except Exception:
        raise Refused("file", N_("这个 XLSX 读不出来，请用表格软件打开后另存一份再上传")) from None


def _marks(part: IO[bytes]) -> int:
    found, rest = 0, b""
    while block := part.read(256 * 1024):
        block = rest + block
        found += len(ROW.findall(block))
        rest = block[-16:] if not ROW.search(block[-16:]) else b""
    return found
