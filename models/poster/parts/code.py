"""The code on its ground. What it says and how many modules it has is decided before."""

from functools import singledispatch

from PIL import Image

from models.poster.parts.paper import BLACK, PAPER, Rect
from models.poster.qr import Code


@singledispatch
def stamp(ground: Image.Image, code: Code, right: int, bottom: int, *, paper: str = PAPER) -> Rect:
    """Prints the code with its last module at (right, bottom). The style keeps its quiet zone free."""
    left, top = right - code.side, bottom - code.side
    ground.paste(code.image(BLACK, paper), (left, top))
    return left, top, right, bottom
