"""橱窗, the shop window: the picture rules; under it the words, the shop's name and the code."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.names import draw_signature, louder, nameplate
from models.poster.parts.paper import (
    INK,
    INK_2,
    INK_3,
    SEAL,
    SEAL_INK,
    Rect,
    Shade,
    blank_sheet,
    pen_on,
    shadow,
    shape,
    slab,
)
from models.poster.parts.picture import lay
from models.poster.parts.signs import CALL, Plate, Price, seal, struck
from models.poster.qr import Code
from models.poster.sheet import Sheet
from models.poster.styles import Drawing, Style
from models.poster.typeset import Block, fit, line, width_of, write_block

# A page is read from its paper, at any slant: with less margin WeChat's detector misses one in thirty (bench/scan.py).
_EDGES = {"tall": 64, "page": 76, "short": 64}
_GAP = 52
_LOUD = 72  # At this size a quotation mark that hangs out at the left still stays 3 mm inside of an A6.


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to share the sheet: how tall the picture is, whether the words stand beside the code or above it, and in
    which sizes."""

    picture: int
    beside: bool
    sizes: tuple[int, ...]
    title: tuple[int, ...]


_TALL = (
    _Plan(1080, True, (60, 55, 50, 46, 43, 40), (70, 66, 62, 58, 54, 50, 46)),
    _Plan(1000, True, (42, 40, 38), (62, 58, 54, 50, 46)),
    _Plan(890, False, (42, 40, 38, 36), (60, 56, 52, 48, 44)),
    _Plan(800, False, (36, 34, 32, 30), (56, 52, 48, 44)),
)
_SHORT = (
    _Plan(740, True, (46, 42, 40, 38, 36), (58, 54, 50, 46, 42)),
    _Plan(710, True, (36, 34, 32), (54, 50, 46, 42)),
    _Plan(670, True, (34, 32, 30, 28), (50, 46, 42)),
    _Plan(530, False, (32, 30, 28), (50, 46, 42)),
    _Plan(470, False, (32, 30, 28), (50, 46, 42)),
    _Plan(410, False, (32, 30, 28), (50, 46, 42)),
    _Plan(360, False, (30, 28, 26), (46, 42, 38)),
)
_PAGE = (
    _Plan(790, True, (54, 50, 46, 42, 40), (72, 68, 64, 60, 56, 52)),
    _Plan(740, True, (42, 40, 38, 36), (62, 58, 54, 50, 46)),
    _Plan(650, True, (38, 36, 34), (58, 54, 50, 46, 42)),
    _Plan(500, False, (36, 34, 32), (54, 50, 46, 42)),
    _Plan(440, False, (34, 32, 30, 28), (50, 46, 42)),
    _Plan(390, False, (32, 30, 28), (46, 42, 38)),
)
_PLANS = {"tall": _TALL, "page": _PAGE, "short": _SHORT}


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    width, height = size
    ground, edge = blank_sheet(size), _EDGES[shape(size)]
    box = stamp(ground, code, width - edge, height - edge)
    plan, title, words = _composed(sheet, size, box, code)
    lay(ground, sheet.picture, (0, 0, width, plan.picture))
    Plate(sheet.shop_number, 50).draw(ground, edge, edge)
    pen = pen_on(ground)
    if sheet.price:
        _price(ground, pen, sheet, plan.picture, edge)
    y = write_block(pen, title, (edge, _top(plan)), INK)
    if words is not None:
        _words(pen, words, plan, (edge, y), box, code)
    if words is None or not plan.beside:
        _sign(ground, pen, sheet, edge, box, code)
    else:
        _foot(ground, pen, sheet, edge, box, code)
    return Drawing(ground, box)


def _top(plan: _Plan) -> int:
    return plan.picture + 118


def _column(edge: int, box: Rect, code: Code) -> int:
    return box[0] - code.quiet - 12 - edge


def _ceiling(box: Rect, code: Code) -> int:
    """Down to where words may stand over the code: below a line's last hanzi its letters reach a little lower."""
    return box[1] - code.quiet - 14


