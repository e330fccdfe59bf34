"""淘宝助理's file: "version 1.00", headings in its own language, the same in Chinese, then a row for each goods with
its SKUs in one cell.

Source: files as 淘宝助理 5 writes them. skuProps is price:pieces:code:property:value;property:value; one SKU after
another; names of values stand in propAlias (1627207:28320:米白;) and input_custom_cpv; picture is
name:1:place:|address; one after another.
"""

import re
from dataclasses import dataclass

from models.catalogue.goods.limits import CODE
from models.catalogue.goods.markup import clean
from models.catalogue.goods.sku_codes import made_code
from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets import cells
from models.catalogue.imports.sheets.entries import CATEGORY, HANDLE, OPTION, TITLE, GoodsEntry, SkuEntry
from models.catalogue.imports.sheets.foreign import barcode_of, lenient_barcode
from models.catalogue.imports.sheets.groups import Group
from models.catalogue.imports.sheets.layout import Layout
from models.catalogue.imports.sheets.notes import Notes, Row
from models.catalogue.imports.sheets.skus import NOTHING, checked_skus, nine_of
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.text import one_line

_COLUMNS = {
    "title": ("title", "宝贝名称"), "category": ("cid", "宝贝类目"), "price": ("price", "宝贝价格"),
    "stock": ("num", "宝贝数量"), "handle": ("outer id", "商家编码"), "number": ("num id", "数字id"),
    "barcode": ("barcode", "商品条形码"), "description": ("description", "宝贝描述"), "pictures": ("picture", "新图片"),
    "props": ("skuprops", "销售属性组合"), "alias": ("propalias", "销售属性别名"),
    "custom": ("input custom cpv", "自定义属性值"), "state": ("approve status", "放入仓库"),
    "sku_barcodes": ("sku barcode", "sku 条形码"),
}  # fmt: skip
# Properties and values that Taobao numbers the same for everybody. Source: its public list of standard properties.
_PROPERTIES = {"1627207": "颜色分类", "20509": "尺码", "20518": "尺码", "20549": "鞋码", "5919063": "套餐类型"}
_VALUES = {
    "28320": "白色", "28321": "乳白色", "28324": "黄色", "28326": "红色", "28329": "紫色", "28332": "浅灰色",
    "28334": "灰色", "28335": "绿色", "28338": "蓝色", "28340": "深蓝色", "28341": "黑色", "3232478": "深灰色",
    "3232480": "粉红色", "3232483": "军绿色", "3232484": "天蓝色", "90554": "桔色", "132069": "褐色", "130164": "花色",
    "130166": "透明", "28313": "S", "28314": "M", "28315": "L", "28316": "XL", "28317": "XXL", "28383": "均码",
}  # fmt: skip
_SKU = re.compile(r"(?<![\d.])([\d.]++):(\d++):([^:;]*+):((?:-?\d++:-?\d++(?:;|$))++)")
_NAMED = re.compile(r"(?<!\d)(-?\d++):(-?\d++):([^;]*+)")
_PICTURE = re.compile(r"(?<![^:|;])([^:|;]++):(\d++):[^|;]{0,40}+\|([^;]*+)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One SKU as the cell says it: `values` pairs property and value."""

    price: str
    pieces: int
    code: str
    values: tuple[tuple[str, str], ...]


def _key(layout: Layout, row: Row) -> str:
    """The seller's own code, else Taobao's number, else the title."""
    names = ("handle", "number", "title")
    return next((one_line(found) for name in names if (found := layout.cell(row.cells, name))), "")[:HANDLE]


def _read(group: Group, notes: Notes) -> GoodsEntry:
    """The goods, to be used only if `notes` stayed empty."""
    row = group.rows[0]
    if len(group.rows) > 1:
        notes.add(group.rows[1], "handle", N_("两件商品用了同一个商家编码"))
    notes.need(row, "title")
    pieces = _pieces(row, notes)
    names = tuple(dict.fromkeys(prop for piece in pieces for prop, _ in piece.values))
    if len(names) > 3:
        notes.add(row, "props", N_("规格最多三组，这件有 %(count)d 组"), count=len(names))
    skus = _skus(row, notes, group.handle, pieces)
    return GoodsEntry(
        handle=notes.read(row, "handle", cells.code(HANDLE), group.handle),
        title=notes.read(row, "title", cells.text(TITLE), ""),
        description=notes.read(row, "description", clean, ""),
        category=notes.text(row, "category")[:CATEGORY],
        attributes={},
        option_names=tuple(_PROPERTIES.get(name, f"规格 {name}") for name in names[:3]),
        skus=checked_skus(group, [row] * len(skus), skus, notes),
        pictures=nine_of(_pictures(notes.text(row, "pictures")), row, notes),
        barcode=barcode_of(row, notes),
        line=row.line,
        submit=notes.text(row, "state") == "1",
        declared_price=None,
        declared_commission_bp=None,
        said=tuple(notes.said),
    )


def _pieces(row: Row, notes: Notes) -> list[_Piece]:
    """The SKUs of the cell; none for goods without. A cell that is something else is noted."""
    written = notes.text(row, "props")
    found = list(_SKU.finditer(written))
    if "".join(match[0] for match in found).rstrip(";") != written.rstrip(";"):
        notes.add(row, "props", N_("这一格的销售属性读不懂，整件没有收"))
        return []
    named = {(prop, value): name for prop, value, name in _names(row, notes) if name}
    return [
        _Piece(match[1], int(match[2]), match[3].strip(), tuple(_value(pair, named) for pair in _pairs(match[4])))
        for match in found
    ]


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(prop, value) for prop, _, value in (pair.partition(":") for pair in text.split(";") if pair)]


