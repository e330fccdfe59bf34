"""Layouts of goods files: a file or a folder each. What people see of them, how one is recognised and how its rows
become goods stand there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import TYPE_CHECKING

from models.kernel.kinds import kinds_in

if TYPE_CHECKING:
    # Readers know the layouts, and layouts their cells: at run time the second comes first.
    from models.catalogue.imports.sheets.entries import GoodsEntry
    from models.catalogue.imports.sheets.groups import Group
    from models.catalogue.imports.sheets.layout import Layout
    from models.catalogue.imports.sheets.notes import Notes, Row


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """What a supplier reads of a column: its heading as the file writes it, whether it must be filled and how, as
    msgids."""

    heading: str
    need: str
    how: str


@dataclass(frozen=True, slots=True)
class GoodsFormat:
    """`words` is its name for people, a msgid; `place` its rank in lists. `columns` gives, for each of our names, the
    headings it goes by, as layout.plain makes them; of those in `several` a file may have more than one column. A file
    with a column for each name in `signs_all`, and with one of the `signs` among its headings or the `note` above them,
    is of this layout; the layout without signs is the house's own, which any other file is of. `attribute` finds the
    name in an attribute's heading.

    `read` makes goods from the rows that have one `key` (the handle, where a layout has no other); `gathers` says that
    those may stand apart. A layout that people fill in `by_hand` is read strictly: they are told of categories that are
    none. `loose` understands everyday headings. `money` says how prices are meant: "yuan", "said" beside each price, or
    "unsaid" as in the exports of shops. `sample` is a file to start from, its heading first."""

    name: str
    place: int
    words: str
    columns: Mapping[str, tuple[str, ...]]
    read: "Callable[[Group, Notes], GoodsEntry]"
    signs: frozenset[str] = frozenset()
    signs_all: frozenset[str] = frozenset()
    note: Pattern[str] | None = None
    attribute: Pattern[str] | None = None
    several: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ("handle", "title", "price")
    key: "Callable[[Layout, Row], str] | None" = None
    gathers: bool = False
    by_hand: bool = False
    loose: bool = False
    money: str = "yuan"
    sample: Sequence[Sequence[str]] = ()
    help: Sequence[ColumnHelp] = ()

    @property
    def names(self) -> dict[str, str]:
        """Our name for each heading."""
        return {heading: name for name, headings in self.columns.items() for heading in headings}


def goods_formats() -> dict[str, GoodsFormat]:
    """Every layout by name, in the order of their places."""
    return kinds_in(__name__, "FORMAT")


def own_format() -> GoodsFormat:
    """The house's own layout."""
    return next(goods_format for goods_format in goods_formats().values() if goods_format.by_hand)


def format_named(name: str) -> GoodsFormat:
    """The layout of that name, else the house's own."""
    return goods_formats().get(name) or own_format()


def format_of(headings: Sequence[str], above: str = "") -> GoodsFormat:
    """The layout that these headings are of; `above` is what stands above them."""
    stand = set(headings)
    for goods_format in goods_formats().values():
        noted = bool(goods_format.note and goods_format.note.search(above))
        has = {goods_format.names.get(heading) for heading in stand}
        if goods_format.signs_all <= has and (noted or goods_format.signs & stand):
            return goods_format
    return own_format()
