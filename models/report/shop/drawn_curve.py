"""A curve as a picture that a keeper can show around: paper, the door plate, one figure, one line of ink."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from models.poster.parts.paper import CARD, INK, INK_3, LINE, PAPER, SEAL, SHADE, blank_sheet, pen_on, slab
from models.poster.parts.signs import Plate
from models.poster.typeset import fit, line, width_of, write_block

_SIDE, _EDGE, _PAD = 1080, 72, 56
# Lines are drawn twice as large and brought down, which smooths them.
_FINE: Final = 2
_BOX = (_EDGE + _PAD, 500, _SIDE - _EDGE - _PAD, 820)
_FOOT = 880


@dataclass(frozen=True, slots=True)
class CurveSheet:
    """All that the picture shows, as plain values. `labels` stand below the first, the middle and the last step, or
    below each of a few; `legend` says what ink is, `beside` what the hair line is, "" without."""

    shop_name: str
    shop_number: str
    sentence: str
    figure: str
    unit: str
    values: Sequence[int]
    before: Sequence[int]
    labels: Sequence[str]
    legend: str
    beside: str


def draw_curve(sheet: CurveSheet) -> bytes:
    """A square PNG of 1080 pixels. What a text cannot hold is cut, never spilled."""
    ground = blank_sheet((_SIDE, _SIDE), PAPER)
    slab(ground, (_EDGE, 332, _SIDE - _EDGE, _SIDE - _EDGE - 44), CARD, 28)
    pen = pen_on(ground)
    wide = _SIDE - 2 * _EDGE
    plate = Plate(sheet.shop_number, 40)
    plate.draw(ground, _SIDE - _EDGE - plate.width, _EDGE)
    name = fit(sheet.shop_name, wide - plate.width - 40, 70, (44, 40, 36, 32, 28), 1.2, 700, most=1)
    write_block(pen, name, (_EDGE, _EDGE + 8), INK)
    write_block(pen, fit(sheet.sentence, wide, 150, (46, 42, 38, 34, 30), 1.45, 400), (_EDGE, 176), INK)
    right = _EDGE + _PAD + line(pen, sheet.figure, (_EDGE + _PAD, 456), 84, INK, 700)
    line(pen, sheet.unit, (right + 16, 456), 34, INK_3, 400)
    _lines(ground, sheet)
    _words(pen, sheet)
    body = io.BytesIO()
    ground.save(body, "PNG", optimize=True)
    return body.getvalue()


def _lines(ground: Image.Image, sheet: CurveSheet) -> None:
    left, top, right, foot = (_FINE * edge for edge in _BOX)
    fine = Image.new("RGB", (right - left + 60, foot - top + 60), CARD)
    pen = ImageDraw.Draw(fine)
    most = max((*sheet.values, *sheet.before), default=0)
    steps = max(len(sheet.values), len(sheet.before))

    def places(values: Sequence[int]) -> list[tuple[float, float]]:
        across = (right - left) / max(1, steps - 1)
        alone = (right - left) / 2 if steps == 1 else 0.0
        return [
            (30 + alone + place * across, 30 + (foot - top) * (1 - (value / most if most else 0)))
            for place, value in enumerate(values)
        ]

    ink = places(sheet.values)
    if len(ink) > 1:
        pen.polygon([*ink, (ink[-1][0], 30 + foot - top), (ink[0][0], 30 + foot - top)], fill=SHADE)
    pen.line([(30, 30 + foot - top), (30 + right - left, 30 + foot - top)], fill=LINE, width=3)
    if len(sheet.before) > 1:
        pen.line(places(sheet.before), fill=INK_3, width=4, joint="curve")
    if len(ink) > 1:
        pen.line(ink, fill=INK, width=10, joint="curve")
    if ink:
        x, y = ink[-1]
        pen.ellipse((x - 16, y - 16, x + 16, y + 16), fill=SEAL)
    small = fine.resize((fine.width // _FINE, fine.height // _FINE), Image.Resampling.BOX)
    ground.paste(small, (_BOX[0] - 15, _BOX[1] - 15))


def _words(pen: ImageDraw.ImageDraw, sheet: CurveSheet) -> None:
    left, right = _BOX[0], _BOX[2]
    for place, label in enumerate(sheet.labels):
        wide = width_of(label, 26, 400)
        at = left + (right - left) * (place / (len(sheet.labels) - 1) if len(sheet.labels) > 1 else 0.5)
        line(pen, label, (min(max(left - 10, at - wide / 2), right + 10 - wide), _FOOT), 26, INK_3, 400)
    x: float = left
    pen.line([(x, 928), (x + 40, 928)], fill=INK, width=5)
    x += 56
    x += line(pen, sheet.legend, (x, 937), 26, INK_3, 400) + 40
    if sheet.beside:
        pen.line([(x, 928), (x + 40, 928)], fill=INK_3, width=2)
        line(pen, sheet.beside, (x + 56, 937), 26, INK_3, 400)
