"""The styles: one file each. A file in this folder that holds a `STYLE` is a style, and nothing else needs to know."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from models.kernel.kinds import kinds_in
from models.poster.parts.paper import Rect
from models.poster.qr import Code
from models.poster.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture, and where on it the code stands, without its quiet zone."""

    picture: Image.Image
    box: Rect


@dataclass(frozen=True, slots=True)
class Style:
    """`words` is its name for people, a msgid. `design` counts up whenever the style draws differently, so that posters
    made before are made anew. `shows` says what the style is for: "goods", "shop", "post", or "any".
    `place` is its rank in lists."""

    name: str
    words: str
    design: int
    shows: str
    place: int
    draw: Callable[[Sheet, tuple[int, int], Code], Drawing]

    def suits(self, sheet: Sheet) -> bool:
        about = "post" if sheet.is_post else "shop" if sheet.title is None else "goods"
        return self.shows in ("any", about)


def styles() -> dict[str, Style]:
    """Every style by name, in the order of their places."""
    return kinds_in(__name__, "STYLE")
