"""CSV and its relatives as a table: finds encoding and separator, reads row by row in bounded memory."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from models.catalogue.imports.sheets.entries import FILE_ROWS
from models.catalogue.imports.sheets.layout import score
from models.kernel.errors import N_, Refused

TEXT_CHUNK = 1024 * 1024
LONGEST_LINE = 1_000_000
SEPARATORS = (",", ";", "\t")
# Excel's own note of the separator, which may stand above the header.
HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class TextTable:
    """The header and the rows of a text file. `rows` may be walked several times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = encoding_of(path)
        self.header_line, self.separator, self.header = self._head()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row number as a spreadsheet shows it, cells) of every row below the header that is not empty."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            for line, cells in records(file, self.separator):
                if line > self.header_line and any(cells):
                    yield line, cells

    def _head(self) -> tuple[int, str, list[str]]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            start = file.read(256 * 1024)
        if len(CONTROL.findall(start, 0, 65_536)) > max(8, min(len(start), 65_536) // 100):
            raise Refused("file", N_("这不是表格文件。请上传 CSV 或 XLSX"))
        hint = HINT.fullmatch(start.split("\n", 1)[0].rstrip("\r"))
        found = [_first(start, separator, skip=bool(hint)) for separator in ((hint[1],) if hint else SEPARATORS)]
        if not found[0][2]:
            raise Refused("file", N_("文件是空的"))
        return max(found, key=lambda head: (score(head[2]), len(head[2])))


def records(file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered records, empty ones included. Raises Refused where the quotes of the file do not pair up."""
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


def encoding_of(path: Path) -> str:
    """The encoding that the whole file is valid in: a byte order mark, else UTF-8, else GB18030 (which holds GBK)."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for candidate in candidates:
        if _valid(path, candidate):
            return candidate
    raise Refused("file", N_("认不出文件的文字编码。请另存为“CSV UTF-8”或 XLSX 再上传"))


def _valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(TEXT_CHUNK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _first(start: str, separator: str, *, skip: bool) -> tuple[int, str, list[str]]:
    """Row number, separator and cells of the first row that is not empty."""
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(start, newline=""), delimiter=separator), 1):
            if any(cell.strip() for cell in cells) and not (skip and line == 1):
                return line, separator, cells
    except csv.Error:
        raise Refused("file", N_("第一行有一格太长了，请检查那里的引号是否成对")) from None
    return 0, separator, []


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
