"""One goods from rows of our own layout: strict, since whoever filled it in can mend it."""

from collections.abc import Callable, Sequence

from models.catalogue.goods.limits import ATTRIBUTE, BRAND, CODE
from models.catalogue.goods.markup import clean
from models.catalogue.goods.selling import LARGEST_LIMIT
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import last_steps
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import OPTIONS
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.kernel.errors import N_

# Cells that describe the goods, not the SKU: given once, or the same on every row.
SHARED = (
    "title",
    "category",
    "description",
    "brand",
    "declared_price",
    "declared_commission",
    "limit_per_buyer",
    "submit",
)
# What makes a row a SKU; a row without any of these only adds pictures or attributes.
SKU_CELLS = ("price", "was", "sku", "stock", "commission", "barcode", "weight_grams", "option1_value", "option2_value",
             "option3_value")  # fmt: skip


def read(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    first = group.rows[0]
    notes.need(first, "handle")
    handle = notes.read(first, "handle", cells.code(HANDLE), "")
    facts = {name: _shared(group, notes, name) for name in SHARED}
    names = tuple(_option_name(group, notes, place) for place in OPTIONS)
    rows = [row for row in group.rows if row is first or _is_sku(row, notes)]
    skus = checked_skus(group, rows, [_sku(row, notes, handle, names) for row in rows], notes)
    notes.need(facts["title"], "title")
    return GoodsEntry(
        handle=handle,
        title=notes.read(facts["title"], "title", cells.text(TITLE), ""),
        description=notes.read(facts["description"], "description", clean, ""),
        brand=notes.read(facts["brand"], "brand", cells.text(BRAND), ""),
        category=notes.read(facts["category"], "category", _category(notes), ""),
        attributes=_attributes(group, notes),
        option_names=tuple(name for name in names if name),
        skus=skus,
        pictures=_pictures(group, notes),
        barcode=_barcode(group, skus, notes),
        line=first.line,
        submit=notes.read(facts["submit"], "submit", cells.yes, False),
        declared_price=notes.price(facts["declared_price"], "declared_price", None),
        declared_commission_bp=notes.read(facts["declared_commission"], "declared_commission", cells.commission, None),
        said=tuple(notes.said),
        limit_per_buyer=notes.read(facts["limit_per_buyer"], "limit_per_buyer", cells.count(LARGEST_LIMIT), None),
    )


def _category(notes: Notes) -> Callable[[str], str]:
    """The reader of categories: in somebody's own table they are paths as others write them, and none of ours."""
    return cells.text(CATEGORY) if notes.layout.format.by_hand else last_steps


def _barcode(group: Group, skus: Sequence[SkuEntry], notes: Notes) -> str:
    """The barcode of the whole goods: what its own column says, else what all SKUs have."""
    if "goods_barcode" in notes.layout.columns:
        return notes.read(_shared(group, notes, "goods_barcode"), "goods_barcode", cells.barcode, "")
    barcodes = {sku.barcode for sku in skus}
    return barcodes.pop() if len(barcodes) == 1 else ""


def _shared(group: Group, notes: Notes, name: str) -> Row:
    """The row that states a fact about the goods. Another row that states something else is noted."""
    stated = [row for row in group.rows if notes.text(row, name)]
    for row in stated[1:]:
        if notes.text(row, name) != notes.text(stated[0], name):
            notes.add(row, name, N_("和第 %(line)d 行写的不一样。同一件商品只写一次就够了"), line=stated[0].line)
    return stated[0] if stated else group.rows[0]


def _option_name(group: Group, notes: Notes, place: int) -> str:
    """The name of an option; the heading's where its values have a column of their own and any is filled."""
    fixed = notes.layout.option_names[place - 1]
    if fixed:
        return fixed if any(notes.text(row, f"option{place}_value") for row in group.rows) else ""
    name = f"option{place}_name"
    return notes.read(_shared(group, notes, name), name, cells.text(OPTION), "")


def _is_sku(row: Row, notes: Notes) -> bool:
    return any(notes.text(row, name) for name in SKU_CELLS)


def _sku(row: Row, notes: Notes, handle: str, names: tuple[str, ...]) -> SkuEntry:
    options = tuple(_option(row, notes, place, name) for place, name in zip(OPTIONS, names, strict=True))
    kept = tuple(value for value, name in zip(options, names, strict=True) if name)
    notes.need(row, "price")
    price = notes.price(row, "price", NOTHING)
    was = notes.price(row, "was", None)
    if was is not None and price and was < price:
        notes.add(row, "was", N_("划线价不能低于价格 %(price)s"), price=price.yuan)
    return SkuEntry(
        code=notes.read(row, "sku", cells.code(CODE), "") or made_code(handle, kept),
        options=kept,
        price=price,
        stock=notes.stock(row),
        commission_bp=notes.read(row, "commission", cells.commission, None),
        was=was,
        barcode=notes.read(row, "barcode", cells.barcode, ""),
        line=row.line,
        weight_grams=notes.read(row, "weight_grams", cells.grams, None),
    )


def _option(row: Row, notes: Notes, place: int, name: str) -> str:
    column = f"option{place}_value"
    value = notes.read(row, column, cells.text(OPTION), "")
    if value and not name:
        notes.add(
            row,
            column,
            N_("填了规格值，还要在“%(column)s”里写规格名，例如“颜色”"),
            column=notes.layout.heading(f"option{place}_name"),
        )
    if name:
        notes.need(row, column)
    return value


def _attributes(group: Group, notes: Notes) -> dict[str, str]:
    found = {}
    for name in notes.layout.attributes:
        column = f"attribute:{name}"
        value = notes.read(_shared(group, notes, column), column, cells.text(ATTRIBUTE), "")
        if value:
            found[name] = value
    return found


def _pictures(group: Group, notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in group.rows:
        found.update(dict.fromkeys(notes.read(row, "pictures", cells.picture_names, ())))
    return nine_of(found, group.rows[0], notes)
