"""Goods written into files: a layout is a file in layouts/, which says its headings and how goods become rows. Nothing
else lists them. Reading such files is models/catalogue/imports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.catalogue.goods.goods import Goods
from models.kernel.kinds import kinds_in


@dataclass(frozen=True, slots=True)
class ExportTerms:
    """What whoever takes the file chose, and what all its rows share. `attributes` are the names that any of the goods
    answers; `categories` are the words for each category, by its id; `address_of` gives the address of a picture by its
    digest. Without `stock` the cells of stock stay empty: loaded again, such a file changes no stock."""

    attributes: tuple[str, ...]
    categories: Mapping[int, str]
    address_of: Callable[[str], str]
    stock: bool


@dataclass(frozen=True, slots=True)
class ExportLayout:
    """`words` is its name for people, a msgid; `place` its rank in lists. `rows` gives the rows of one goods, each as
    long as the headings."""

    name: str
    place: int
    words: str
    headings: Callable[[ExportTerms], Sequence[str]]
    rows: Callable[[Goods, ExportTerms], Iterator[Sequence[str]]]


def export_layouts() -> dict[str, ExportLayout]:
    """Every layout by name, in the order of their places."""
    return kinds_in(f"{__name__}.layouts", "LAYOUT")
