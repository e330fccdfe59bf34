"""The styles: one file each. A file in this folder that holds a `STYLE` is a style, and nothing else needs to know."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from PIL import Image

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
    """`design` counts up whenever the style draws differently, so that posters made before are made anew. `shows` says
    what the style is for: "goods", "shop", or "any". `place` is its rank in lists."""

    name: str
    chinese: str
    design: int
    shows: str
    place: int
    draw: Callable[[Sheet, tuple[int, int], Code], Drawing]

    def suits(self, sheet: Sheet) -> bool:
        return self.shows in ("any", "shop" if sheet.title is None else "goods")


@cache
def styles() -> dict[str, Style]:
    """Every style by name, in the order of their places."""
    found = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    known = sorted((module.STYLE for module in found if hasattr(module, "STYLE")), key=lambda style: style.place)
    return {style.name: style for style in known}
