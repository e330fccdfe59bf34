"""A picture of an order to keep: its number as a sign, what it is, and a code that opens its page. Whoever has the
picture has the order's address; it says so.

Apart from keepsake.py, because what draws is loaded by those alone who draw.
"""

from io import BytesIO

from PIL import Image, ImageDraw

from models.kernel.errors import N_, Refused, Say
from models.poster import qr
from models.poster.parts.code import stamp
from models.poster.parts.paper import INK, INK_2, INK_3, LINE, PAPER, blank_sheet, pen_on
from models.poster.parts.signs import Plate, draw_figures
from models.poster.proof import read_qr
from models.poster.typeset import fit, legible, line, write_block
from models.trade.order.keepsake import Keepsake

SIZE = (1080, 1350)
_EDGE, _PITCH = 72, 0.74
_MOST_LINES, _MOST_PLATES = 4, 2
_QUALITY = 90


def draw_keepsake(kept: Keepsake, address: str, day: str, say: Say) -> bytes:
    """A JPEG, its code read back. `address` is the order's page, `day` when it was placed, `say` turns a msgid into
    words. Raises Refused where the code cannot be read."""
    for boost in (False, True):
        jpeg = _drawn(kept, qr.make(address, boost), day, say)
        if read_qr(jpeg) == address:
            return jpeg
    raise Refused("", N_("这张图上的二维码没能读出来，复制地址也一样"))


def _drawn(kept: Keepsake, code: qr.Code, day: str, say: Say) -> bytes:
    ground = blank_sheet(SIZE)
    pen, width = pen_on(ground), SIZE[0] - 2 * _EDGE
    size = round(width / ((len(kept.number) - 1) * _PITCH + 0.56))
    line(pen, say(N_("订单")), (_EDGE, 118), 40, INK_2)
    _at_right(pen, say(N_("%(day)s下单"), day=day), 118, 36, INK_3)
    draw_figures(pen, kept.number, (_EDGE, 250), size, INK, _PITCH)
    pen.rectangle((_EDGE, 296, SIZE[0] - _EDGE, 302), fill=INK)
    y = _what(pen, kept, 344, say)
    pen.rectangle((_EDGE, y, SIZE[0] - _EDGE, y + 2), fill=LINE)
    line(pen, say(N_("合计")), (_EDGE, y + 78), 40, INK_2)
    _at_right(pen, f"¥{kept.total}", y + 84, 60, INK, 700)
    box = stamp(ground, code, SIZE[0] - _EDGE, SIZE[1] - _EDGE)
    _foot(ground, pen, kept, box[0] - code.quiet - _EDGE, say)
    held = BytesIO()
    ground.save(held, "JPEG", quality=_QUALITY, subsampling="4:2:0")
    return held.getvalue()


def _what(pen: ImageDraw.ImageDraw, kept: Keepsake, y: float, say: Say) -> float:
    """The first few lines, and how many more there are; returns where the next thing may stand."""
    for words, pieces in kept.lines[:_MOST_LINES]:
        _at_right(pen, f"× {pieces}", y + 40, 40, INK_2)
        title = fit(legible(words)[0], SIZE[0] - 2 * _EDGE - 140, 60, (42,), 1.3, 500, most=1)
        write_block(pen, title, (_EDGE, y), INK)
        y += 76
    rest = len(kept.lines) - _MOST_LINES
    if rest > 0:
        line(pen, say(N_("还有 %(count)s 样"), count=rest), (_EDGE, y + 34), 36, INK_3)
        y += 66
    return y + 8


def _foot(ground: Image.Image, pen: ImageDraw.ImageDraw, kept: Keepsake, width: int, say: Say) -> None:
    """What to do with it, and whom not to give it; above that, the shops' plates."""
    warned = fit(say(N_("谁有这张图，谁就能打开订单：留给自己，别发给别人。")), width, 160, (32, 30, 28), 1.45)
    told = fit(say(N_("扫码看这个订单：到哪里了，也能改地址、申请售后。")), width, 220, (42, 38, 34, 30), 1.4, 600)
    y = SIZE[1] - _EDGE - warned.height
    write_block(pen, warned, (_EDGE, y), INK_3)
    y -= 28 + told.height
    write_block(pen, told, (_EDGE, y), INK)
    for number in kept.shops[:_MOST_PLATES]:
        plate = Plate(number, 44)
        y -= 24 + plate.height
        plate.draw(ground, _EDGE, y, INK, PAPER)


def _at_right(pen: ImageDraw.ImageDraw, words: str, baseline: float, size: int, ink: str, weight: int = 400) -> None:
    block = fit(words, SIZE[0], 2 * size, (size,), 1.2, weight, most=1)
    line(pen, words, (SIZE[0] - _EDGE - block.width, baseline), size, ink, weight)
