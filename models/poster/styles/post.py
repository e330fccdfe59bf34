"""动态, the post: what the shop has just told, its first picture above, its words below, signed beside the code."""

from PIL import Image, ImageDraw

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.names import draw_signature, louder
from models.poster.parts.paper import INK, INK_3, SEAL, Rect, blank_sheet, pen_on, shape
from models.poster.parts.picture import lay
from models.poster.parts.signs import CALL, Plate, seal
from models.poster.qr import Code
from models.poster.sheet import Sheet
from models.poster.styles import Drawing, Style
from models.poster.typeset import Block, fit, line, write_block

# A page is read from its paper, at any slant: bench/scan.py.
_EDGES = {"tall": 64, "page": 76, "short": 64}
# How tall the picture is: many words take room from it.
_PICTURES = {"tall": (1080, 960, 840, 680), "page": (760, 660, 560, 440), "short": (700, 620, 520, 400)}
_SIZES = (66, 62, 58, 54, 50, 47, 44, 41, 38, 36, 34, 32, 30)
# Alone on the sheet the words may be as loud as a letter's.
_ALONE = (132, 120, 110, 100, 92, 84, 78, 72, *_SIZES)
_ABOVE, _STONE = 64, 92


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    width, height = size
    edge = _EDGES[shape(size)]
    ground = blank_sheet(size)
    box = stamp(ground, code, width - edge, height - edge)
    pen = pen_on(ground)
    plate = Plate(sheet.shop_number, 50)
    # Below a line's last hanzi its letters reach a little lower.
    ceiling = box[1] - code.quiet - 14
    picture, top, words = _composed(sheet, size, edge + plate.height, ceiling)
    if picture:
        lay(ground, sheet.picture, (0, 0, width, picture))
    else:
        pen.rectangle((edge, top - _ABOVE, edge + 119, top - _ABOVE + 9), fill=SEAL)
    plate.draw(ground, edge, edge)
    write_block(pen, words, (edge, top + min(60 if picture else 240, (ceiling - top - words.height) * 0.35)), INK)
    _foot(ground, pen, sheet, edge, box, code)
    return Drawing(ground, box)


def _composed(sheet: Sheet, size: tuple[int, int], plate: int, ceiling: int) -> tuple[int, int, Block]:
    """How tall the picture is (0: there is none), where the words begin, and the words. The first picture beside which
    all of them fit; past the last they end in an ellipsis."""
    text = sheet.reason.strip() or sheet.introduction.strip() or sheet.shop_name
    edge = _EDGES[shape(size)]
    sizes = louder(text, _SIZES, 108) if sheet.picture else louder(text, _ALONE, 200)
    for picture in _PICTURES[shape(size)] if sheet.picture else (0,):
        top = picture + _ABOVE if picture else plate + 2 * _ABOVE
        words = fit(text, size[0] - 2 * edge, ceiling - top, sizes, 1.52, 500, near=0.7)
        if not words.cut:
            break
    return picture, top, words


def _foot(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, edge: int, box: Rect, code: Code) -> None:
    seal(ground, sheet.keeper_name, edge, box[3] - _STONE, _STONE)
    left = edge + _STONE + 24
    draw_signature(pen, sheet, (left, box[3] - 56), 34, box[0] - code.quiet - 12 - left)
    line(pen, CALL, (left, box[3] - 7), 30, INK_3)


STYLE = Style("post", N_("动态"), 1, "post", 6, draw)
