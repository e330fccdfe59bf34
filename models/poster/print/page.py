"""A page, and the pen on it: to a style they are an image and its pen, but they keep shapes instead of pixels.

Coordinates are the style's, from the upper left corner downwards; binding.py turns the whole once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageColor, ImageDraw

from models.poster.print.formats import Format
from models.poster.print.subset import Subset
from models.poster.typeset.faces import Face

_ROUND = 0.5523  # How far the handles of a Bézier curve reach for a quarter of a circle.
_OVER = 4  # The ground reaches over the edge, so that rounding never leaves a hair of white there.


@dataclass(frozen=True, slots=True)
class Soft:
    """One colour through a mask of grey: a shadow."""

    colour: str
    mask: Image.Image


class Page(Image.Image):
    """`marks` are PDF operators; what they name is in `fonts`, `photos` (JPEG as stored) and `softs`."""

    def __init__(self, form: Format, ground: str) -> None:
        super().__init__()
        self.form = form
        self.marks: list[str] = []
        self.fonts: dict[tuple[Face, int], Subset] = {}
        self.photos: list[bytes] = []
        self.softs: list[Soft] = []
        width, height = form
        self.fill(ground, rectangle(-_OVER, -_OVER, width + _OVER, height + _OVER))

    @property
    def size(self) -> tuple[int, int]:
        return self.form[0], self.form[1]

    def copy(self) -> "Page":
        other = Page(self.form, "#FFFFFF")
        other.marks, other.fonts = [*self.marks], dict(self.fonts)
        other.photos, other.softs = [*self.photos], [*self.softs]
        return other

    def fill(self, colour: str, *paths: str) -> None:
        """Fills the paths at once: shapes that touch leave no seam between them."""
        self.marks.append(f"{ink(colour)} rg {' '.join(paths)} f")

    def subset(self, face: Face, weight: int) -> tuple[str, Subset]:
        """The name and the glyphs of a font of this page."""
        held = self.fonts.setdefault((face, weight), Subset(face, weight))
        return f"F{list(self.fonts).index((face, weight))}", held


class Pen(ImageDraw.ImageDraw):
    """Lines, discs and frames as styles draw them; text is lettering.py's matter.

    Corners are inclusive as on images."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def rectangle(self, xy: Any, fill: Any = None, outline: Any = None, width: int = 1) -> None:
        self.page.fill(fill, rectangle(xy[0], xy[1], xy[2] + 1, xy[3] + 1))

    def ellipse(self, xy: Any, fill: Any = None, outline: Any = None, width: int = 1) -> None:
        self.page.fill(fill, circle((xy[0] + xy[2]) / 2, (xy[1] + xy[3]) / 2, (xy[2] - xy[0]) / 2))

    def rounded_rectangle(
        self, xy: Any, radius: float = 0, fill: Any = None, outline: Any = None, width: int = 1, *, corners: Any = None
    ) -> None:
        """The outline, which lies inside of the corners."""
        half = width / 2
        path = rounded_path(xy[0] + half, xy[1] + half, xy[2] - half, xy[3] - half, radius - half)
        self.page.marks.append(f"{ink(outline)} RG {number(width)} w {path} S")


def number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def ink(colour: str) -> str:
    return " ".join(number(part / 255) for part in ImageColor.getrgb(colour)[:3])


def rectangle(left: float, top: float, right: float, bottom: float) -> str:
    return f"{number(left)} {number(top)} {number(right - left)} {number(bottom - top)} re"


def polygon(points: Sequence[tuple[float, float]]) -> str:
    first, *others = (f"{number(x)} {number(y)}" for x, y in points)
    return f"{first} m {' '.join(f'{other} l' for other in others)} h"


def circle(x: float, y: float, radius: float) -> str:
    return rounded_path(x - radius, y - radius, x + radius, y + radius, radius)


def rounded_path(left: float, top: float, right: float, bottom: float, radius: float) -> str:
    """A rectangle with corners of a radius, from the upper edge clockwise."""
    near = radius * (1 - _ROUND)
    steps = (
        ((right - radius, top), (right - near, top), (right, top + near), (right, top + radius)),
        ((right, bottom - radius), (right, bottom - near), (right - near, bottom), (right - radius, bottom)),
        ((left + radius, bottom), (left + near, bottom), (left, bottom - near), (left, bottom - radius)),
        ((left, top + radius), (left, top + near), (left + near, top), (left + radius, top)),
    )
    path = [f"{number(left + radius)} {number(top)} m"]
    for (x, y), *curve in steps:
        path.append(f"{number(x)} {number(y)} l")
        path.append(" ".join(f"{number(x)} {number(y)}" for x, y in curve) + " c")
    return " ".join([*path, "h"])
