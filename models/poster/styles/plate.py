"""门牌, the door plate: a card with nothing but the number, the name and the code."""

from PIL import Image, ImageDraw

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.paper import CARD, INK, INK_2, INK_3, PAPER, Shade, blank_sheet, pen_on, shadow, shape, slab
from models.poster.parts.signs import draw_figures, figures_width, seal
from models.poster.qr import Code
from models.poster.sheet import Sheet
from models.poster.styles import Drawing, Style
from models.poster.typeset import fit, line, width_of, write_block

_EDGE, _PITCH = 72, 0.78
_CODES = {"tall": 400, "page": 425, "short": 375}


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    """Number on the plate above, name and code on the paper below, all on one axis."""
    width, height = size
    ground = blank_sheet(size)
    pen = pen_on(ground)
    code = code.at(max(code.module, round(_CODES[shape(size)] / len(code.rows))))
    plate = (_EDGE, _EDGE, width - _EDGE, round(height * 0.3))
    shadow(ground, plate, Shade(48, 30, 20, INK, 0.3), on=PAPER)
    slab(ground, plate, INK, 48)
    middle = (plate[1] + plate[3]) / 2
    figure = 184
    wide = figures_width(sheet.shop_number, figure, _PITCH)
    label = width_of("门牌号", 44) + 44
    line(pen, "门", ((width - label) / 2, middle - 68), 44, "#B9AFA1")
    line(pen, "牌", ((width - 44) / 2, middle - 68), 44, "#B9AFA1")
    line(pen, "号", ((width + label) / 2 - 44, middle - 68), 44, "#B9AFA1")
    draw_figures(pen, sheet.shop_number, ((width - wide) / 2, middle + 112), figure, PAPER, _PITCH)
    foot = height - _EDGE - (40 if height > 1600 else 8)
    call = "扫一扫，进店看看"
    line(pen, call, ((width - width_of(call, 36)) / 2, foot), 36, INK_3)
    bottom = foot - 36 - code.quiet - 12
    right = (width + code.side) // 2
    rim = 3 * code.module
    card = (right - code.side - rim, bottom - code.side - rim, right + rim, bottom + rim)
    slab(ground, card, CARD, 36)
    box = stamp(ground, code, right, bottom, paper=CARD)
    _name(ground, pen, sheet, plate[3], card[1])
    return Drawing(ground, box)


def _name(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, top: int, bottom: int) -> None:
    stone = 96
    room = bottom - top
    sizes = (112, 100, 88, 76, 66, 58, 50, 44, 38)
    name = fit(sheet.shop_name, ground.width - 2 * _EDGE - 60, room - stone - 120, sizes, 1.25, 700, most=3)
    spare = room - name.height - 52 - stone
    y = top + spare * 0.52
    write_block(pen, name, (_EDGE + 30, y), INK, "center", ground.width - 2 * _EDGE - 60)
    keeper = f"掌柜 {sheet.keeper_name}"
    wide = stone + 28 + width_of(keeper, 42)
    left = round((ground.width - wide) / 2)
    seal(ground, sheet.keeper_name, left, round(y + name.height + 52), stone)
    line(pen, keeper, (left + stone + 28, y + name.height + 52 + stone / 2 + 16), 42, INK_2)


STYLE = Style("plate", N_("门牌卡"), 1, "any", 5, draw)
