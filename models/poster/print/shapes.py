"""The parts on a page: sheets, slabs, shadows, pictures, plate, seal and code, as shapes instead of pixels."""

from itertools import groupby

from models.poster.parts.code import stamp
from models.poster.parts.paper import (
    BLACK,
    PAPER,
    SEAL,
    SHADE,
    Rect,
    Shade,
    beams,
    blank_sheet,
    pen_on,
    shadow,
    slab,
    soft,
    spot,
    sunburst,
)
from models.poster.parts.picture import lay, lay_round
from models.poster.parts.signs import Plate, engrave, hang, letter, seal
from models.poster.print.formats import Format
from models.poster.print.page import Page, Pen, Soft, circle, number, polygon, rectangle, rounded_path
from models.poster.qr import Code


@blank_sheet.register
def _page(size: Format, ground: str = PAPER) -> Page:
    return Page(size, ground)


@pen_on.register
def _pen(ground: Page) -> Pen:
    return Pen(ground)


@slab.register
def _slab(ground: Page, box: Rect, colour: str, radius: int) -> None:
    ground.fill(colour, rounded_path(*box, radius))


@spot.register
def _spot(ground: Page, x: int, y: int, radius: int, colour: str) -> None:
    ground.fill(colour, circle(x, y, radius))


@sunburst.register
def _sunburst(ground: Page, x: int, y: int, colour: str) -> None:
    ground.fill(colour, *(polygon(beam) for beam in beams(x, y, 2 * ground.height)))


@shadow.register
def _shadow(ground: Page, box: Rect, shade: Shade, on: str = "") -> None:
    mask = soft((box[2] - box[0], box[3] - box[1]), shade)
    x, y = box[0] - 2 * shade.blur, box[1] - 2 * shade.blur + shade.drop
    ground.softs.append(Soft(shade.colour, mask))
    place = f"{mask.width} 0 0 {-mask.height} {x} {y + mask.height} cm"
    ground.marks.append(f"q {place} /S{len(ground.softs) - 1} Do Q")


@lay.register
def _lay(ground: Page, data: bytes | None, box: Rect, radius: int = 0, around: str = PAPER) -> None:
    """The stored square as it is, clipped to the frame. Across the whole of an A4 its 1080 pixels are 131 dpi, which is
    enough for a window that is looked at from a step away, and no style shows it larger than that."""
    _photo(ground, data, box, rounded_path(*box, radius) if radius else rectangle(*box))


@lay_round.register
def _lay_round(ground: Page, data: bytes | None, x: int, y: int, radius: int) -> None:
    _photo(ground, data, (x - radius, y - radius, x + radius, y + radius), circle(x, y, radius))


def _photo(ground: Page, data: bytes | None, box: Rect, frame: str) -> None:
    """Goods without a picture get a plain sheet of darker paper, as on the screen."""
    if data is None:
        ground.fill(SHADE, frame)
        return
    left, top, right, bottom = box
    side = max(right - left, bottom - top)
    x, y = (left + right - side) / 2, (top + bottom + side) / 2
    ground.photos.append(data)
    place = f"{side} 0 0 {-side} {number(x)} {number(y)} cm"
    ground.marks.append(f"q {frame} W n {place} /P{len(ground.photos) - 1} Do Q")


@hang.register
def _hang(ground: Page, plate: Plate, x: int, y: int, ink: str, paper: str) -> None:
    slab(ground, (x, y, x + plate.width, y + plate.height), ink, plate.radius)
    letter(Pen(ground), plate, x, y, ink, paper)


@seal.register
def _seal(ground: Page, name: str, x: int, y: int, side: int) -> Rect:
    box = (x, y, x + side, y + side)
    slab(ground, box, SEAL, round(side * 0.16))
    engrave(Pen(ground), name, x, y, side)
    return box


@stamp.register
def _stamp(ground: Page, code: Code, right: int, bottom: int, *, paper: str = PAPER) -> Rect:
    """All dark modules are one shape of as few rectangles as their rows have runs."""
    left, top = right - code.side, bottom - code.side
    ground.fill(paper, rectangle(left, top, right, bottom))
    runs = []
    for number_of_row, row in enumerate(code.rows):
        y, place = top + number_of_row * code.module, left
        for dark, run in groupby(row):
            wide = len(list(run)) * code.module
            if dark:
                runs.append(rectangle(place, y, place + wide, y + code.module))
            place += wide
    ground.fill(BLACK, *runs)
    return left, top, right, bottom
