"""Shopify's product CSV, with its older and its newer header. It is read leniently where Shopify's rules are wider than
ours: such a file is an export that nobody filled in by hand."""

import re

from models.catalogue.goods.limits import CODE, PICTURES
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, OPTIONS, check_skus
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.numbers import ROUNDED

# Shopify's columns under our names. The second heading of each is the one that it writes since 2025.
_COLUMNS = {
    "handle": ("handle", "url handle"), "title": ("title",), "description": ("body (html)", "description"),
    "type": ("type",), "product_category": ("product category", "standardized product type"), "tags": ("tags",),
    "published": ("published", "published on online store"), "status": ("status",),
    "option1_name": ("option1 name",), "option1_value": ("option1 value",), "option2_name": ("option2 name",),
    "option2_value": ("option2 value",), "option3_name": ("option3 name",), "option3_value": ("option3 value",),
    "sku": ("variant sku", "sku"), "price": ("variant price", "price"),
    "was": ("variant compare at price", "compare-at price"),
    "stock": ("variant inventory qty", "inventory quantity"), "barcode": ("variant barcode", "barcode"),
    "pictures": ("image src", "product image url"), "position": ("image position",),
    "variant_picture": ("variant image", "variant image url"),
}  # fmt: skip
# Headings that only Shopify writes; "handle", "title" and "price" alone are ours.
SIGNS = frozenset({"variant price", "variant sku", "body (html)", "url handle", "option1 name", "image src"})
# Shopify's way to say "no options".
_DEFAULT = ("title", "default title")


def _read(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    first = group.rows[0]
    notes.need(first, "handle")
    notes.need(first, "title")
    handle = notes.read(first, "handle", cells.code(HANDLE), "")
    names = _option_names(first, notes)
    rows = [row for row in group.rows if row is first or notes.text(row, "price") or notes.text(row, "option1_value")]
    skus = tuple(_sku(row, notes, handle, names) for row in rows)
    check_skus(group, rows, skus, notes)
    barcodes = {sku.barcode for sku in skus}
    return GoodsEntry(
        handle=handle,
        title=notes.read(first, "title", cells.text(TITLE), ""),
        description=notes.read(first, "description", clean, ""),
        category=_category(first, notes),
        attributes={},
        option_names=tuple(name for name in names if name),
        skus=skus,
        pictures=_pictures(group.rows, notes),
        barcode=barcodes.pop() if len(barcodes) == 1 else "",
        line=first.line,
        submit=_published(first, notes),
        declared_price=None,
        declared_commission_bp=None,
    )


def _option_names(first: Row, notes: Notes) -> tuple[str, ...]:
    names = tuple(notes.read(first, f"option{place}_name", cells.text(OPTION), "") for place in OPTIONS)
    value = notes.text(first, "option1_value")
    return ("", "", "") if (names[0].casefold(), value.casefold()) == _DEFAULT else names


def _sku(row: Row, notes: Notes, handle: str, names: tuple[str, ...]) -> SkuEntry:
    options = tuple(_option(row, notes, place) for place, name in zip(OPTIONS, names, strict=True) if name)
    notes.need(row, "price")
    price = notes.read(row, "price", cells.price, NOTHING)
    return SkuEntry(
        code=notes.read(row, "sku", cells.code(CODE), "").lstrip("'") or made_code(handle, options),
        options=options,
        price=price,
        stock=notes.read(row, "stock", _stock, None),
        commission_bp=None,
        was=_was(row, notes, price),
        barcode=notes.read(row, "barcode", _barcode, ""),
        line=row.line,
    )


def _option(row: Row, notes: Notes, place: int) -> str:
    notes.need(row, f"option{place}_value")
    return notes.read(row, f"option{place}_value", cells.text(OPTION), "")


def _was(row: Row, notes: Notes, price: Money) -> Money | None:
    """The price before; Shopify writes 0 or the price itself where there is none."""
    try:
        was = cells.price(notes.text(row, "was") or "0")
    except Refused:
        return None
    return was if was > price else None


def _stock(value: str) -> int:
    """Shopify counts below zero what it has sold without having it."""
    return 0 if re.fullmatch(r"-\d{1,9}", value) else cells.stock(value)


def _barcode(value: str) -> str:
    """A GTIN, or nothing where the shop keeps codes of its own there. A rounded one is noted: it can be mended."""
    if ROUNDED.fullmatch(value):
        return cells.barcode(value)
    try:
        return cells.barcode(value)
    except Refused:
        return ""


def _category(first: Row, notes: Notes) -> str:
    """The first that is there: the shop's own type, Shopify's category (its last two steps), the first tag."""
    steps = [step.strip() for step in notes.text(first, "product_category").split(">") if step.strip()]
    tag = notes.text(first, "tags").split(",")[0].strip()
    words = notes.text(first, "type") or "/".join(steps[-2:]) or tag
    return " ".join(words.split())[:CATEGORY]


def _pictures(rows: list[Row], notes: Notes) -> tuple[str, ...]:
    """The first nine, by Shopify's position, then the variants' own."""
    placed = sorted(
        (_position(row, notes), at, url)
        for at, row in enumerate(rows)
        for url in notes.read(row, "pictures", _urls, ())
    )
    variants = [url for row in rows for url in notes.read(row, "variant_picture", _urls, ())]
    return tuple(dict.fromkeys([url for _, _, url in placed] + variants))[:PICTURES]


def _urls(value: str) -> tuple[str, ...]:
    """One URL a cell: unlike in our layout, a semicolon in it belongs to it."""
    return tuple(dict.fromkeys(url for url in value.split() if url.startswith(("http://", "https://"))))


def _position(row: Row, notes: Notes) -> int:
    place = notes.text(row, "position")
    return int(place) if re.fullmatch(r"\d{1,4}", place) else 9999


def _published(first: Row, notes: Notes) -> bool:
    """Whether it is on sale there: published, and neither a draft nor archived."""
    published = notes.text(first, "published").casefold() in ("true", "yes", "1")
    return published and notes.text(first, "status").casefold() in ("", "active")


FORMAT = GoodsFormat("shopify", 2, N_("Shopify 导出的表格"), _COLUMNS, _read, signs=SIGNS)
