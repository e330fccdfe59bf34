"""Flow: words set one under another; where a page is full the next one begins with the same head.

Sizes of type are points and distances millimetres, whatever the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.poster.print import lettering  # noqa: F401  It teaches text to be set on a page.
from models.poster.print.binding import bound_together
from models.poster.print.formats import PAPERS, Format
from models.poster.print.page import Page, Pen, rectangle
from models.poster.print.subset import Subset
from models.poster.typeset import fit, legible, write_block
from models.poster.typeset.faces import Face
from models.poster.typeset.paragraph import Block

A4, A6 = PAPERS["a4"], PAPERS["a6"]
_INK, FAINT = "#1F1B16", "#6B6459"
_LEADING = 1.35
_POINTS_A_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in a column: `share` of the width, type size in points."""

    words: str
    share: float = 1.0
    size: float = 9.0
    weight: int = 400
    align: str = "left"
    ink: str = _INK


class Flow:
    """A book in the making. `begin` opens a part of its own: a new page, numbered from 1, whose head is drawn again on
    each page that follows. `finish` numbers the pages and gives the file."""

    def __init__(self, form: Format, *, margin: float = 6.0, gap: float = 2.0) -> None:
        self.form = form
        self.margin, self.gap = self.mm(margin), self.mm(gap)
        self.left, self.width = self.margin, form[0] - 2 * self.margin
        self.bottom = form[1] - self.margin - self.pt(9)
        self.pages: list[Page] = []
        self.y = 0.0
        self._parts: list[int] = []
        self._head: Callable[[], None] | None = None
        self._fonts: dict[tuple[Face, int], Subset] = {}

    def mm(self, length: float) -> float:
        """Millimetres in the paper's own units."""
        return length * _POINTS_A_MM / self.form.scale

    def pt(self, size: float) -> int:
        """A length in points, as pixels."""
        return round(size / self.form.scale)

    def begin(self, head: Callable[[], None] | None = None) -> None:
        """Opens a part: a fresh page, its head drawn on it."""
        self._head = head
        self._turn(part=self._parts[-1] + 1 if self._parts else 0)

    def row(self, *cells: Cell, space: float = 1.5) -> None:
        """Words side by side, then `space` millimetres. A row that does not fit goes over to the next page."""
        blocks = [self._set(cell, self.width * cell.share - self.gap) for cell in cells]
        height = max((block.height for block in blocks), default=0)
        if self.y + height > self.bottom:
            self._turn(part=self._parts[-1])
        x = self.left
        pen = Pen(self.pages[-1])
        for cell, block in zip(cells, blocks, strict=True):
            width = self.width * cell.share
            write_block(
                pen, block, (x, self.y), cell.ink, cell.align, width if cell.align == "right" else width - self.gap
            )
            x += width
        self.y += height + self.mm(space)

    def text(self, words: str, size: float = 9.0, *, weight: int = 400, ink: str = _INK, space: float = 1.5) -> None:
        """One paragraph across the page."""
        self.row(Cell(words, 1.0, size, weight, ink=ink), space=space)

    def rule(self, *, heavy: bool = False, space: float = 2.0) -> None:
        """A line across the page."""
        thick = self.mm(0.5 if heavy else 0.15)
        self.pages[-1].fill(_INK, rectangle(self.left, self.y, self.left + self.width, self.y + thick))
        self.y += thick + self.mm(space)

    def space(self, length: float) -> None:
        """Millimetres of nothing."""
        self.y += self.mm(length)

    def finish(self, title: str, foot: Callable[[int, int, int], Sequence[Cell]]) -> bytes:
        """The file. `foot` gives a page's last row from its part, its number in the part and how many those are."""
        seen: dict[int, int] = {}
        for page, part in zip(self.pages, self._parts, strict=True):
            seen[part] = seen.get(part, 0) + 1
            self._foot(page, foot(part, seen[part], self._parts.count(part)))
        return bound_together(self.pages, legible(title)[0])

    def _foot(self, page: Page, cells: Sequence[Cell]) -> None:
        x, y = self.left, self.form[1] - self.margin - self.pt(7)
        for cell in cells:
            width = self.width * cell.share
            block = fit(legible(cell.words)[0], round(width), self.pt(9), [self.pt(cell.size)], _LEADING, most=1)
            write_block(Pen(page), block, (x, y), cell.ink, cell.align, width)
            x += width

    def _turn(self, *, part: int) -> None:
        page = Page(self.form, "#FFFFFF")
        # One set of fonts for the book: a glyph is in it once, on however many pages it stands.
        page.fonts = self._fonts
        self.pages.append(page)
        self._parts.append(part)
        self.y = self.margin
        if self._head:
            self._head()

    def _set(self, cell: Cell, width: float) -> Block:
        size = self.pt(cell.size)
        # As high as the page allows: what is longer than that ends in an ellipsis.
        room = round(self.bottom - self.margin) // 2
        return fit(legible(cell.words)[0], round(width), room, [size], _LEADING, cell.weight)
