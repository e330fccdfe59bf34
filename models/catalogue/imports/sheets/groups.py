"""Rows of one goods; this walks a table goods by goods, in bounded memory. Where a layout allows that they stand apart,
they are gathered first."""

import json
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from models.catalogue.imports.sheets.headings import is_aside
from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.sheets.notes import Row
from models.catalogue.imports.sheets.tables import Table

# More rows than any goods needs (100 SKUs, and in Shopify's files a row for every further picture).
_ROWS = 500
# Notes in a table that are told of one by one.
_ASIDES = 100


@dataclass(slots=True)
class Group:
    """The rows of one goods. `endless` when there were more than are kept; `scattered` when rows with the same handle
    stand elsewhere in the file as well."""

    handle: str
    rows: list[Row] = field(default_factory=list)
    endless: bool = False
    scattered: bool = False

    def add(self, row: Row) -> None:
        """One more row, while there is room."""
        if len(self.rows) < _ROWS:
            self.rows.append(row)
        else:
            self.endless = True


def groups(table: Table, layout: Layout, asides: list[Row] | None = None) -> Iterator[Group]:
    """Every goods of the table, in order. A row without a handle and without a title goes on with the goods above it;
    one with a title alone stands alone. `asides` receives the rows that are notes about the table."""
    broken = scattered(table, layout)
    if broken and layout.format.gathers:
        yield from _gathered(table, layout, asides)
        return
    for (handle, _), rows in groupby(_keyed(table, layout, asides), lambda pair: pair[0]):
        group = Group(handle, scattered=bool(handle) and hash(handle) in broken)
        for _, row in rows:
            group.add(row)
        yield group


def scattered(table: Table, layout: Layout) -> set[int]:
    """The handles whose rows do not stand together, as hashes: a set of texts would take far more memory."""
    seen: set[int] = set()
    twice: set[int] = set()
    for (handle, _), _rows_of in groupby(_keyed(table, layout), lambda pair: pair[0]):
        mark = hash(handle)
        if handle:
            (twice if mark in seen else seen).add(mark)
    return twice


_Key = tuple[str, int]


def _keyed(table: Table, layout: Layout, asides: list[Row] | None = None) -> Iterator[tuple[_Key, Row]]:
    key_of = layout.format.key
    above: _Key = ("", 0)
    header = [text.strip() for text in table.header]
    for line, cells in table.rows():
        row = Row(line, cells)
        if is_aside(cells) or (cells[0].strip() == header[0] and _repeats(cells, header)):
            if asides is not None and len(asides) < _ASIDES:
                asides.append(row)
            continue
        handle = key_of(layout, row) if key_of else layout.cell(cells, "handle")
        if handle or layout.cell(cells, "title") or not above[1]:
            # What follows a row without a handle belongs to that row.
            above = (handle, 0 if handle else line)
            if handle:
                yield above, row
                above = (handle, 1)
                continue
        yield (above[0], 0) if above[0] else above, row


def _repeats(cells: list[str], header: list[str]) -> bool:
    """Whether the headings stand once more in the middle, as where pages were copied together."""
    return [cell.strip() for cell in cells[: len(header)]] == header[: len(cells)] and len(cells) > 1


def _gathered(table: Table, layout: Layout, asides: list[Row] | None) -> Iterator[Group]:
    """The groups in the order of their first rows. The rows wait in a file, only their places in memory."""
    with tempfile.TemporaryFile("w+b") as spool:
        places: dict[_Key, array[int]] = {}
        for key, row in _keyed(table, layout, asides):
            places.setdefault(key, array("Q")).append(spool.tell())
            spool.write(json.dumps(row).encode() + b"\n")
        for (handle, _), starts in places.items():
            group = Group(handle)
            for start in starts:
                spool.seek(start)
                group.add(Row(*json.loads(spool.readline())))
            yield group
