"""Laying a set text down in ink. Where lines break is decided before."""

from functools import singledispatch

from PIL.ImageDraw import ImageDraw
from PIL.ImageFont import FreeTypeFont

from models.poster.typeset.breaking import Atom, atoms
from models.poster.typeset.faces import HANZI
from models.poster.typeset.fonts import at_work, font
from models.poster.typeset.paragraph import Block, extent

# The bottom and the middle of a hanzi's square, measured from the baseline in em, as the face draws it.
_DESCENT, CAP = 0.12, 0.733
# Where a line begins, in pixels from the top left: its left edge and its baseline, or a block's top.
Point = tuple[float, float]


def write_block(
    draw: ImageDraw, block: Block, at: Point, ink: str, align: str = "left", width: float | None = None
) -> float:
    """Draws the block, its left edge and the top of its first hanzi `at` a point; returns the y of the last one's
    bottom. Centred and right-aligned lines align within `width`, by default the block's own."""
    x, y = at
    room = block.width if width is None else width
    for number, row in enumerate(block.lines):
        spare = room - extent(row) * block.size
        left = x + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        baseline = y + block.size * (1 - _DESCENT) + number * block.leading
        ink_row(draw, row, (left, baseline), block.size, block.weight, ink)
    return y + block.height


def line(draw: ImageDraw, text: str, at: Point, size: int, ink: str, weight: int = 400) -> float:
    """One line on a baseline; returns its width."""
    x, baseline = at
    row = atoms(text, weight)
    if row:
        ink_row(draw, row, (x, baseline), size, weight, ink)
    return extent(row) * size


@singledispatch
def ink_row(draw: ImageDraw, row: tuple[Atom, ...], at: Point, size: int, weight: int, ink: str) -> None:
    """One line of atoms from a left edge on a baseline, in pixels."""
    x, baseline = at
    x -= row[0].hang * size
    plain_font = font(HANZI, size, weight)
    held, begun = "", x
    for place, atom in enumerate(row):
        x += atom.gap * size if place else 0.0
        plain = atom.face is HANZI and len(atom.text) == 1 and atom.width == 1.0
        if not plain or (held and atom.gap and place):
            _ink(draw, held, (begun, baseline), plain_font, ink)
            held = ""
        if plain:
            begun = begun if held else x
            held += atom.text
        else:
            _ink(draw, atom.text, (x + atom.shift * size, baseline), font(atom.face, size, weight), ink)
        x += atom.width * size
    _ink(draw, held, (begun, baseline), plain_font, ink)


def _ink(draw: ImageDraw, text: str, at: Point, face: FreeTypeFont, ink: str) -> None:
    if text:
        with at_work:
            draw.text((round(at[0]), round(at[1])), text, font=face, fill=ink, anchor="ls")
