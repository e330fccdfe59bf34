"""From a path to a table: looks at the first bytes, not at the name, since people rename files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from models.catalogue.imports.sheets import book
from models.catalogue.imports.sheets.entries import GOODS_FILE_BYTES
from models.catalogue.imports.sheets.feeds import FeedTable, is_feed
from models.catalogue.imports.sheets.headings import Heading
from models.catalogue.imports.sheets.text import TEXT_CHUNK, TextTable
from models.catalogue.imports.sheets.unpacking import OLE
from models.catalogue.imports.understanding.plan import TableWay
from models.kernel.errors import N_, Refused

_FOUND = TableWay()
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
# What people pick by mistake: PDF, pictures, other archives. None of these bytes begins a table.
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF")


class Table(Protocol):
    """A header and rows of text. `rows` gives (row number as a spreadsheet shows it, cells), as often as asked;
    `first_rows` some of them at once. `above` is what stands over the headings; `sheets` names those of a workbook."""

    header: list[str]
    header_line: int
    heading: Heading
    above: str
    encoding: str
    separator: str
    sheets: list[str]
    sheet: int

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...

    def first_rows(self) -> Iterator[tuple[int, list[str]]]: ...


def open_table(path: Path, filename: str, *, unpacked: int = book.UNPACKED, way: TableWay = _FOUND) -> Table:
    """Raises Refused("file") for what is empty, too large or no table."""
    if _is_book(path, filename):
        return book.BookTable(path, unpacked, way)
    with path.open("rb") as file:
        return FeedTable(path) if is_feed(file.read(64)) else TextTable(path, way)


def count_rows(path: Path, filename: str) -> int:
    """The most rows that there may be below the header: for a progress bar, found without parsing."""
    if _is_book(path, filename):
        return max(0, book.book_rows(path) - 1)
    with path.open("rb") as file:
        if is_feed(file.read(64)):
            return FeedTable(path).count
    lines = 0
    last = b"\n"
    with path.open("rb") as file:
        while block := file.read(TEXT_CHUNK):
            lines += max(block.count(b"\n"), block.count(b"\r"))
            last = block[-1:]
    return max(0, lines - (last in b"\r\n\0"))


def _is_book(path: Path, filename: str) -> bool:
    size = path.stat().st_size
    if not size:
        raise Refused("file", N_("文件是空的"))
    if size > GOODS_FILE_BYTES:
        raise Refused("file", N_("文件超过 %(most)d MB，请分成几个再传"), most=GOODS_FILE_BYTES // 1024 // 1024)
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(FOREIGN):
        raise Refused("file", N_("“%(name)s”不是表格文件。请上传 CSV 或 XLSX"), name=filename[:80])
    return start.startswith((ZIP, EMPTY_ZIP, OLE))
