"""店招, the shop's own poster: the sign above, what the shop is about below, and the code. It shows no goods."""

from PIL import Image, ImageDraw

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.paper import INK, INK_3, PAPER, SEAL, blank_sheet, pen_on, shape
from models.poster.parts.signs import CALL, draw_figures, seal
from models.poster.qr import Code
from models.poster.sheet import Sheet
from models.poster.styles import Drawing, Style
from models.poster.typeset import Block, fit, line, write_block

_EDGE, _PITCH = 72, 0.82
_SIZES = (96, 88, 82, 76, 70, 64, 58, 54, 50, 46, 43, 40, 37, 34, 32)


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    width, height = size
    ground = blank_sheet(size)
    pen = pen_on(ground)
    edge, code, words = _composed(sheet, size, code)
    _sign(ground, pen, sheet, edge)
    box = stamp(ground, code, width - _EDGE, height - _EDGE)
    foot, top = box[3] - 96, edge + round(height * 0.05)
    if words:
        room = box[1] - code.quiet - top
        write_block(pen, words, (_EDGE, top + min(60, (room - words.height) * 0.4)), INK)
    seal(ground, sheet.keeper_name, _EDGE, foot, 96)
    line(pen, f"掌柜 {sheet.keeper_name}", (_EDGE + 120, foot + 40), 36, INK)
    line(pen, CALL, (_EDGE + 120, foot + 90), 30, INK_3)
    return Drawing(ground, box)


def _composed(sheet: Sheet, size: tuple[int, int], code: Code) -> tuple[int, Code, Block | None]:
    """How tall the sign is, the code, and the words: many words take room from the sign, and from a code on paper,
    which else is larger than it must be."""
    text = sheet.reason.strip() or sheet.introduction.strip()
    large = code.at(max(code.module, round(400 / len(code.rows)))) if shape(size) == "page" else code
    for share, chosen in ((0.46, large), (0.46, code), (0.41, code), (0.36, code)):
        edge = round(size[1] * share)
        room = size[1] - _EDGE - chosen.side - chosen.quiet - edge - round(size[1] * 0.05)
        words = fit(text, size[0] - 2 * _EDGE, room, _SIZES, 1.55, 500) if text else None
        if words is None or not words.cut:
            break
    return edge, chosen, words


def _sign(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, edge: int) -> None:
    """The whole upper part is the door plate: name first, the number across the full width under it."""
    width = ground.width
    pen.rectangle((0, 0, width, edge), fill=INK)
    pen.rectangle((0, edge, width, edge + 9), fill=SEAL)
    size = round((width - 2 * _EDGE) / (5 * _PITCH + 0.56))
    line(pen, "门牌号", (_EDGE, edge - 84 - size * 0.733 - 48), 40, "#B9AFA1")
    draw_figures(pen, sheet.shop_number, (_EDGE - size * 0.03, edge - 84), size, PAPER, _PITCH)
    room = round(edge - 84 - size * 0.733 - 48 - 40 - 60) - _EDGE
    name = fit(
        sheet.shop_name,
        width - 2 * _EDGE,
        room,
        (232, 208, 184, 160, 144, 132, 120, 106, 94, 84, 74, 66, 58, 50, 44),
        1.25,
        700,
        most=4,
    )
    write_block(pen, name, (_EDGE, _EDGE + 24), PAPER)


STYLE = Style("shop", N_("店招"), 1, "shop", 4, draw)
