"""Etsy's list of listings: a row for each, its variations in cells. The file has no number of the listing, so that
goods are known by their titles.

Source: Etsy, Shop Manager, Download data: PRICE and QUANTITY are those of the whole listing, VARIATION n VALUES and SKU
are parted by commas.
"""

from itertools import product

from models.catalogue.goods.limits import ATTRIBUTE, CODE, SKUS
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import addresses
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import OPTIONS, Layout
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.kernel.errors import N_
from models.kernel.text import one_line

# It writes its headings in the language of whoever exports: English, German, Spanish, Italian.
_COLUMNS = {
    "title": ("title", "titel", "título", "titolo"),
    "description": ("description", "beschreibung", "descripción", "descrizione"),
    "price": ("price", "preis", "precio", "prezzo"),
    "currency": ("currency code", "währungscode", "código de divisa"),
    "stock": ("quantity", "stückzahl", "cantidad", "quantità"), "tags": ("tags", "etiquetas", "tag"),
    "materials": ("materials", "materialien", "materiales", "materiali"), "sku": ("sku", "bestandseinheit"),
    "pictures": tuple(f"{word}{n}" for n in range(1, 21) for word in ("image", "bild", "imagen", "immagine")),
    **{f"option{n}_kind": (f"variation {n} type", f"variationstyp {n}", f"tipo variante {n}") for n in OPTIONS},
    **{f"option{n}_name": (f"variation {n} name", f"variationsname {n}", f"nome variante {n}") for n in OPTIONS},
    **{f"option{n}_value": (f"variation {n} values", f"variationswert {n}", f"valori variante {n}") for n in OPTIONS},
}  # fmt: skip


def _key(layout: Layout, row: Row) -> str:
    return one_line(layout.cell(row.cells, "title"))[:HANDLE]


def _read(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    row = group.rows[0]
    if len(group.rows) > 1:
        notes.add(group.rows[1], "title", N_("两件商品的标题一样，Etsy 的文件里没有别的可以认"))
    notes.need(row, "title")
    title = notes.read(row, "title", cells.text(TITLE), "")
    pairs = [pair for pair in (_option(row, notes, place) for place in OPTIONS) if pair[1]]
    skus = _skus(row, notes, title, [values for _, values in pairs])
    materials = notes.short(row, "materials", one_line(notes.text(row, "materials").replace("_", " ")), ATTRIBUTE)
    return GoodsEntry(
        handle=title,
        title=title,
        description=notes.read(row, "description", clean, ""),
        category="",
        attributes={notes.layout.heading("materials"): materials} if materials else {},
        option_names=tuple(name for name, _ in pairs),
        skus=checked_skus(group, [row] * len(skus), skus, notes),
        pictures=nine_of(addresses(notes.text(row, "pictures")), row, notes),
        barcode="",
        line=row.line,
        submit=True,
        declared_price=None,
        declared_commission_bp=None,
        said=tuple(notes.said),
    )


def _option(row: Row, notes: Notes, place: int) -> tuple[str, tuple[str, ...]]:
    """The name and the values of a variation; ("", ()) for none."""
    written = notes.text(row, f"option{place}_value")
    column = f"option{place}_value"
    parts = (one_line(value) for value in written.split(",") if value.strip())
    values = tuple(dict.fromkeys(notes.short(row, column, value, OPTION) for value in parts))
    name = notes.text(row, f"option{place}_name") or notes.text(row, f"option{place}_kind")
    return (one_line(name)[:OPTION] or "款式", values) if values else ("", ())


def _skus(row: Row, notes: Notes, handle: str, values: list[tuple[str, ...]]) -> list[SkuEntry]:
    """Every combination of the values. The one price is that of each; the pieces are dealt out, which is said."""
    every = list(product(*values))[: SKUS + 1]
    codes = [code.strip() for code in notes.text(row, "sku").split(",") if code.strip()]
    notes.need(row, "price")
    price = notes.price(row, "price", NOTHING)
    pieces = notes.stock(row)
    if len(every) > 1:
        notes.say(row, "price", N_("Etsy 的文件里几个规格只有一个价格，都按它装；有贵有便宜的，装好后请改"))
        if pieces:
            notes.say(row, "stock", N_("几个规格共用 %(pieces)d 件库存，按规格平分了"), pieces=pieces)
    named = len(codes) == len(every)
    if any(len(code) > CODE for code in codes):
        notes.add(row, "sku", N_("最多 %(most)d 个字"), most=CODE)
    return [
        SkuEntry(
            code=codes[at] if named else made_code(handle, options),
            options=options,
            price=price,
            stock=None if pieces is None else pieces // len(every),
            commission_bp=None,
            was=None,
            barcode="",
            line=row.line,
        )
        for at, options in enumerate(every)
    ]


FORMAT = GoodsFormat(
    name="etsy",
    place=7,
    words=N_("Etsy 导出的表格"),
    columns=_COLUMNS,
    read=_read,
    signs=frozenset(
        {
            "currency code",
            "währungscode",
            "código de divisa",
            "variation 1 type",
            "variationstyp 1",
            "tipo variante 1",
        }
    ),
    signs_all=frozenset({"title", "price", "stock", "materials"}),
    several=frozenset({"pictures"}),
    needed=("title", "price"),
    key=_key,
    money="said",
)
