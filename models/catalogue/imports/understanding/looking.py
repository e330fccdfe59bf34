"""Looking at a file before anything is loaded: what it is, what each column means, and what only its owner knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from models.catalogue.imports.formats import GoodsFormat, format_named, format_of, goods_formats, own_format
from models.catalogue.imports.sheets.layout import plain_heading
from models.catalogue.imports.sheets.tables import Table, open_table
from models.catalogue.imports.understanding.currency import currencies_of
from models.catalogue.imports.understanding.doubts import Doubt, doubts_about, light_doubts
from models.catalogue.imports.understanding.encodings import Decoding, close_readings, readings_of
from models.catalogue.imports.understanding.meanings import Meanings, meanings_of
from models.catalogue.imports.understanding.plan import YUAN, DecimalSign, KnownBy, Plan, TableWay

# Rows from which money and what goods are known by is learnt.
_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody said about a file, or what was remembered; what is None or empty is found by looking. `meanings`
    are by heading."""

    way: TableWay = field(default_factory=TableWay)
    format: str = ""
    meanings: Mapping[str, str] = field(default_factory=dict)
    known_by: KnownBy | None = None
    currency: str = ""
    rate: str = ""
    decimal: DecimalSign | None = None
    empty_stock: int | None = None
    uncounted_stock: int | None = None
    categories: Mapping[str, str] = field(default_factory=dict)
    day: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was opened: its table, the encodings it may be in, its first rows."""

    table: Table
    readings: tuple[Decoding, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a file was understood to be. `readings` are the encodings it may be in, those that are close first; `rows`
    are the first ones below the headings; `doubts` what has to be answered before it is loaded."""

    plan: Plan
    header: tuple[str, ...]
    above: str
    sheets: tuple[str, ...]
    readings: tuple[Decoding, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    doubts: tuple[Doubt, ...]


def understand_file(path: Path, filename: str, wishes: Wishes | None = None) -> Understanding:
    """Looks at a file. Raises Refused("file") for what is no table."""
    wishes = wishes or Wishes()
    return understanding_of(look_at(path, filename, wishes.way), wishes)


def look_at(path: Path, filename: str, way: TableWay | None = None) -> Looked:
    """Opens a file. Raises Refused("file") for what is no table."""
    table = open_table(path, filename, way=way or TableWay())
    readings = readings_of(path) if table.encoding else []
    rows = [(line, tuple(cells)) for line, cells in islice(table.first_rows(), _SAMPLE)]
    return Looked(table, tuple(readings), tuple(rows))


def understanding_of(looked: Looked, wishes: Wishes) -> Understanding:
    """What it is, by what was wished and by what is found."""
    table = looked.table
    cells = [cells for _, cells in looked.rows]
    chosen = _format(table, wishes)
    meanings = meanings_of(table.header, chosen, cells)
    _wished(meanings, table.header, wishes)
    plan = Plan(
        way=_way_of(table),
        format=chosen.name,
        meanings=tuple(meanings.found),
        known_by=wishes.known_by or meanings.known_by,
        empty_stock=wishes.empty_stock,
        categories=dict(wishes.categories),
        day=wishes.day,
    )
    if wishes.uncounted_stock is not None:
        plan = replace(plan, uncounted_stock=wishes.uncounted_stock)
    said = currencies_of(plan, table.header, cells)
    plan = replace(plan, currency=wishes.currency or said.likely, rate=_rate(wishes, said.likely))
    plan = replace(plan, decimal=wishes.decimal or said.decimal)
    close = close_readings(list(looked.readings)) if looked.readings and not wishes.way.encoding else []
    others = [one for one in looked.readings if one not in close]
    doubts = doubts_about(plan, meanings, table.header, said, close)
    known = {"currency_known": bool(wishes.currency), "decimal_known": wishes.decimal is not None}
    doubts += light_doubts(plan, said, **known)
    header, sheets = tuple(table.header), tuple(table.sheets)
    return Understanding(plan, header, table.above, sheets, (*close, *others), looked.rows, tuple(doubts))


def _way_of(table: Table) -> TableWay:
    heading = table.heading
    depth = 1 + (heading.last > heading.line)
    return TableWay(table.encoding, table.separator, table.sheet, heading.line, depth)


def _rate(wishes: Wishes, likely: str) -> str:
    return "1" if (wishes.currency or likely) == YUAN else wishes.rate


def _format(table: Table, wishes: Wishes) -> GoodsFormat:
    if wishes.format in goods_formats():
        return format_named(wishes.format)
    names = [plain_heading(text) for text in table.header]
    chosen = format_of([*names, *(text.strip().casefold() for text in table.header)], table.above)
    if not chosen.by_hand:
        return chosen
    # Our own headings alone are the sample filled in; everyday ones make it somebody's own table.
    exact = meanings_of(table.header, chosen)
    loose = format_named("columns")
    same = meanings_of(table.header, loose).found == exact.found
    return own_format() if same and set(chosen.needed) <= set(exact.found) else loose


def _wished(meanings: Meanings, header: Sequence[str], wishes: Wishes) -> None:
    """Puts in what somebody said of single columns."""
    for at, text in enumerate(header):
        wish = wishes.meanings.get(text.strip(), wishes.meanings.get(plain_heading(text)))
        if wish is None:
            continue
        meanings.twice = [pair for pair in meanings.twice if at not in pair]
        if wish and ":" not in wish:
            for other, meaning in enumerate(meanings.found):
                if meaning == wish and other != at and wish != "pictures":
                    meanings.found[other] = ""
        meanings.found[at] = wish
