"""Shopify's product CSV, with its older and its newer header. It is read leniently where Shopify's rules are wider than
ours: such a file is an export that nobody filled in by hand."""

import re
from decimal import ROUND_HALF_UP, Decimal

from models.catalogue.goods.limits import BRAND, CODE
from models.catalogue.goods.markup import clean
from models.catalogue.goods.selling import MOST_GRAMS
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import barcode_of
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import OPTIONS
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.catalogue.imports.understanding.money import price_by
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.numbers import decimal_digits
from models.kernel.text import one_line

# Shopify's columns under our names. The second heading of each is the one that it writes since 2025.
_COLUMNS = {
    "handle": ("handle", "url handle"), "title": ("title",), "description": ("body (html)", "description"),
    "brand": ("vendor",), "type": ("type",), "product_category": ("product category", "standardized product type"),
    "tags": ("tags",),
    "published": ("published", "published on online store"), "status": ("status",),
    "option1_name": ("option1 name",), "option1_value": ("option1 value",), "option2_name": ("option2 name",),
    "option2_value": ("option2 value",), "option3_name": ("option3 name",), "option3_value": ("option3 value",),
    "sku": ("variant sku", "sku"), "price": ("variant price", "price"),
    "was": ("variant compare at price", "compare-at price"),
    "stock": ("variant inventory qty", "inventory quantity"), "barcode": ("variant barcode", "barcode"),
    "pictures": ("image src", "product image url"), "position": ("image position",),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "weight_grams": ("variant grams", "weight value (grams)"),
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
    skus = checked_skus(group, rows, [_sku(row, notes, handle, names) for row in rows], notes)
    barcodes = {sku.barcode for sku in skus}
    return GoodsEntry(
        handle=handle,
        title=notes.read(first, "title", cells.text(TITLE), ""),
        description=notes.read(first, "description", clean, ""),
        brand=notes.short(first, "brand", one_line(notes.text(first, "brand")), BRAND),
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
        said=tuple(notes.said),
    )


def _option_names(first: Row, notes: Notes) -> tuple[str, ...]:
    names = tuple(notes.read(first, f"option{place}_name", cells.text(OPTION), "") for place in OPTIONS)
    value = notes.text(first, "option1_value")
    return ("", "", "") if (names[0].casefold(), value.casefold()) == _DEFAULT else names


def _sku(row: Row, notes: Notes, handle: str, names: tuple[str, ...]) -> SkuEntry:
    options = tuple(_option(row, notes, place) for place, name in zip(OPTIONS, names, strict=True) if name)
    notes.need(row, "price")
    price = notes.price(row, "price", NOTHING)
    return SkuEntry(
        code=notes.read(row, "sku", cells.code(CODE), "").lstrip("'") or made_code(handle, options),
        options=options,
        price=price,
        stock=_pieces(row, notes),
        commission_bp=None,
        was=_was(row, notes, price),
        barcode=barcode_of(row, notes),
        line=row.line,
        weight_grams=_grams(row, notes),
    )


def _option(row: Row, notes: Notes, place: int) -> str:
    notes.need(row, f"option{place}_value")
    return notes.read(row, f"option{place}_value", cells.text(OPTION), "")


def _was(row: Row, notes: Notes, price: Money) -> Money | None:
    """The price before; Shopify writes 0 or the price itself where there is none. Another that is none is said."""
    written = notes.text(row, "was")
    if not written or not written.strip("0., "):
        return None
    try:
        was = price_by(notes.layout.plan, written)
    except Refused:
        was = NOTHING
    if was < price:
        notes.say(row, "was", N_("划线价不高于价格，没有收"))
    return was if was > price else None


def _pieces(row: Row, notes: Notes) -> int | None:
    """What is not tracked, and what goes on being sold when it is out, is not sold out."""
    places = notes.layout.places
    stock = notes.read(row, "stock", _stock, notes.layout.plan.empty_stock)
    untracked = "tracker" in places and not notes.text(row, "tracker")
    endless = notes.text(row, "policy").casefold() in ("continue", "true", "yes") and not stock
    if (untracked and not (stock and notes.text(row, "stock"))) or endless:
        notes.say(row, "stock", N_("文件里不计库存，按 %(pieces)d 件装"), pieces=notes.layout.plan.uncounted_stock)
        return notes.layout.plan.uncounted_stock
    return stock


def _stock(value: str) -> int:
    """Shopify counts below zero what it has sold without having it."""
    return 0 if re.fullmatch(r"-\d{1,9}", value) else cells.stock(value)


def _grams(row: Row, notes: Notes) -> int | None:
    """Shopify writes 0 where nobody weighed, and parts of a gram where somebody weighed in ounces."""
    written = notes.text(row, "weight_grams")
    digits = decimal_digits(written)
    if not written or (digits is not None and Decimal(digits) == 0):
        return None
    weight = int(Decimal(digits).quantize(Decimal(1), ROUND_HALF_UP)) if digits else 0
    if not 1 <= weight <= MOST_GRAMS:
        notes.say(row, "weight_grams", N_("重量写 1 到 %(most)s 克，这一个没有收"), most=MOST_GRAMS)
        return None
    if digits and weight != Decimal(digits):
        notes.say(row, "weight_grams", N_("重量不是整克，按 %(grams)d 克装"), grams=weight)
    return weight


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
    return nine_of([url for _, _, url in placed] + variants, rows[0], notes)


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


FORMAT = GoodsFormat("shopify", 3, N_("Shopify 导出的表格"), _COLUMNS, _read, signs=SIGNS, money="unsaid")
