"""XLSX workbooks as a table: guarded against bombs, read once in a process of its own, then replayed from a file."""

import json
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from models.catalogue.imports.sheets import unpacking
from models.catalogue.imports.sheets.archive import locked, open_archive, readable
from models.catalogue.imports.sheets.entries import FILE_ROWS
from models.catalogue.imports.sheets.headings import Heading, NumberedRow, find_heading
from models.catalogue.imports.sheets.unpacking import SHEET_PART
from models.catalogue.imports.understanding.plan import TableWay
from models.kernel.errors import N_, Refused

# Unpacked sizes: all parts together, and the parts that the reader must hold in memory.
UNPACKED = 600 * 1024 * 1024
HELD = 48 * 1024 * 1024
# What may unpack from a workbook that somebody waits for. Five thousand rows of a payment file are three megabytes.
QUICK = 6 * 1024 * 1024
# What the reading process may take: bytes of memory, seconds of processor time, bytes written.
_LONG_LIMITS = (512 * 1024 * 1024, 300, 600 * 1024 * 1024)
_HEAD_SECONDS = 30
_OLD_MEMORY, _OLD_TIMES = 200 * 1024 * 1024, 12
_QUICK_LIMITS = (256 * 1024 * 1024, 10, 64 * 1024 * 1024)
# By the clock it may take so many times its processor time, on a machine that is busy.
_PATIENCE = 3
_FOUND = TableWay()


class BookTable:
    """The header and the rows of the first sheet with a header we know. `rows` may be walked several times."""

    def __init__(self, path: Path, unpacked: int = UNPACKED, way: TableWay = _FOUND) -> None:
        guard(path, unpacked)
        self.path, self.limits = path, limits_for(path, unpacked)
        self.encoding = self.separator = ""
        self.sheets, self.sheet, self.heading, self._first = self._head(way)
        self.header_line, self.header, self.above = self.heading.last, self.heading.cells, self.heading.above
        self._spool: IO[str] | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of every row below the header that is not empty. The workbook is parsed once: walking
        it is ten times slower than walking the same rows from a temporary file."""
        if self._spool is None:
            self._spool = self._spooled(len(self.header) + 1)
            weakref.finalize(self, self._spool.close)
        for line, cells in _told(self._spool):
            if line > self.header_line and any(cells):
                yield line, cells

    def first_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Those that were read with the headings: the workbook is not parsed for them once more."""
        yield from ((line, cells) for line, cells in self._first if line > self.header_line)

    def all_rows(self, width: int) -> Iterator[tuple[int, list[str]]]:
        """(row number, cells) of every row of the sheet, at most `width` cells each."""
        with self._spooled(width) as spool:
            yield from _told(spool)

    def _spooled(self, width: int) -> IO[str]:
        spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - lives as long as the table does
        try:
            _unpack("rows", self.path, self.limits, spool, self.sheet, width)
        except BaseException:
            spool.close()
            raise
        return spool

    def _head(self, way: TableWay) -> tuple[list[str], int, Heading, list[NumberedRow]]:
        """The names of all sheets, the one that is read, and its headings: the sheet whose headings are known best."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            memory, seconds, written = self.limits
            _unpack("heads", self.path, (memory, min(seconds, _HEAD_SECONDS), written), said)
            told = json.load(said)
        names = [name for name, _ in told]
        heads = [(at, find_heading(rows, way)) for at, (_, rows) in enumerate(told)]
        filled = [(at, head) for at, head in heads if head.line and way.sheet in (-1, at)]
        if not filled:
            raise Refused("file", N_("文件是空的"))
        sheet, heading = max(filled, key=lambda one: (one[1].known, -one[0]))
        return names, sheet, heading, told[sheet][1]


def guard(path: Path, unpacked: int = UNPACKED) -> None:
    """Refuses what is no workbook, is locked, or would unpack to more than `unpacked` bytes: by default to more than a
    workbook of goods can be. One of before 2007 is not packed."""
    with path.open("rb") as file:
        if file.read(4) == unpacking.OLE:
            return
    with open_archive(path, "file") as archive:
        members = archive.infolist()
        names = {info.filename.lower() for info in members}
        if not names & {"xl/workbook.xml", "content.xml"}:
            raise Refused("file", N_("这个压缩包不是 XLSX 表格。表格请上传 CSV 或 XLSX，图片请另传压缩包"))
        if any(locked(info) or not readable(info) for info in members):
            raise Refused("file", N_("这个表格加了密码或用了少见的压缩方式，请另存一份再上传"))
        held = sum(info.file_size for info in members if not _is_sheet(info.filename))
        media = sum(info.file_size for info in members if info.filename.lower().startswith("xl/media/"))
        if sum(info.file_size for info in members) > unpacked or held - media > HELD:
            raise Refused("file", N_("这个表格解开后太大了，请分成几个文件，或另存为 CSV"))


def _is_sheet(name: str) -> bool:
    return name == "content.xml" or bool(SHEET_PART.fullmatch(name))


def book_rows(path: Path) -> int:
    """Rows of the longest sheet, by counting its row marks without parsing."""
    guard(path)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        _unpack("scan", path, limits_for(path, UNPACKED), said)
        return int(said.read())


def limits_for(path: Path, unpacked: int) -> tuple[int, int, int]:
    """What the reading process may take. An old workbook is not packed: it needs memory by its size, whatever size it
    claims."""
    with path.open("rb") as file:
        if file.read(4) == unpacking.OLE:
            return (_OLD_MEMORY + _OLD_TIMES * path.stat().st_size, 60, _LONG_LIMITS[2])
    return _QUICK_LIMITS if unpacked <= QUICK else _LONG_LIMITS


def _told(spool: IO[str]) -> Iterator[tuple[int, list[str]]]:
    spool.seek(0)
    for text in spool:
        line, cells = json.loads(text)
        yield line, cells


def _unpack(kind: str, path: Path, limits: tuple[int, int, int], into: IO[str], *rest: int) -> None:
    """Lets the reading process write its answer into a file, and winds that back. Hostile XML meets the parser with any
    of a dozen faults; each means that the file is broken."""
    script = [sys.executable, "-I", "-X", "utf8", unpacking.__file__]
    command = [*script, kind, str(path.resolve()), *map(str, (*limits, *rest))]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, by its full path
            command, stdin=subprocess.DEVNULL, stdout=into, stderr=subprocess.DEVNULL, check=False,
            timeout=limits[1] * _PATIENCE,
        )  # fmt: skip
        status = done.returncode
    except subprocess.TimeoutExpired:
        status = unpacking.LARGE
    if status == unpacking.ROWS:
        raise Refused("file", N_("一个文件最多 %(most)d 行，请分成几个文件"), most=FILE_ROWS)
    if status == unpacking.LARGE:
        raise Refused("file", N_("这个表格解开后太大了，请分成几个文件，或另存为 CSV"))
    if status:
        raise Refused("file", N_("这个 XLSX 读不出来，请用表格软件打开后另存一份再上传"))
    into.seek(0)
