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
    from models.catalogue.imports.sheets.notes import Notes


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
    headings it goes by, as layout.plain makes them. A file with one of the `signs` is of this layout; the layout
    without signs is the house's own, which any other file is of. `attribute` finds the name in an attribute's heading.

    `read` makes goods from the rows of one. A layout that people fill in `by_hand` is read strictly: they are told of
    columns that mean nothing and of categories that are none. `sample` is a file to start from, its heading first."""

    name: str
    place: int
    words: str
    columns: Mapping[str, tuple[str, ...]]
    read: "Callable[[Group, Notes], GoodsEntry]"
    signs: frozenset[str] = frozenset()
    attribute: Pattern[str] | None = None
    by_hand: bool = False
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
    return next(goods_format for goods_format in goods_formats().values() if not goods_format.signs)


def format_of(headings: Sequence[str]) -> GoodsFormat:
    """The layout that these headings are of."""
    found = (goods_format for goods_format in goods_formats().values() if goods_format.signs.intersection(headings))
    return next(found, own_format())