def _composed(sheet: Sheet, size: tuple[int, int], box: Rect, code: Code) -> tuple[_Plan, Block, Block | None]:
    """The first plan in which all the words fit; the last one cuts them."""
    plans = _PLANS[shape(size)]
    edge = size[0] - box[2]
    wide = size[0] - 2 * edge
    ceiling = _ceiling(box, code)
    if not sheet.reason.strip():
        return *_alone(sheet, wide, plans, ceiling), None
    for plan in plans:
        title = _title(sheet, wide, plan.title, ceiling - _top(plan))
        top = _top(plan) + title.height + _GAP
        bottom = box[3] - 92 - 44 if plan.beside else _ceiling(box, code)
        sizes = louder(sheet.reason, plan.sizes, _LOUD)
        words = fit(_spoken(sheet.reason), _column(edge, box, code) if plan.beside else wide, bottom - top, sizes, 1.56)
        if not words.cut and (not title.cut or len(title.lines) > 1):
            break
    return plan, title, words


def _alone(sheet: Sheet, wide: int, plans: tuple[_Plan, ...], ceiling: int) -> tuple[_Plan, Block]:
    """Without words the name may be larger, and take three lines."""
    for plan in plans:
        title = fit(sheet.title or "", wide, ceiling - _top(plan), (84, 78, *plan.title), 1.34, 700, most=3)
        if not title.cut:
            break
    return plan, title


def _title(sheet: Sheet, wide: int, sizes: tuple[int, ...], room: int) -> Block:
    """A short name stands on one line, larger than a long one's two."""
    block = fit(sheet.title or "", wide, room, tuple(range(sizes[0] + 20, sizes[0], -4)), 1.34, 700, most=1)
    return fit(sheet.title or "", wide, room, sizes, 1.34, 700, most=2, near=0.9) if block.cut else block


def _spoken(words: str) -> str:
    """The keeper's words in quotation marks, unless they bring their own."""
    return words if set(words) & set('“”"「」『』') else f"“{words.strip()}”"


def _price(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, below: int, edge: int) -> None:
    price = Price.within(sheet.price or "", 118, 480, sheet.is_least)
    right = ground.width - edge
    box = (right - round(price.width) - 92, below - 84, right, below + 78)
    shadow(ground, box, Shade(34, 22, 16, SEAL, 0.42))
    slab(ground, box, SEAL, 34)
    price.draw(pen, box[0] + 46, (box[1] + box[3]) / 2 + price.size * 0.3665, SEAL_INK)
    if sheet.was:
        struck(pen, sheet.was, box[0] - 36 - width_of(f"¥{sheet.was}", 36), below + 62, 36, INK_3)


def _words(pen: ImageDraw.ImageDraw, words: Block, plan: _Plan, at: tuple[int, float], box: Rect, code: Code) -> None:
    """The words stand a little above the middle of their room, where the eye expects them."""
    bottom = box[3] - 92 - 44 if plan.beside else _ceiling(box, code)
    spare = max(0.0, bottom - at[1] - _GAP - words.height)
    write_block(pen, words, (at[0], at[1] + _GAP + min(spare * 0.4, 90)), INK_2)


def _foot(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, edge: int, box: Rect, code: Code) -> None:
    seal(ground, sheet.keeper_name, edge, box[3] - 92, 92)
    left, room = edge + 92 + 24, _column(edge, box, code) - 116
    draw_signature(pen, sheet, (left, box[3] - 56), 34, room)
    line(pen, CALL, (left, box[3] - 7), 30, INK_3)


def _sign(ground: Image.Image, pen: ImageDraw.ImageDraw, sheet: Sheet, edge: int, box: Rect, code: Code) -> None:
    """Where no words stand beside the code, the shop's own name does."""
    name = nameplate(sheet, _column(edge, box, code), box[3] - 92 - 60 - box[1])
    write_block(pen, name, (edge, box[1]), INK)
    seal(ground, sheet.keeper_name, edge, box[3] - 92, 92)
    line(pen, f"掌柜 {sheet.keeper_name}", (edge + 116, box[3] - 56), 34, INK_2)
    line(pen, CALL, (edge + 116, box[3] - 7), 30, INK_3)


STYLE = Style("window", N_("橱窗"), 3, "goods", 1, draw)
