"""The first rows of a file as the goods they would become."""

from collections.abc import Iterator

from models.catalogue.imports.reading import goods_of
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.catalogue.imports.sheets.headings import Heading
from models.catalogue.imports.sheets.layout import layout_by
from models.catalogue.imports.understanding.looking import Understanding
from models.kernel.errors import Refused


class FirstRows:
    """A table of the rows that were looked at."""

    above = encoding = separator = ""
    sheet = 0

    def __init__(self, found: Understanding) -> None:
        self.header = list(found.header)
        self.heading = Heading(found.plan.way.heading, found.plan.way.heading, self.header, len(self.header))
        self.header_line = self.heading.last
        self.sheets: list[str] = []
        self._rows = [(line, list(cells)) for line, cells in found.rows]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """All of them."""
        return iter(self._rows)

    first_rows = rows


def previewed(found: Understanding) -> list[GoodsEntry | Problem]:
    """The goods and the problems of the first rows; nothing while a column that is needed is missing. The last goods
    may lack rows that were not looked at."""
    table = FirstRows(found)
    try:
        return list(goods_of(table, layout_by(found.plan, table.header)))
    except Refused:
        return []
