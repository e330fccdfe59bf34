"""节, the festival: seal red for the big sales days, the goods in a moon gate, the offer below on a torn-off ticket."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from models.kernel.errors import N_
from models.poster.parts.code import stamp
from models.poster.parts.names import draw_signature, louder
from models.poster.parts.paper import (
    CARD,
    INK,
    INK_2,
    INK_3,
    LINE,
    PAPER,
    SEAL,
    SEAL_DEEP,
    SEAL_INK,
    Rect,
    blank_sheet,
    pen_on,
    shape,
    slab,
    spot,
    sunburst,
)
from models.poster.parts.picture import lay_round
from models.poster.parts.signs import CALL, Plate, Price, seal, struck
from models.poster.qr import Code
from models.poster.sheet import Sheet
from models.poster.styles import Drawing, Style
from models.poster.typeset import Block, fit, line, width_of, write_block

_EDGE, _CARD, _NOTCH, _RAY = 72, 48, 20, "#BF2E1C"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the middle of the gate is, how wide it is, and how tall the ticket is above the code."""

    middle: int
    radius: int
    head: int


_TALL = (_Plan(560, 400, 190), _Plan(500, 340, 330), _Plan(440, 290, 480), _Plan(410, 262, 590))
_SHORT = (_Plan(357, 243, 170), _Plan(317, 207, 250), _Plan(271, 171, 340), _Plan(226, 126, 450))
_PAGE = (_Plan(395, 275, 178), _Plan(343, 229, 280), _Plan(243, 143, 470), _Plan(226, 126, 520))
_SIZES = (46, 44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24)
_PLANS = {"tall": _TALL, "page": _PAGE, "short": _SHORT}


def draw(sheet: Sheet, size: tuple[int, int], code: Code) -> Drawing:
    width, height = size
    pad = max(_CARD + 8, code.quiet + 14)
    plan = _plan(sheet, _PLANS[shape(size)])
    ground = _ground(size, plan).copy()
    title = _title(sheet, width - 2 * _CARD - 96)
    head = max(plan.head, _tear_at(title) + _NOTCH + code.quiet + 4)
    ticket = (_CARD, height - _CARD - code.side - pad - head, width - _CARD, height - _CARD)
    lay_round(ground, sheet.picture, width // 2, plan.middle, plan.radius)
    Plate(sheet.shop_number, 46).draw(ground, _EDGE, _EDGE - 8, PAPER, INK)
    slab(ground, ticket, CARD, 36)
    box = stamp(ground, code, ticket[2] - pad, ticket[3] - pad, paper=CARD)
    _offer(ground, sheet, plan.middle + plan.radius + 16, ticket[1])
    _words(ground, sheet, title, ticket, box, code)
    return Drawing(ground, box)


def _title(sheet: Sheet, room: int) -> Block:
    block = fit(sheet.title or "", room, 150, (60, 56, 52), 1.3, 700, most=1)
    return fit(sheet.title or "", room, 150, (54, 50, 46, 42, 38, 36), 1.3, 700, most=2) if block.cut else block


def _plan(sheet: Sheet, plans: tuple[_Plan, ...]) -> _Plan:
    """The more words, the taller the ticket: about as many as its room beside the code and above it can hold. A line
    that the keeper ends early takes the room of a whole one."""
    lines = sheet.reason.strip().splitlines()
    count = width_of(sheet.reason, 1) + 10 * max(0, len(lines) - 1)
    count += 24 if width_of(sheet.title or "", 1) > 16 else 0
    return plans[0] if count < 48 else plans[1] if count < 90 else plans[2] if count < 160 else plans[3]


@lru_cache(maxsize=2, typed=True)
def _ground(size: tuple[int, int], plan: _Plan) -> Image.Image:
    """Broad rays of a deeper red from the gate outwards, and the gate's frame: drawn once, then copied."""
    ground = blank_sheet(size, SEAL)
    sunburst(ground, size[0] // 2, plan.middle, _RAY)
    spot(ground, size[0] // 2, plan.middle, plan.radius + 26, SEAL_DEEP)
    spot(ground, size[0] // 2, plan.middle, plan.radius + 16, PAPER)
    return ground


def _offer(ground: Image.Image, sheet: Sheet, top: int, bottom: int) -> None:
    """The price on the red between gate and ticket, as large as it goes."""
    pen = pen_on(ground)
    if not sheet.price:
        return
    was = width_of(f"¥{sheet.was}", 44) + 40 if sheet.was else 0
    price = Price.within(sheet.price, min(190, round((bottom - top) * 0.7)), ground.width - 160 - was, sheet.is_least)
    left = (ground.width - price.width - was) / 2
    baseline = (top + bottom) / 2 + price.size * 0.3665
    price.draw(pen, left, baseline, SEAL_INK)
    if sheet.was:
        struck(pen, sheet.was, left + price.width + 40, baseline - 4, 44, "#F4C9BE")


def _words(ground: Image.Image, sheet: Sheet, title: Block, ticket: Rect, box: Rect, code: Code) -> None:
    pen = pen_on(ground)
    left = ticket[0] + 48
    write_block(pen, title, (left, ticket[1] + 44), INK)
    tear = ticket[1] + _tear_at(title)
    _tear(ground, ticket, tear)
    # Small letters are set on whole pixels, which makes a line of them a little wider than it was reckoned.
    foot, room = box[3] - 84, box[0] - code.quiet - 18 - left
    words, tall = sheet.reason.strip(), foot - 36 - tear - 36
    name = fit(sheet.shop_name, room, tall, (64, 56, 50, 44, 40, 36, 32), 1.3, 700) if not words else None
    block = name or fit(words, room, tall, louder(words, _SIZES, 92), 1.5)
    write_block(pen, block, (left, tear + 36 + max(0, (tall - block.height) * 0.4)), INK if name else INK_2)
    seal(ground, sheet.keeper_name, left, foot, 84)
    draw_signature(pen, sheet, (left + 104, foot + 34), 32, room - 104)
    line(pen, CALL, (left + 104, foot + 78), 28, INK_3)


def _tear_at(title: Block) -> int:
    return 44 + title.height + 34


def _tear(ground: Image.Image, ticket: Rect, y: int) -> None:
    """The tear line: a notch at either edge of the ticket, and dashes between."""
    pen = pen_on(ground)
    for x in (ticket[0], ticket[2]):
        spot(ground, x, y, _NOTCH, SEAL)
    for x in range(ticket[0] + 36, ticket[2] - 40, 24):
        pen.rectangle((x, y - 1, x + 11, y + 1), fill=LINE)


STYLE = Style("festival", N_("节"), 3, "goods", 3, draw)