def _names(row: Row, notes: Notes) -> list[tuple[str, str, str]]:
    text = f"{notes.text(row, 'alias')};{notes.text(row, 'custom')}"
    return [(prop, value, one_line(name)) for prop, value, name in _NAMED.findall(text)]


def _value(pair: tuple[str, str], named: dict[tuple[str, str], str]) -> tuple[str, str]:
    """The property's number and the value by its name; by its number where the file has no name for it."""
    return pair[0], (named.get(pair) or _VALUES.get(pair[1]) or pair[1])[:OPTION]


def _skus(row: Row, notes: Notes, handle: str, pieces: list[_Piece]) -> list[SkuEntry]:
    barcodes = [code.strip() for code in notes.text(row, "sku_barcodes").split(";")]
    if not pieces:
        notes.need(row, "price")
        price = notes.price(row, "price", NOTHING)
        code = notes.read(row, "handle", cells.code(CODE), "") or handle
        barcode = barcode_of(row, notes)
        return [SkuEntry(code, (), price, notes.stock(row), None, None, barcode, row.line)]
    skus = []
    for at, piece in enumerate(pieces):
        options = tuple(value for _, value in piece.values)
        barcode = lenient_barcode(barcodes[at]) if at < len(barcodes) == len(pieces) and barcodes[at] else ""
        price = _price(row, notes, piece.price)
        skus.append(
            SkuEntry(
                piece.code or made_code(handle, options), options, price, piece.pieces, None, None, barcode, row.line
            )
        )
    return skus


def _price(row: Row, notes: Notes, text: str) -> Money:
    try:
        return cells.price(text)
    except Refused as no:
        notes.add(row, "props", no.message, **no.params)
        return NOTHING


def _pictures(text: str) -> list[str]:
    """The pictures of the goods: by address where there is one, else by the name they have in the folder beside."""
    shown = [(name, address.strip()) for name, kind, address in _PICTURE.findall(text) if kind == "1"]
    return [address if address.startswith("http") else f"{name.strip()}.tbi" for name, address in shown]


FORMAT = GoodsFormat(
    name="taobao",
    place=8,
    words=N_("淘宝助理的表格"),
    columns=_COLUMNS,
    read=_read,
    signs=frozenset({"seller cids", "skuprops", "stuff status", "宝贝类目", "销售属性组合"}),
    needed=("title", "price"),
    key=_key,
)
