"""One goods from rows of our own layout: strict, since whoever filled it in can mend it."""

from models.catalogue.goods.limits import ATTRIBUTE, CODE, PICTURES
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, OPTIONS, check_skus
from models.kernel.errors import N_

# Cells that describe the goods, not the SKU: given once, or the same on every row.
SHARED = ("title", "category", "description", "declared_price", "declared_commission", "submit")
# What makes a row a SKU; a row without any of these only adds pictures or attributes.
SKU_CELLS = ("price", "was", "sku", "stock", "commission", "barcode", "option1_value", "option2_value", "option3_value")


def read(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    first = group.rows[0]
    notes.need(first, "handle")
    handle = notes.read(first, "handle", cells.code(HANDLE), "")
    facts = {name: _shared(group, notes, name) for name in SHARED}
    names = tuple(_option_name(group, notes, place) for place in OPTIONS)
    rows = [row for row in group.rows if row is first or _is_sku(row, notes)]
    skus = [_sku(row, notes, handle, names) for row in rows]
    check_skus(group, rows, skus, notes)
    notes.need(facts["title"], "title")
    shared_barcodes = {sku.barcode for sku in skus}
    return GoodsEntry(
        handle=handle,
        title=notes.read(facts["title"], "title", cells.text(TITLE), ""),
        description=notes.read(facts["description"], "description", clean, ""),
        category=notes.read(facts["category"], "category", cells.text(CATEGORY), ""),
        attributes=_attributes(group, notes),
        option_names=tuple(name for name in names if name),
        skus=tuple(skus),
        pictures=_pictures(group, notes),
        barcode=shared_barcodes.pop() if len(shared_barcodes) == 1 else "",
        line=first.line,
        submit=notes.read(facts["submit"], "submit", cells.yes, False),
        declared_price=notes.read(facts["declared_price"], "declared_price", cells.price, None),
        declared_commission_bp=notes.read(facts["declared_commission"], "declared_commission", cells.commission, None),
    )


def _shared(group: Group, notes: Notes, name: str) -> Row:
    """The row that states a fact about the goods. Another row that states something else is noted."""
    stated = [row for row in group.rows if notes.text(row, name)]
    for row in stated[1:]:
        if notes.text(row, name) != notes.text(stated[0], name):
            notes.add(row, name, N_("和第 %(line)d 行写的不一样。同一件商品只写一次就够了"), line=stated[0].line)
    return stated[0] if stated else group.rows[0]


def _option_name(group: Group, notes: Notes, place: int) -> str:
    name = f"option{place}_name"
    return notes.read(_shared(group, notes, name), name, cells.text(OPTION), "")


def _is_sku(row: Row, notes: Notes) -> bool:
    return any(notes.text(row, name) for name in SKU_CELLS)


def _sku(row: Row, notes: Notes, handle: str, names: tuple[str, ...]) -> SkuEntry:
    options = tuple(_option(row, notes, place, name) for place, name in zip(OPTIONS, names, strict=True))
    kept = tuple(value for value, name in zip(options, names, strict=True) if name)
    notes.need(row, "price")
    price = notes.read(row, "price", cells.price, NOTHING)
    was = notes.read(row, "was", cells.price, None)
    if was is not None and price and was < price:
        notes.add(row, "was", N_("划线价不能低于价格 %(price)s"), price=price.yuan)
    return SkuEntry(
        code=notes.read(row, "sku", cells.code(CODE), "") or made_code(handle, kept),
        options=kept,
        price=price,
        stock=notes.read(row, "stock", cells.stock, None),
        commission_bp=notes.read(row, "commission", cells.commission, None),
        was=was,
        barcode=notes.read(row, "barcode", cells.barcode, ""),
        line=row.line,
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
        if len(found) > PICTURES:
            notes.add(row, "pictures", N_("一件商品最多 %(most)d 张图片"), most=PICTURES)
            break
    return tuple(found)
