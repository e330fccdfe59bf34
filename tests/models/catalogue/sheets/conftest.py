"""Small goods files, made on the spot."""

import csv
import io

import openpyxl
import pytest

from models.catalogue.sheets import GoodsEntry, Problem, read_goods, sentence


class Sheet:
    """Writes a file and reads it back as goods and problems."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, content, name="goods.csv", encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def table(self, rows, name="goods.csv", delimiter=",", encoding="utf-8"):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return self.write(text.getvalue(), name, encoding)

    def book(self, rows, name="goods.xlsx", formats=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for at, number_format in formats:
            book.active[at].number_format = number_format
        book.save(self.folder / name)
        return self.folder / name

    def read(self, content, **options):
        path = content if hasattr(content, "read_bytes") else self.write(content, **options)
        found = list(read_goods(path, path.name))
        goods = [item for item in found if isinstance(item, GoodsEntry)]
        return goods, [item for item in found if isinstance(item, Problem)]

    def one(self, **cells):
        """One goods of one row in our layout: good, but for the cells given."""
        cells = {"商品编号": "cup", "标题": "陶杯", "价格": "39.90"} | cells
        return self.read(self.table([list(cells), list(cells.values())]))


@pytest.fixture
def sheet(tmp_path):
    return Sheet(tmp_path)


@pytest.fixture
def said():
    """Problems as (line, column, sentence)."""
    return lambda problems: [(problem.line, problem.column, sentence(problem)) for problem in problems]
