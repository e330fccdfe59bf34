"""The demo network's own pictures, drawn, not photographed: no licence to clear and nothing to download.

draw(name) makes one picture of 1080 × 1080; NAMES says which there are. Every family of goods has its own module here.
"""

from collections.abc import Callable

from PIL import Image

from demo.art import books, care, dried, hair, hearth, home, logos, nuts, pantry, plush, sport, tea, toys, wear
from demo.art.brush import Canvas

DRAWINGS: dict[str, Callable[[], Canvas]] = {
    name: drawing
    for family in (tea, pantry, nuts, dried, care, hair, toys, plush, books, home, hearth, wear, sport, logos)
    for name, drawing in family.DRAWINGS.items()
}
NAMES: tuple[str, ...] = tuple(DRAWINGS)


def draw(name: str) -> Image.Image:
    """Draws one picture, the same at every call: RGB, 1080 × 1080. Raises KeyError for a name that is not in NAMES."""
    return DRAWINGS[name]().finished()
