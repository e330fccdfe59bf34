"""How a poster names the shop and its keeper, in a narrow place as in a wide one, and how loud it says few words."""

from PIL import ImageDraw

from models.poster.parts.paper import INK, INK_2
from models.poster.sheet import Sheet
from models.poster.typeset import Block, Point, fit, line, width_of

_FEW = 5  # em


def short(text: str, width: float, size: int, weight: int = 400) -> str:
    """The text, or as much of it as one line of this width holds, with an ellipsis."""
    if width_of(text, size, weight) <= width:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size, weight) > width:
        kept = kept[:-1]
    return f"{kept}…"


def draw_signature(draw: ImageDraw.ImageDraw, sheet: Sheet, at: Point, size: int, width: float,
              inks: tuple[str, str] = (INK, INK_2)) -> float:  # fmt: skip
    """The shop's name and, beside it where there is room, its keeper's. Returns the width."""
    x, baseline = at
    keeper = f"掌柜 {sheet.keeper_name}"
    room = width - width_of(keeper, size) - size * 1.2
    beside = width_of(sheet.shop_name, size, 600) <= room
    wide = line(draw, short(sheet.shop_name, width, size, 600), (x, baseline), size, inks[0], 600)
    if not beside:
        return wide
    middle = x + wide + size * 0.6
    draw.ellipse(
        (middle - size * 0.07, baseline - size * 0.44, middle + size * 0.07, baseline - size * 0.3), fill=inks[1]
    )
    return wide + size * 1.2 + line(draw, keeper, (x + wide + size * 1.2, baseline), size, inks[1])


def nameplate(sheet: Sheet, width: int, height: int, sizes: tuple[int, ...] = (72, 64, 56, 48, 42, 36, 32)) -> Block:
    return fit(sheet.shop_name, width, height, sizes, 1.3, 700)


def louder(words: str, sizes: tuple[int, ...], most: int) -> tuple[int, ...]:
    """The sizes for a keeper's words: a word or two would be lost where a sentence has room, and may be larger."""
    few = 0 < width_of(words.strip(), 1) <= _FEW
    return (*range(most, sizes[0], -6), *sizes) if few else sizes
