"""Which column of a file means what, by the plan that the file is read by."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from models.catalogue.imports.formats import GoodsFormat, format_named, own_format
from models.catalogue.imports.understanding.plan import Plan
from models.kernel.cells import read_cell
from models.kernel.errors import N_, Refused

NEEDED = ("handle", "title", "price")
# The columns that a file of problems begins with. They are notes to a person and are not read back.
NOTES = ("行号", "列", "原因")
OPTIONS = (1, 2, 3)
# Meanings that carry a name of their own, as "option:颜色".
OPTION_OF, ATTRIBUTE_OF = "option:", "attribute:"


@dataclass(frozen=True)
class Layout:
    """`columns` and `attributes` give the place of each column, `further` the places of those that mean the same again;
    `header` is as the file writes it. `option_names` are the names of options that have a column of their own."""

    format: GoodsFormat
    header: tuple[str, ...]
    columns: Mapping[str, int]
    attributes: Mapping[str, int]
    further: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    option_names: tuple[str, ...] = ("", "", "")
    plan: Plan = field(default_factory=Plan)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where every column that is read stands, attributes under "attribute:NAME"."""
        return {**self.columns, **{f"{ATTRIBUTE_OF}{name}": at for name, at in self.attributes.items()}}

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that mean nothing to us, to be shown so that a misspelt one is noticed."""
        read = {*self.places.values(), *(at for places in self.further.values() for at in places)}
        return tuple(text for at, text in enumerate(self.header) if text and at not in read and text not in NOTES)

    def cell(self, cells: Sequence[str], name: str) -> str:
        """The trimmed text of a column; "" where the file has no such column or the row ends early. Columns that mean
        the same are lines of one text."""
        at = self.places.get(name, -1)
        first = read_cell(cells[at].strip()) if 0 <= at < len(cells) else ""
        if name not in self.further:
            return first
        others = [read_cell(cells[at].strip()) for at in self.further[name] if at < len(cells)]
        return "\n".join(filter(None, (first, *others)))

    def heading(self, name: str) -> str:
        """A column as the file's own header calls it."""
        at = self.places.get(name)
        return known_as(name) if at is None else self.header[at]


_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{0,20}[)\]】〕]")


def plain_heading(header: str) -> str:
    """A header without its accidents: width, case, spaces, underscores, a star for "required", the mark some programs
    leave, the "g:" that feeds write."""
    text = unicodedata.normalize("NFKC", header).replace("\ufeff", "").replace("_", " ").strip("* ").casefold()
    return " ".join(text.split()).removeprefix("g:").strip("* ")


def bare_heading(header: str) -> str:
    """A plain header without what stands in brackets: the unit, or a hint how to fill it."""
    return " ".join(_BRACKETS.sub(" ", plain_heading(header)).split()).strip(":* ") or plain_heading(header)


def layout_by(plan: Plan, header: Sequence[str]) -> Layout:
    """The layout that a plan makes of a header. Raises Refused("file") where goods would lack what they need."""
    columns: dict[str, int] = {}
    attributes: dict[str, int] = {}
    further: dict[str, tuple[int, ...]] = {}
    named: list[tuple[str, int]] = []
    for at, meaning in enumerate(plan.meanings[: len(header)]):
        if meaning.startswith(ATTRIBUTE_OF):
            attributes.setdefault(meaning.removeprefix(ATTRIBUTE_OF), at)
        elif meaning.startswith(OPTION_OF):
            named.append((meaning.removeprefix(OPTION_OF), at))
        elif meaning in columns:
            further[meaning] = (*further.get(meaning, ()), at)
        elif meaning:
            columns[meaning] = at
    names = _placed(columns, named)
    if plan.known_by != "handle" and plan.known_by in columns:
        columns["handle"] = columns[plan.known_by]
    chosen = format_named(plan.format)
    _require(columns, chosen)
    return Layout(chosen, tuple(text.strip() for text in header), columns, attributes, further, names, plan)


def known_as(name: str) -> str:
    """A column that a file has not, as people know it: by the heading of the house's own layout."""
    return own_format().columns.get(name, (name,))[0]


def _placed(columns: dict[str, int], named: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Gives the options that have columns of their own the places that are free."""
    free = [place for place in OPTIONS if f"option{place}_value" not in columns]
    names = ["", "", ""]
    for place, (name, at) in zip(free, named, strict=False):
        columns[f"option{place}_value"] = at
        names[place - 1] = name
    return tuple(names)


def _require(columns: Mapping[str, int], chosen: GoodsFormat) -> None:
    missing = [name for name in chosen.needed if name not in columns]
    if not missing:
        return
    if len(missing) == len(chosen.needed):
        words = N_("认不出表头。要有一行写着“商品编号”“标题”“价格”这些列名，可以先下载样表照着填")
        raise Refused("file", words)
    raise Refused("file", N_("表头缺少这些列：%(columns)s"), columns="、".join(map(known_as, missing)))
