"""Small goods files, made on the spot and read back."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import openpyxl

from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.sheets import GoodsEntry, Problem

Said = Callable[[Sequence[object]], list[tuple[int, str, str]]]


class Sheet:
    """Writes a file and reads it back as goods and problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, content: str | bytes, name: str = "goods.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def table(self, rows: Iterable[Sequence[object]], name: str = "goods.csv", encoding: str = "utf-8") -> Path:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return self.write(text.getvalue(), name, encoding)

    def book(
        self, rows: Iterable[Sequence[object]], name: str = "goods.xlsx", formats: Iterable[tuple[str, str]] = ()
    ) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for at, number_format in formats:
            book.active[at].number_format = number_format
        book.save(self.folder / name)
        return self.folder / name

    def read(
        self, content: str | bytes | Path, name: str = "goods.csv", encoding: str = "utf-8"
    ) -> tuple[list[GoodsEntry], list[Problem]]:
        path = content if isinstance(content, Path) else self.write(content, name, encoding)
        found = list(read_goods(path, path.name))
        goods = [item for item in found if isinstance(item, GoodsEntry)]
        return goods, [item for item in found if isinstance(item, Problem)]

    def one(self, **cells: str) -> tuple[list[GoodsEntry], list[Problem]]:
        """One goods of one row in our layout: good, but for the cells given."""
        cells = {"商品编号": "cup", "标题": "陶杯", "价格": "39.90"} | cells
        return self.read(self.table([list(cells), list(cells.values())]))
