"""WooCommerce's product CSV: a row for the product, and one for each of its variations, which name it as their parent
and may stand far from it.

Source: WooCommerce's exporter (includes/export/class-wc-product-csv-exporter.php): prices in the shop's own money, "In
stock?" 1, 0 or backorder, Stock empty where it is not managed, values of an attribute parted by commas.
"""

import re
from dataclasses import dataclass
from itertools import product

from models.catalogue.goods.limits import ATTRIBUTE, BRAND, CODE, SKUS
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.formats.woocommerce.columns import ATTRIBUTE_PLACES
from models.catalogue.imports.formats.woocommerce.pieces import is_on_sale, pieces_of
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import (
    addresses,
    barcode_of,
    last_steps,
    pair_of_prices,
    shared_barcode,
)
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.kernel.errors import N_
from models.kernel.text import one_line

_COMMA = re.compile(r"(?<!\\),")
# Nothing of these can be put into a cart here.
_OTHERS = {"external": N_("外部商品只是一个链接，没有收"), "grouped": N_("组合商品由几件商品拼成，没有收")}


@dataclass(frozen=True, slots=True)
class _Choice:
    """An attribute that variations differ in: its place in the rows and every value it may have."""

    name: str
    values: tuple[str, ...]


def woo_key(layout: Layout, row: Row) -> str:
    """What a variation calls its parent: by SKU, or as "id:12" where it has none."""
    kinds = layout.cell(row.cells, "type").casefold()
    if "variation" in kinds:
        return layout.cell(row.cells, "parent")
    number = layout.cell(row.cells, "id")
    return layout.cell(row.cells, "handle") or (f"id:{number}" if number else "")


