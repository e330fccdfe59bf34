"""Which column of a file means what, in the layout that its headings are of."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.catalogue.imports.formats import GoodsFormat, format_of, goods_formats, own_format
from models.kernel.cells import read_cell
from models.kernel.errors import N_, Refused

NEEDED = ("handle", "title", "price")
# The columns that a file of problems begins with. They are notes to a person and are not read back.
NOTES = ("行号", "列", "原因")


@dataclass(frozen=True)
class Layout:
    """`columns` and `attributes` give the place of each column; `header` is as the file writes it."""

    format: GoodsFormat
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
        return _known_as(name) if at is None else self.header[at]


def plain_heading(header: str) -> str:
    """A header without its accidents: width, case, spaces, a star for "required", the mark some programs leave."""
    return " ".join(unicodedata.normalize("NFKC", header).replace("\ufeff", "").strip("* ").casefold().split())


def score(header: Sequence[str]) -> int:
    """How many of these headers are known: tells the right separator, and the right sheet of a workbook."""
    formats = goods_formats().values()
    known = {heading for goods_format in formats for heading in goods_format.names}
    attributes = [goods_format.attribute for goods_format in formats if goods_format.attribute]
    names = [plain_heading(text) for text in header]
    return sum(name in known or any(one.fullmatch(name) for one in attributes) for name in names)


def layout_of(header: Sequence[str]) -> Layout:
    """Raises Refused("file") for a header that is of no layout, or that names one column twice."""
    names = [plain_heading(text) for text in header]
    chosen = format_of(names)
    vocabulary = chosen.names
    columns: dict[str, int] = {}
    attributes: dict[str, int] = {}
    for at, name in enumerate(names):
        attribute = chosen.attribute and chosen.attribute.fullmatch(unicodedata.normalize("NFKC", header[at]).strip())
        if name in vocabulary:
            _place(columns, vocabulary[name], at, header[at])
        elif attribute:
            _place(attributes, attribute[1].strip(), at, header[at])
    missing = [name for name in NEEDED if name not in columns]
    if len(missing) == len(NEEDED):
        raise Refused("file", N_("认不出表头。第一行要有“商品编号”“标题”“价格”这些列名，可以先下载样表照着填"))
    if missing:
        raise Refused("file", N_("表头缺少这些列：%(columns)s"), columns="、".join(map(_known_as, missing)))
    return Layout(chosen, tuple(text.strip() for text in header), columns, attributes)


def _known_as(name: str) -> str:
    """A column that a file has not, as people know it: by the heading of the house's own layout."""
    return own_format().columns.get(name, (name,))[0]


def _place(columns: dict[str, int], name: str, at: int, text: str) -> None:
    if name in columns:
        raise Refused("file", N_("表头里“%(column)s”出现了两次，请只留一列"), column=text.strip()[:40])
    columns[name] = at
