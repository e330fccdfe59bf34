"""The operator's table of known numbers, from a sheet: read whole first, then put in the place of the one before.
Its columns are a barcode and a title, perhaps a brand and a category (slug or name); every other is an attribute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from models.catalogue.barcode.known_gtin import KnownGtin
from models.catalogue.barcode.number import read_barcode
from models.catalogue.category.category import Category
from models.catalogue.goods.limits import ATTRIBUTE, BRAND
from models.catalogue.imports.sheets.entries import TITLE
from models.catalogue.imports.sheets.tables import open_table
from models.kernel.errors import N_, Refused
from models.kernel.text import one_line

MOST_ROWS = 500_000
_BATCH, _ATTRIBUTES = 1_000, 12
_HEADINGS = {
    "gtin": {"gtin", "barcode", "ean", "upc", "isbn", "条码", "条形码", "商品条码"},
    "title": {"title", "name", "标题", "品名", "商品名", "商品名称", "名称"},
    "brand": {"brand", "品牌"},
    "category": {"category", "类目", "分类"},
}
GtinRow = dict[str, object]


@dataclass(frozen=True, slots=True)
class GtinTable:
    """What a file held: its rows by number, a number's last row counting, and how many rows named none."""

    rows: dict[str, GtinRow]
    unusable: int = 0
    twice: int = 0


def read_gtins(path: Path, filename: str, categories: Mapping[str, str]) -> GtinTable:
    """Reads a sheet; `categories` are slugs by slug and by name. Raises Refused("file")."""
    table = open_table(path, filename)
    meanings = [_meaning(heading) for heading in table.header]
    if not {"gtin", "title"} <= set(meanings):
        raise Refused("file", N_("没有找到条码和品名这两列。第一行写列名：条码、品名、品牌、类目"))
    rows: dict[str, GtinRow] = {}
    unusable = twice = 0
    for _line, cells in table.rows():
        read = _row(dict(zip(table.header, cells, strict=False)), meanings, table.header, categories)
        if read is None:
            unusable += 1
            continue
        gtin = str(read["gtin"])
        twice += gtin in rows
        rows[gtin] = read
        if len(rows) > MOST_ROWS:
            raise Refused("file", N_("一张表最多 %(most)d 行"), most=MOST_ROWS)
    if not rows:
        raise Refused("file", N_("没有一行能用：每行要有校验位正确的条码和品名"))
    return GtinTable(rows, unusable, twice)


def replace_gtins(session: Session, table: GtinTable) -> int:
    """Puts the table in the place of the one before, in this transaction; says how many were there before."""
    before = count_gtins(session)
    session.exec(delete(KnownGtin))
    rows = list(table.rows.values())
    for start in range(0, len(rows), _BATCH):
        session.execute(insert(KnownGtin), rows[start : start + _BATCH])
    return before


def count_gtins(session: Session) -> int:
    """How many numbers are known by the table."""
    return session.exec(select(func.count()).select_from(KnownGtin)).one()


def category_words(session: Session) -> dict[str, str]:
    """Slugs of the categories that take goods, by slug and by name."""
    chosen = select(Category.slug, Category.name).where(
        col(Category.parent_id).is_not(None), col(Category.retired_at).is_(None)
    )
    return {words: slug for slug, name in session.exec(chosen) for words in (name, slug)}


def _meaning(heading: str) -> str:
    known = one_line(heading).casefold()
    return next((meaning for meaning, words in _HEADINGS.items() if known in words), "")


def _row(
    cells: Mapping[str, str], meanings: list[str], header: list[str], categories: Mapping[str, str]
) -> GtinRow | None:
    named = {
        meaning: one_line(cells.get(heading, "")) for heading, meaning in zip(header, meanings, strict=True) if meaning
    }
    try:
        gtin = read_barcode(named["gtin"]).gtin
    except Refused:
        return None
    if not gtin or not named["title"]:
        return None
    return {
        "gtin": gtin.zfill(14),
        "title": named["title"][:TITLE],
        "brand": named.get("brand", "")[:BRAND],
        "category": categories.get(named.get("category", ""), ""),
        "attributes": dict(list(_attributes(cells, meanings, header))[:_ATTRIBUTES]),
    }


def _attributes(cells: Mapping[str, str], meanings: list[str], header: list[str]) -> Iterator[tuple[str, str]]:
    for heading, meaning in zip(header, meanings, strict=True):
        value = one_line(cells.get(heading, ""))
        if heading.strip() and not meaning and value:
            yield one_line(heading)[:20], value[:ATTRIBUTE]
