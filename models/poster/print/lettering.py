"""Text on a page: real text, which can be searched and copied, with every glyph where the setting wants it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from models.poster.parts.signs import draw_figures, figures_width
from models.poster.print.glyphs import Glyph, glyphs
from models.poster.print.page import Page, Pen, ink, number
from models.poster.print.subset import Subset
from models.poster.typeset.breaking import Atom
from models.poster.typeset.faces import HANZI, Face
from models.poster.typeset.ink import Point, ink_row

_GAP = 0.05  # Whoever copies a text takes a gap for a blank. One that is none belongs to the glyph before it.


@dataclass(frozen=True, slots=True)
class _Placed:
    face: Face
    glyph: Glyph
    x: float

    @property
    def style(self) -> tuple[Face, float]:
        """What may not change within one showing of text."""
        return self.face, self.glyph.y


@ink_row.register
def _row(pen: Pen, row: tuple[Atom, ...], at: Point, size: int, weight: int, colour: str) -> None:
    x, baseline = at
    _show(pen.page, list(_placed(row, x, size, weight)), baseline, size, weight, colour)


@draw_figures.register
def _figures(pen: Pen, text: str, at: Point, size: int, colour: str, pitch: float) -> float:
    """Widely set, and still one number to whoever copies it."""
    x, baseline = at
    placed = [_Placed(HANZI, glyphs(HANZI, 700, mark)[0], x + place * pitch * size) for place, mark in enumerate(text)]
    _show(pen.page, placed, baseline, size, 700, colour)
    return figures_width(text, size, pitch)


def _placed(row: tuple[Atom, ...], x: float, size: int, weight: int) -> Iterator[_Placed]:
    """The glyphs of a line and where they stand. A blank of the text is there to be copied, whatever its width."""
    x -= row[0].hang * size
    for place, atom in enumerate(row):
        if place and atom.spaced:
            yield _Placed(HANZI, glyphs(HANZI, weight, " ")[0], x)
        x += atom.gap * size if place else 0.0
        inner, em = x + atom.shift * size, size * atom.face.scale
        for glyph in glyphs(atom.face, weight, atom.text):
            yield _Placed(atom.face, glyph, inner + glyph.x * em)
            inner += glyph.advance * em
        x += atom.width * size


def _show(page: Page, placed: list[_Placed], baseline: float, size: int, weight: int, colour: str) -> None:
    if not placed:
        return
    marks = [f"BT {ink(colour)} rg"]
    for (face, y), run in groupby(placed, key=lambda one: one.style):
        together = list(run)
        name, subset = page.subset(face, weight)
        em = size * face.scale
        marks.append(f"/{name} {number(em)} Tf 1 0 0 -1 {number(together[0].x)} {number(baseline - y * em)} Tm")
        marks.append(f"[{' '.join(_shown(together, subset, em))}] TJ".replace("> <", ""))
    page.marks.append(" ".join([*marks, "ET"]))


def _shown(together: list[_Placed], subset: Subset, em: float) -> Iterator[str]:
    """The glyphs' numbers, and between them, in thousandths, how far back the next one stands."""
    at = together[0].x
    for one, after in zip(together, [*together[1:], None], strict=True):
        if abs(one.x - at) > em / 1000:
            yield number((at - one.x) / em * 1000)
        glyph = one.glyph
        if after is not None and after.x - one.x > (glyph.advance + _GAP) * em:
            glyph = replace(glyph, advance=round((after.x - one.x) / em, 3))
        yield f"<{subset.code(glyph):04X}>"
        at = one.x + round(glyph.advance, 3) * em
