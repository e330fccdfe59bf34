"""Rows of one goods stand together; this walks a table goods by goods, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.sheets.notes import Row
from models.catalogue.imports.sheets.tables import Table

# More rows than any goods needs (100 SKUs, and in Shopify's files a row for every further picture).
_ROWS = 500


@dataclass(slots=True)
class Group:
    """The rows of one goods. `endless` when there were more than are kept; `scattered` when rows with the same handle
    stand elsewhere in the file as well."""

    handle: str
    rows: list[Row] = field(default_factory=list)
    endless: bool = False
    scattered: bool = False


def groups(table: Table, layout: Layout) -> Iterator[Group]:
    """Every goods of the table, in order. A row without a handle stands alone."""
    broken = scattered(table, layout)
    for (handle, _), rows in groupby(_rows(table), lambda row: _key(layout, row)):
        group = Group(handle, scattered=bool(handle) and hash(handle) in broken)
        for row in rows:
            if len(group.rows) < _ROWS:
                group.rows.append(row)
            else:
                group.endless = True
        yield group


def scattered(table: Table, layout: Layout) -> set[int]:
    """The handles whose rows do not stand together, as hashes: a set of texts would take far more memory."""
    seen: set[int] = set()
    twice: set[int] = set()
    for (handle, _), _rows_of in groupby(_rows(table), lambda row: _key(layout, row)):
        mark = hash(handle)
        if handle:
            (twice if mark in seen else seen).add(mark)
    return twice


def _rows(table: Table) -> Iterator[Row]:
    return (Row(line, cells) for line, cells in table.rows())


def _key(layout: Layout, row: Row) -> tuple[str, int]:
    handle = layout.cell(row.cells, "handle")
    return handle, 0 if handle else row.line
