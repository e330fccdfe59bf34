"""The goods' picture, from the bytes of its stored square to the frame of a poster."""

from functools import singledispatch
from io import BytesIO

from PIL import Image

from models.poster.parts.paper import PAPER, SHADE, Rect, framed, medallion

_ENOUGH = 0.88  # A frame almost as large as the decoded square is cut from it, which costs nothing and blurs nothing.


@singledispatch
def lay(ground: Image.Image, data: bytes | None, box: Rect, radius: int = 0, around: str = PAPER) -> None:
    """Fills a frame with the picture. The corners are rounded where the ground around them has one colour."""
    shown = picture(data, box[2] - box[0], box[3] - box[1])
    if radius:
        framed(ground, shown, box[0], box[1], radius, around)
    else:
        ground.paste(shown, box[:2])


@singledispatch
def lay_round(ground: Image.Image, data: bytes | None, x: int, y: int, radius: int) -> None:
    """The picture in a disc around a point."""
    medallion(ground, picture(data, 2 * radius, 2 * radius), x - radius, y - radius)


def picture(data: bytes | None, width: int, height: int) -> Image.Image:
    """The middle of the square that fills the frame. A frame of half the square or less is decoded at half size.
    Goods without a picture get a plain sheet of darker paper."""
    if data is None:
        return Image.new("RGB", (width, height), SHADE)
    side = max(width, height)
    square = _decoded(data, side)
    if not _ENOUGH * square.width <= side <= square.width:
        square = square.resize((side, side), Image.Resampling.BILINEAR)
    left, top = (square.width - width) // 2, (square.height - height) // 2
    return square if (width, height) == square.size else square.crop((left, top, left + width, top + height))


def _decoded(data: bytes, side: int) -> Image.Image:
    with Image.open(BytesIO(data)) as stored:
        stored.draft("RGB", (side, side))
        stored.load()
        return stored if stored.mode == "RGB" else stored.convert("RGB")