def read_woo(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    first = next((row for row in group.rows if not _is_variation(row, notes)), group.rows[0])
    handle = cells.code(HANDLE)(group.handle) if 0 < len(group.handle) <= HANDLE else ""
    _what_it_is(group, first, handle, notes)
    choices = _choices(group, first, notes)
    rows = [row for row in group.rows if _is_variation(row, notes)] or [first]
    skus = [sku for row in rows for sku in _skus(row, _shared(first, rows, notes), notes, handle, choices)]
    named = [choice.name for choice in choices]
    _say_missing(first, choices, skus, notes)
    return GoodsEntry(
        handle=handle,
        title=notes.read(first, "title", cells.text(TITLE), ""),
        description=notes.read(first, "description" if notes.text(first, "description") else "short", clean, ""),
        brand=notes.short(first, "brand", one_line(notes.text(first, "brand").split(",")[0]), BRAND),
        category=last_steps(_COMMA.split(notes.text(first, "category"))[0].strip())[:CATEGORY],
        attributes=_attributes(first, notes, named),
        option_names=tuple(named),
        skus=checked_skus(group, [_at(group, sku.line) for sku in skus], skus, notes),
        pictures=nine_of(
            (one for row in [first, *rows] for one in addresses(notes.text(row, "pictures"))), first, notes
        ),
        barcode=shared_barcode([sku.barcode for sku in skus]),
        line=group.rows[0].line,
        submit=notes.text(first, "published") == "1",
        declared_price=None,
        declared_commission_bp=None,
        said=tuple(notes.said),
    )


def _say_missing(first: Row, choices: tuple[_Choice, ...], skus: list[SkuEntry], notes: Notes) -> None:
    """Says which values the product has that none of its variations sells."""
    for place, choice in enumerate(choices):
        sold = {sku.options[place] for sku in skus}
        if missing := [value for value in choice.values if value not in sold]:
            words = N_("主商品写了“%(values)s”，文件里没有这样的规格行，没有装")
            notes.say(first, "type", words, values="、".join(missing)[:80])


def _what_it_is(group: Group, first: Row, handle: str, notes: Notes) -> None:
    """Notes what no goods can be made of."""
    kind = notes.text(first, "type").casefold()
    if _is_variation(first, notes):
        notes.add(first, "parent", N_("文件里没有它的主商品，规格装不进来"))
    for name, words in _OTHERS.items():
        if name in kind:
            notes.add(first, "type", words)
    if not handle:
        notes.add(first, "handle", N_("这一格不能空着") if not group.handle else N_("最多 %(most)d 个字"), most=HANDLE)
    notes.need(first, "title")
    if "variable" in kind and len(group.rows) == 1:
        notes.add(first, "type", N_("文件里没有它的规格（variation 行），只有主商品"))


def _is_variation(row: Row, notes: Notes) -> bool:
    return "variation" in notes.text(row, "type").casefold()


def _choices(group: Group, first: Row, notes: Notes) -> tuple[_Choice, ...]:
    """The attributes that variations speak of, in the parent's order; at most three, which is noted."""
    every = [_values(first, notes, place) for place in ATTRIBUTE_PLACES]
    spoken = {
        name
        for row in group.rows
        if _is_variation(row, notes)
        for name, values in (_values(row, notes, place) for place in ATTRIBUTE_PLACES)
        if name and values
    }
    found = [_Choice(name[:OPTION], values) for name, values in every if name in spoken]
    known = {choice.name for choice in found}
    found += [_Choice(name[:OPTION], ()) for name in sorted(spoken) if name[:OPTION] not in known]
    if len(found) > 3:
        notes.add(first, "type", N_("规格最多三组，这件有 %(count)d 组"), count=len(found))
    return tuple(found[:3])


def _values(row: Row, notes: Notes, place: int) -> tuple[str, tuple[str, ...]]:
    name, said = one_line(notes.text(row, f"name{place}")), notes.text(row, f"values{place}")
    parts = [said] if _is_variation(row, notes) else _COMMA.split(said)
    return name, tuple(one_line(part.replace("\\,", ",")) for part in parts if part.strip())


def _shared(first: Row, rows: list[Row], notes: Notes) -> tuple[Row, int]:
    """The product's own row, and how many rows take their pieces from it."""
    return first, sum(notes.text(row, "stock").casefold() == "parent" for row in rows)


def _skus(row: Row, shared: tuple[Row, int], notes: Notes, handle: str, choices: tuple[_Choice, ...]) -> list[SkuEntry]:
    """The SKUs of a row: one, or where a variation leaves an attribute open, one for each of its values."""
    owner, sharing = shared if notes.text(row, "stock").casefold() == "parent" else (row, 1)
    said = dict(filter(lambda pair: pair[0], (_values(row, notes, place) for place in ATTRIBUTE_PLACES)))
    open_to = [said.get(choice.name) or choice.values or ("",) for choice in choices]
    price, was = pair_of_prices(row, notes, "price", "sale", on_sale=is_on_sale(row, notes))
    if price is None:
        notes.need(row, "price")
    code = notes.read(row, "handle", cells.code(CODE), "")
    every = list(product(*open_to))[: SKUS + 1]
    if not all(0 < len(value) <= OPTION for options in every for value in options):
        notes.add(row, "type", N_("规格值要有 1 到 %(most)d 个字"), most=OPTION)
    stock = pieces_of(row, owner, notes, len(every) * sharing)
    barcode = barcode_of(row, notes)
    return [
        SkuEntry(
            code=code if code and len(every) == 1 else made_code(code or handle, options),
            options=options,
            price=price or NOTHING,
            stock=stock,
            commission_bp=None,
            was=was,
            barcode=barcode,
            line=row.line,
        )
        for options in every
    ]


def _attributes(first: Row, notes: Notes, options: list[str]) -> dict[str, str]:
    stated = dict(_values(first, notes, place) for place in ATTRIBUTE_PLACES)
    found = {name: values for name, values in stated.items() if name and values and name not in options}
    answers = {name: notes.short(first, "type", ", ".join(values), ATTRIBUTE) for name, values in found.items()}
    return {name[:OPTION]: answer for name, answer in answers.items()}


def _at(group: Group, line: int) -> Row:
    return next(row for row in group.rows if row.line == line)
