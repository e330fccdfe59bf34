"""Goods, one after another, out of a goods file; every goods that has a bad row is told as problems instead."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.groups import groups
from models.catalogue.imports.sheets.layout import Layout, layout_by
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.tables import Table, open_table
from models.catalogue.imports.understanding.looking import Wishes, understand_file
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.errors import N_, Refused


def read_goods(
    path: Path, filename: str, plan: Plan | None = None, asides: list[Row] | None = None
) -> Iterator[GoodsEntry | Problem]:
    """Streams a file in its own order, by its plan or as it is understood. Raises Refused("file") at once for a file
    that is no goods table or leaves something in doubt, and at the first step for one that is damaged further down;
    never after something was yielded. `asides` receives the rows that are notes about the table."""
    plan = plan or plan_of(path, filename)
    table = open_table(path, filename, way=plan.way)
    return goods_of(table, layout_by(plan, table.header), asides)


def plan_of(path: Path, filename: str) -> Plan:
    """How a file is read that nobody said anything of: a comma is no decimal sign then, and every row that has one is
    told. Raises Refused("file") where more than what is likely is in doubt."""
    understood = understand_file(path, filename, Wishes(decimal="."))
    for doubt in understood.doubts:
        if doubt.light:
            continue
        raise Refused("file", doubt.words, **doubt.params)
    return understood.plan


def layout_in(path: Path, filename: str, plan: Plan | None = None) -> Layout:
    """Which column means what."""
    plan = plan or plan_of(path, filename)
    return layout_by(plan, open_table(path, filename, way=plan.way).header)


def ignored_columns(path: Path, filename: str, plan: Plan | None = None) -> tuple[str, ...]:
    """Headers that are not read, to be shown beside the result: a misspelt one would else go unnoticed."""
    return layout_in(path, filename, plan).ignored


def goods_of(table: Table, layout: Layout, asides: list[Row] | None = None) -> Iterator[GoodsEntry | Problem]:
    """The goods of a table that was opened."""
    empty = True
    for group in groups(table, layout, asides):
        empty = False
        notes = Notes(layout)
        for row in group.rows:
            notes.inspect(row)
        entry = layout.format.read(group, notes)
        if notes.found:
            first = group.rows[0].line
            yield from (replace(one, of=first) for one in sorted(notes.found, key=lambda problem: problem.line))
        else:
            yield entry
    if empty:
        raise Refused("file", N_("文件里只有表头，还没有商品"))
