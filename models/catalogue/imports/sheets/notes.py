"""Reads the cells of one goods' rows and keeps a problem for every bad one, so that all are told at once."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CELL, DESCRIPTION, Problem
from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.understanding.money import price_by
from models.kernel.errors import N_, Refused
from models.kernel.money import Money

T = TypeVar("T")
F = TypeVar("F")
# Control characters, the mark of text decoded wrongly, and what a failed formula shows.
SUSPECT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
FORMULA = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


class Row(NamedTuple):
    """A row of the file under its number."""

    line: int
    cells: Sequence[str]


class Notes:
    """The problems of one goods, found as its cells are read."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.found: list[Problem] = []
        # What was read otherwise than it stands there, to be said: nothing of it keeps the goods out.
        self.said: list[Problem] = []

    def add(self, row: Row, name: str, reason: str, **params: object) -> None:
        """Notes a problem at a column; once a cell, since the first reason is the one to mend first."""
        column = self.layout.heading(name)
        if all((seen.line, seen.column) != (row.line, column) for seen in self.found):
            value = self.text(row, name)
            self.found.append(Problem(row.line, column, reason, params, value[:200]))

    def say(self, row: Row, name: str, reason: str, **params: object) -> None:
        """Keeps what was done otherwise than the file says."""
        self.said.append(Problem(row.line, self.layout.heading(name), reason, params, self.text(row, name)[:200]))

    def short(self, row: Row, name: str, text: str, most: int) -> str:
        """The text as far as it fits; that some of it is gone is said."""
        if len(text) > most:
            self.say(row, name, N_("最多 %(most)d 个字，后面的没有收"), most=most)
        return text[:most].rstrip()

    def price(self, row: Row, name: str, blank: F) -> Money | F:
        """An amount in the money that the file is read by."""
        plan, currency = self.layout.plan, self.text(row, "currency")
        return self.read(row, name, lambda value: price_by(plan, value, currency), blank)

    def stock(self, row: Row) -> int | None:
        """The pieces of a row; where the cell is empty, what that means."""
        return self.read(row, "stock", cells.stock, self.layout.plan.empty_stock)

    def text(self, row: Row, name: str) -> str:
        """The cell's trimmed text; attributes are asked for as "attribute:NAME"."""
        return self.layout.cell(row.cells, name)

    def read(self, row: Row, name: str, parse: Callable[[str], T], blank: F) -> T | F:
        """The cell's value; `blank` where it is empty or bad, in which case that is noted."""
        value = self.text(row, name)
        if not value:
            return blank
        try:
            return parse(value)
        except Refused as no:
            self.add(row, name, no.message, **no.params)
            return blank

    def need(self, row: Row, name: str) -> None:
        """Notes an empty cell in a column that every such row must fill."""
        if not self.text(row, name):
            self.add(row, name, N_("这一格不能空着"))

    def inspect(self, row: Row) -> None:
        """Whatever is wrong with a row before its cells are understood: its length, and unreadable cells."""
        width = len(self.layout.header)
        extra = next((cell for cell in row.cells[width:] if cell.strip()), "")
        if extra:
            reason = N_("这一行比表头多出几格，可能有一格里的分隔符没有用引号包住")
            self.found.append(Problem(row.line, "", reason, {}, extra[:200]))
        if max(map(len, row.cells)) <= CELL and not SUSPECT.search("\n".join(row.cells)):
            return
        for name, at in self.layout.places.items():
            if at < len(row.cells):
                self._inspect(row, name, row.cells[at])

    def _inspect(self, row: Row, name: str, value: str) -> None:
        most = DESCRIPTION if name == "description" else CELL * 5 if name == "pictures" else CELL
        if len(value) > most:
            self.add(row, name, N_("最多 %(most)d 个字，现在有 %(length)d 个"), most=most, length=len(value))
        elif INVISIBLE.search(value):
            self.add(row, name, N_("里面有乱码或看不见的字符，请重新填写"))
        elif FORMULA.fullmatch(value.strip()):
            self.add(row, name, N_("这里的公式没有算出值，请改成具体的值"))
