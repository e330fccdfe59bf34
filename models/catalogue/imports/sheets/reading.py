"""Goods, one after another, out of a goods file; every goods that has a bad row is told as problems instead."""

from collections.abc import Iterator
from pathlib import Path

from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.groups import groups
from models.catalogue.imports.sheets.layout import Layout, layout_of
from models.catalogue.imports.sheets.notes import Notes
from models.catalogue.imports.sheets.tables import Table, open_table
from models.kernel.errors import N_, Refused


def read_goods(path: Path, filename: str) -> Iterator[GoodsEntry | Problem]:
    """Streams a file in its own order. Raises Refused("file") at once for a file that is no goods table, and at the
    first step for one that is damaged further down; never after something was yielded."""
    table = open_table(path, filename)
    return _goods(table, layout_of(table.header))


def ignored_columns(path: Path, filename: str) -> tuple[str, ...]:
    """Headers that are not read, to be shown beside the result: a misspelt one would else go unnoticed."""
    layout = layout_of(open_table(path, filename).header)
    return layout.ignored if layout.format.by_hand else ()


def _goods(table: Table, layout: Layout) -> Iterator[GoodsEntry | Problem]:
    empty = True
    for group in groups(table, layout):
        empty = False
        notes = Notes(layout)
        for row in group.rows:
            notes.inspect(row)
        entry = layout.format.read(group, notes)
        if notes.found:
            yield from sorted(notes.found, key=lambda problem: problem.line)
        else:
            yield entry
    if empty:
        raise Refused("file", N_("文件里只有表头，还没有商品"))
