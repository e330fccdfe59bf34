"""荐语, the letter: the keeper's words rule, signed and sealed; the goods lie beneath on a card with the code."""

from PIL import Image, ImageDraw

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.names import draw_signature
from models.poster.parts.paper import (
    CARD,
    INK,
    INK_2,
    INK_3,
    PAPER,
    SEAL,
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
from models.poster.typeset import Block, fit, line, write_block

_EDGE, _CARD, _PAD, _CODE = 96, 48, 48, 400
_SIZES = (
    320,
    280,
    248,
    218,
    188,
    168,
    150,
    136,
    124,
    112,
    102,
    94,
    86,
    80,
    74,
    68,
    64,
    60,
    56,
    52,
    48,
    46,
    44,
    42,
    40,
    38,
    36,
    34,
    32,
    30,
)


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    width, height = size
    tall = shape(size) == "tall"
    # Beside a picture full of marks a larger code is read from afar where the usual one is not: bench/scan.py.
    code = code.at(max(code.module, round(_CODE / len(code.rows)))) if tall else code
    ground = blank_sheet(size)
    pad = max(_PAD, code.quiet)
    head = None if tall else _head(sheet, width - 2 * _CARD - 2 * _PAD)
    card_height = code.side + (pad + 452 if tall else 2 * pad + 12 + (head.height + 56 if head else 0))
    card = (_CARD, height - _CARD - card_height, width - _CARD, height - _CARD)
    _letter(ground, sheet, card[1], tall)
    shadow(ground, card, Shade(44, 34, 22, "#4A3A24", 0.26), on=PAPER)
    slab(ground, card, CARD, 44)
    box = stamp(ground, code, card[2] - pad, card[3] - pad - (0 if tall else 6), paper=CARD)
    if tall:
        _standing(ground, sheet, card, box, code)
    else:
        _lying(ground, sheet, card, box, code, head)
    return Drawing(ground, box)


def _letter(ground: Image.Image, sheet: Sheet, bottom: int, tall: bool) -> None:
    pen = pen_on(ground)
    stone = 128 if tall else 104
    top, foot = (132 if tall else 88), bottom - (64 if tall else 44)
    words = _words(sheet, ground.width - 2 * _EDGE, foot - stone - 56 - (top + 64), tall)
    spare = max(0, foot - stone - 56 - (top + 64) - words.height)
    rule = top + (spare * 0.2 if tall else 0)
    pen.rectangle((_EDGE, rule, _EDGE + 119, rule + 9), fill=SEAL)
    write_block(pen, words, (_EDGE, top + 64 + spare * 0.42), INK)
    seal(ground, sheet.keeper_name, ground.width - _EDGE - stone, foot - stone, stone)
    if not tall:
        plate = Plate(sheet.shop_number, 40)
        plate.draw(ground, ground.width - _EDGE - plate.width, 56)
    draw_signature(pen, sheet, (_EDGE, foot - stone / 2 + 15), 40, ground.width - 2 * _EDGE - stone - 40, (INK, INK_2))


def _words(sheet: Sheet, width: int, height: int, tall: bool) -> Block:
    """A keeper without words lets the goods' name speak."""
    text = sheet.reason.strip() or sheet.title or ""
    return fit(text, width, height, _SIZES if tall else _SIZES[3:], 1.5, 500)


def _head(sheet: Sheet, width: int) -> Block | None:
    """On a flat card the goods' name stands across it, unless the letter itself says it."""
    if not sheet.reason.strip():
        return None
    block = fit(sheet.title or "", width, 60, (50, 47, 44), 1.3, 600, most=1)
    return fit(sheet.title or "", width, 110, (44, 42, 40, 38, 36, 34, 32), 1.3, 600, most=2) if block.cut else block


def _standing(ground: Image.Image, sheet: Sheet, card: Rect, box: Rect, code: Code) -> None:
    """The tall card: picture and plate at the left, name and price over the code."""
    pen = pen_on(ground)
    left, top = card[0] + _PAD, card[1] + _PAD
    square = box[0] - code.quiet - left
    # The plate is as wide as the picture; a larger code makes both narrower.
    plate = Plate(sheet.shop_number, int(52 * square / Plate(sheet.shop_number, 52).width))
    square = min(square, box[3] - 48 - 30 - plate.height - 40 - top)
    _picture(ground, sheet, left, top, square)
    plate.draw(ground, left, box[3] - 60 - plate.height)
    line(pen, CALL, (left, box[3] - 6), 30, INK_2)
    y = _title(pen, sheet, box[0], top, box[2] - box[0], 146 if sheet.was else 190)
    _price(pen, sheet, box[0], (y + box[1] - code.quiet) / 2 + (20 if sheet.was else 4), 100, box[2] - box[0])


def _lying(ground: Image.Image, sheet: Sheet, card: Rect, box: Rect, code: Code, head: Block | None) -> None:
    """The flat card: the name, below it picture, price and code; the plate stands at the head of the letter."""
    pen = pen_on(ground)
    left, top = card[0] + _PAD, box[1]
    square = min(256, code.side - 64)
    x, right = left + square + 30, box[0] - code.quiet
    _picture(ground, sheet, left, top, square)
    line(pen, CALL, (left, box[3] - 4), 30, INK_2)
    if head:
        write_block(pen, head, (left, card[1] + _PAD - 4), INK)
        _price(pen, sheet, x, top + square / 2 + (22 if sheet.was else 0), 96, right - x)
        return
    _price(pen, sheet, x, top + square - 38, 76, right - x)
    _introduction(pen, sheet, x, top, right - x, square - (142 if sheet.was else 96))


def _picture(ground: Image.Image, sheet: Sheet, x: int, y: int, side: int) -> None:
    lay(ground, sheet.picture, (x, y, x + side, y + side), 26, CARD)


def _title(pen: ImageDraw.ImageDraw, sheet: Sheet, x: int, y: int, room: int, height: int) -> float:
    """The goods' name; where the letter itself says it, the shop's introduction."""
    if not sheet.reason.strip():
        return _introduction(pen, sheet, x, y, room, height)
    sizes = (52, 49, 46, 44, 42, 40, 38, 36, 34, 32, 30, 28, 26)
    return write_block(pen, fit(sheet.title or "", room, height, sizes, 1.32, 600, most=4, near=0.9), (x, y - 2), INK)


def _introduction(pen: ImageDraw.ImageDraw, sheet: Sheet, x: int, y: int, room: int, height: int) -> float:
    if sheet.introduction.strip():
        return write_block(
            pen, fit(sheet.introduction, room, height, (36, 34, 32, 30, 28), 1.48, 400, most=4), (x, y), INK_2
        )
    return y


def _price(pen: ImageDraw.ImageDraw, sheet: Sheet, x: int, middle: float, size: int, room: int) -> None:
    """The price around a height; an earlier one stands struck through over or under it, wherever there is room."""
    if not sheet.price:
        return
    price = Price.within(sheet.price, size, room, sheet.is_least)
    baseline = middle + price.size * 0.3665
    price.draw(pen, x, baseline, INK)
    if sheet.was:
        struck(pen, sheet.was, x + 4, baseline - price.size * 0.733 - 22, 30, INK_3)


STYLE = Style("letter", N_("荐语"), 2, "goods", 2, draw)
