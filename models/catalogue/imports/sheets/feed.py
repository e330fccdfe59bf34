"""One goods out of a feed of products, as Google and Facebook take them: a row for each piece, those of one group one
goods. Prices say their currency; pieces are rarely counted.

Source: Google Merchant Center's product data specification; Meta's catalogue fields.
"""

import re
from collections.abc import Sequence

from models.catalogue.goods.limits import ATTRIBUTE, BRAND, CODE
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import (
    addresses,
    barcode_of,
    last_steps,
    pair_of_prices,
    shared_barcode,
    uncounted,
)
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.kernel.errors import N_
from models.kernel.text import one_line

FEED_COLUMNS = {
    "handle": ("id",), "group": ("item group id",), "title": ("title",), "description": ("description",),
    "brand": ("brand",),
    "price": ("price",), "sale": ("sale price",), "sale_days": ("sale price effective date",),
    "availability": ("availability",),
    "stock": ("quantity", "quantity to sell on facebook", "inventory", "sell on google quantity"),
    "pictures": ("image link", "image[0].url"),
    "more_pictures": ("additional image link", "additional image links", *(f"image[{n}].url" for n in range(1, 20))),
    "barcode": ("gtin",), "product_category": ("google product category", "fb product category"),
    "category": ("product type", "product types"), "visibility": ("visibility", "status"),
    "color": ("color", "colour"), "size": ("size",), "material": ("material",), "pattern": ("pattern",),
    "gender": ("gender",), "age_group": ("age group",),
}  # fmt: skip
# What pieces of one group may differ in, the likeliest first; and what other headings say beside them.
DIFFER = ("color", "size", "material", "pattern", "gender", "age_group")
_TAIL = re.compile(r"(?<![\s\-–—,，/|(（:：])[\s\-–—,，/|(（:：]++$")
_OUT = ("out of stock", "out_of_stock", "outofstock", "discontinued")


def feed_key(layout: Layout, row: Row) -> str:
    """The group of a piece, else the piece itself."""
    return layout.cell(row.cells, "group") or layout.cell(row.cells, "handle")


def read_feed(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    first = group.rows[0]
    for row in group.rows:
        notes.need(row, "handle")
        notes.need(row, "title")
    name = "group" if notes.text(first, "group") else "handle"
    handle = notes.read(first, name, cells.code(HANDLE), "")
    options = _options(group.rows, notes)
    skus = [_sku(row, notes, handle, options) for row in group.rows]
    names = tuple(_called(notes, option) for option in options)
    return GoodsEntry(
        handle=handle,
        title=_title(group.rows, notes),
        description=notes.read(first, "description", clean, ""),
        brand=notes.short(first, "brand", one_line(notes.text(first, "brand")), BRAND),
        category=_category(first, notes),
        attributes=_attributes(first, notes, options),
        option_names=names,
        skus=checked_skus(group, group.rows, skus, notes),
        pictures=nine_of(_pictures(group.rows, notes), first, notes),
        barcode=shared_barcode([sku.barcode for sku in skus]),
        line=first.line,
        submit=notes.text(first, "visibility").casefold() not in ("hidden", "archived", "staging"),
        declared_price=None,
        declared_commission_bp=None,
        said=tuple(notes.said),
    )


def _options(rows: Sequence[Row], notes: Notes) -> tuple[str, ...]:
    """What these pieces differ in: at most three columns, the title where nothing else tells them apart."""
    if len(rows) == 1:
        return ()
    found = [name for name in DIFFER if len({notes.text(row, name) for row in rows}) > 1][:3]
    told = {tuple(notes.text(row, name) for name in found) for row in rows}
    if len(told) == len(rows):
        return tuple(found)
    if len({notes.text(row, "title") for row in rows}) < len(rows):
        return ("handle",)
    if len({notes.text(row, "title")[:1] for row in rows}) > 1:
        words = N_("同一组的 %(count)d 行标题各不相同，当作一件商品的几个款式装了；不是一件的，请分开")
        notes.say(rows[0], "group", words, count=len(rows))
    return ("title",)


def _called(notes: Notes, option: str) -> str:
    return "款式" if option in ("title", "handle") else one_line(notes.layout.heading(option))[:OPTION]


def _sku(row: Row, notes: Notes, handle: str, names: tuple[str, ...]) -> SkuEntry:
    options = tuple(notes.short(row, name, one_line(notes.text(row, name)), OPTION) or "—" for name in names)
    code = notes.read(row, "handle", cells.code(CODE), "")
    on_sale = _is_on_sale(notes.text(row, "sale_days"), notes.layout.plan.day)
    price, was = pair_of_prices(row, notes, "price", "sale", on_sale=on_sale)
    notes.need(row, "price")
    return SkuEntry(
        code=code or made_code(handle, options),
        options=options,
        price=price or NOTHING,
        stock=_stock(row, notes),
        commission_bp=None,
        was=was,
        barcode=barcode_of(row, notes),
        line=row.line,
    )


def _stock(row: Row, notes: Notes) -> int | None:
    """What is available and not counted is not sold out."""
    available = " ".join(notes.text(row, "availability").casefold().split())
    if available in _OUT:
        return 0
    if notes.text(row, "stock"):
        return notes.read(row, "stock", cells.stock, None)
    return uncounted(row, notes) if available else notes.layout.plan.empty_stock


def _is_on_sale(days: str, today: str) -> bool:
    """Whether a sale's days, "2026-11-01T00:00+08:00/2026-11-30T…", hold today; always where none are said."""
    begins, _, ends = days.partition("/")
    return not (days and today) or begins.strip()[:10] <= today <= (ends.strip()[:10] or today)


def _title(rows: Sequence[Row], notes: Notes) -> str:
    """What the titles of all pieces begin with, up to a sign that parts words; else the first one's."""
    title = notes.read(rows[0], "title", cells.text(TITLE), "")
    for row in rows[1:]:
        other = notes.text(row, "title")
        alike = next((at for at, pair in enumerate(zip(title, other, strict=False)) if pair[0] != pair[1]), None)
        short = title[: min(len(title), len(other)) if alike is None else alike]
        if len(short) == len(title):
            continue
        if not _TAIL.search(short) or len(_TAIL.sub("", short)) < 2:
            return notes.read(rows[0], "title", cells.text(TITLE), "")
        title = short
    return _TAIL.sub("", title)


def _category(first: Row, notes: Notes) -> str:
    """The shop's own type, else Google's; one that is only a number says nothing to people."""
    for name in ("category", "product_category"):
        text = notes.text(first, name)
        if text and not text.isdigit():
            return last_steps(text.split(",")[0] if ">" in text else text)
    return notes.text(first, "product_category")[:CATEGORY]


def _attributes(first: Row, notes: Notes, options: tuple[str, ...]) -> dict[str, str]:
    stated = {name: one_line(notes.text(first, name)) for name in DIFFER if name not in options}
    return {_called(notes, name): notes.short(first, name, value, ATTRIBUTE) for name, value in stated.items() if value}


def _pictures(rows: Sequence[Row], notes: Notes) -> list[str]:
    """Every piece's first picture, then the further ones."""
    main = [one for row in rows for one in addresses(notes.text(row, "pictures"))]
    return main + [one for row in rows for one in addresses(notes.text(row, "more_pictures"))]
