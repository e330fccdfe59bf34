"""Which column of a file means what. Two layouts: ours, and Shopify's product CSV (its older and its newer header)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.kernel.cells import read_cell
from models.kernel.errors import N_, Refused

# Our columns: the name used in code, the Chinese header. Both are accepted in a file.
OURS = {
    "handle": "商品编号", "title": "标题", "category": "类目", "description": "描述", "pictures": "图片",
    "option1_name": "规格1名", "option1_value": "规格1值", "option2_name": "规格2名", "option2_value": "规格2值",
    "option3_name": "规格3名", "option3_value": "规格3值", "sku": "规格编号", "price": "价格", "was": "划线价",
    "stock": "库存", "commission": "佣金率", "barcode": "条码", "declared_price": "站外价",
    "declared_commission": "站外佣金率", "submit": "上架",
}  # fmt: skip
# Shopify's columns under our names. The second name of each is the one of the header it writes since 2025.
SHOPIFY = {
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
NEEDED = ("handle", "title", "price")
# The columns that a file of problems begins with. They are notes to a person and are not read back.
NOTES = ("行号", "列", "原因")
ATTRIBUTE = re.compile(r"(?:属性|attribute)\s*:\s*(.{1,40})", re.IGNORECASE)
_OUR_NAMES = {name: name for name in OURS} | {chinese.casefold(): name for name, chinese in OURS.items()}
_SHOPIFY_NAMES = {alias: name for name, aliases in SHOPIFY.items() for alias in aliases}
# Headers that only Shopify writes; "handle", "title" and "price" alone are ours.
_SHOPIFY_SIGNS = {"variant price", "variant sku", "body (html)", "url handle", "option1 name", "image src"}


@dataclass(frozen=True)
class Layout:
    """`columns` and `attributes` give the place of each column; `header` is as the file writes it."""

    shopify: bool
    header: tuple[str, ...]
    columns: dict[str, int]
    attributes: dict[str, int]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where every column that is read stands, attributes under "attribute:NAME"."""
        return self.columns | {f"attribute:{name}": at for name, at in self.attributes.items()}

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that mean nothing to us, to be shown so that a misspelt one is noticed."""
        read = set(self.places.values())
        return tuple(text for at, text in enumerate(self.header) if text and at not in read and text not in NOTES)

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The trimmed text of a column; "" where the file has no such column or the row ends early."""
        at = self.places.get(name, -1)
        return read_cell(cells[at].strip()) if 0 <= at < len(cells) else ""

    def heading(self, name: str) -> str:
        """A column as the file's own header calls it."""
        at = self.places.get(name)
        return OURS.get(name, name) if at is None else self.header[at]


def plain(header: str) -> str:
    """A header without its accidents: width, case, spaces, a star for "required", the mark some programs leave."""
    return " ".join(unicodedata.normalize("NFKC", header).replace("\ufeff", "").strip("* ").casefold().split())


def score(header: Sequence[str]) -> int:
    """How many of these headers are known: tells the right separator, and the right sheet of a workbook."""
    names = [plain(text) for text in header]
    return sum(name in _OUR_NAMES or name in _SHOPIFY_NAMES or bool(ATTRIBUTE.fullmatch(name)) for name in names)


def layout_of(header: Sequence[str]) -> Layout:
    """Raises Refused("file") for a header that is neither of the two, or that names one column twice."""
    names = [plain(text) for text in header]
    shopify = bool(_SHOPIFY_SIGNS.intersection(names))
    vocabulary = _SHOPIFY_NAMES if shopify else _OUR_NAMES
    columns: dict[str, int] = {}
    attributes: dict[str, int] = {}
    for at, name in enumerate(names):
        attribute = None if shopify else ATTRIBUTE.fullmatch(unicodedata.normalize("NFKC", header[at]).strip())
        if name in vocabulary:
            _place(columns, vocabulary[name], at, header[at])
        elif attribute:
            _place(attributes, attribute[1].strip(), at, header[at])
    missing = [name for name in NEEDED if name not in columns]
    if len(missing) == len(NEEDED):
        raise Refused("file", N_("认不出表头。第一行要有“商品编号”“标题”“价格”这些列名，可以先下载样表照着填"))
    if missing:
        raise Refused("file", N_("表头缺少这些列：%(columns)s"), columns="、".join(OURS[name] for name in missing))
    return Layout(shopify, tuple(text.strip() for text in header), columns, attributes)


def _place(columns: dict[str, int], name: str, at: int, text: str) -> None:
    if name in columns:
        raise Refused("file", N_("表头里“%(column)s”出现了两次，请只留一列"), column=text.strip()[:40])
    columns[name] = at
