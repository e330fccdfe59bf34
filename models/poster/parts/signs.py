"""The signs that every poster carries: door plate, price plate, seal, and the line that says what to do."""

from dataclasses import dataclass
from functools import lru_cache, singledispatch

from PIL import Image, ImageDraw

from models.poster.clusters import clusters
from models.poster.parts.paper import INK, PAPER, SEAL, SEAL_INK, Rect, rounded_mask
from models.poster.typeset import Point, line, width_of

CALL = "扫码进店，或搜店铺号"
# Behind a price that is the lowest of several.
FROM = "起"


@singledispatch
def draw_figures(draw: ImageDraw.ImageDraw, text: str, at: Point, size: int, ink: str, pitch: float) -> float:
    """Figures at an even, wide pitch (in em), weight 700. Returns the width up to the last figure's edge."""
    x, baseline = at
    for place, mark in enumerate(text):
        line(draw, mark, (x + place * pitch * size, baseline), size, ink, 700)
    return figures_width(text, size, pitch)


def figures_width(text: str, size: int, pitch: float) -> float:
    return (len(text) - 1) * pitch * size + width_of("0", size, 700)


@dataclass(frozen=True, slots=True)
class Plate:
    """The door plate at a size of figures; everything else follows from it."""

    number: str
    size: int
    pitch: float = 0.76

    @property
    def pad(self) -> int:
        return round(self.size * 0.66)

    @property
    def label(self) -> int:
        return round(self.size * 0.46)

    @property
    def width(self) -> int:
        return round(
            2 * self.pad + 2.1 * self.label + 0.4 * self.size + figures_width(self.number, self.size, self.pitch)
        )

    @property
    def height(self) -> int:
        return round(self.size * 1.72)

    def draw(self, ground: Image.Image, x: int, y: int, ink: str = INK, paper: str = PAPER) -> Rect:
        hang(ground, self, x, y, ink, paper)
        return x, y, x + self.width, y + self.height

    @property
    def radius(self) -> int:
        return round(self.height * 0.24)


@singledispatch
def hang(ground: Image.Image, plate: Plate, x: int, y: int, ink: str, paper: str) -> None:
    ground.paste(_plate(plate, ink, paper), (x, y), rounded_mask(plate.width, plate.height, plate.radius))


@lru_cache(maxsize=32)
def _plate(plate: Plate, ink: str, paper: str) -> Image.Image:
    """A shop's plate is the same on all of its posters."""
    sign = Image.new("RGB", (plate.width, plate.height), ink)
    letter(ImageDraw.Draw(sign), plate, 0, 0, ink, paper)
    return sign


def letter(draw: ImageDraw.ImageDraw, plate: Plate, x: float, y: float, ink: str, paper: str) -> None:
    """What stands on the plate."""
    baseline = y + plate.height / 2 + plate.size * 0.3665
    line(draw, "门牌", (x + plate.pad, baseline - plate.size * 0.01), plate.label, _between(ink, paper, 0.72), 400)
    left = x + plate.pad + 2.1 * plate.label + 0.4 * plate.size
    draw_figures(draw, plate.number, (left, baseline), plate.size, paper, plate.pitch)


def _between(first: str, second: str, share: float) -> str:
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Price:
    """A price in figures of a size, its sign half as tall, standing at their top. One that is the lowest of several
    says so behind them."""

    yuan: str
    size: int
    is_least: bool = False

    @classmethod
    def within(cls, yuan: str, size: int, width: float, is_least: bool = False) -> "Price":
        """The price at this size, or at the largest that a width allows."""
        price = cls(yuan, size, is_least)
        return price if price.width <= width else cls(yuan, int(size * width / price.width), is_least)

    @property
    def sign(self) -> int:
        return round(self.size * 0.48)

    @property
    def tail(self) -> int:
        return round(self.size * 0.36) if self.is_least else 0

    @property
    def width(self) -> float:
        figures = width_of("¥", self.sign, 600) + self.size * 0.07 + width_of(self.yuan, self.size, 700)
        return figures + (self.size * 0.07 + width_of(FROM, self.tail, 600) if self.tail else 0)

    def draw(self, draw: ImageDraw.ImageDraw, x: float, baseline: float, ink: str) -> None:
        top = baseline - self.size * 0.733 + self.sign * 0.733
        left = x + line(draw, "¥", (x, top), self.sign, ink, 600) + self.size * 0.07
        right = left + line(draw, self.yuan, (left, baseline), self.size, ink, 700)
        if self.tail:
            line(draw, FROM, (right + self.size * 0.07, baseline), self.tail, ink, 600)


def struck(draw: ImageDraw.ImageDraw, was: str, x: float, baseline: float, size: int, ink: str) -> float:
    """An earlier price, struck through. Returns its width."""
    wide = line(draw, f"¥{was}", (x, baseline), size, ink, 400)
    height, thick = baseline - size * 0.36, max(2, size // 16)
    draw.rectangle((x - size * 0.08, height, x + wide + size * 0.08, height + thick), fill=ink)
    return wide


@singledispatch
def seal(ground: Image.Image, name: str, x: int, y: int, side: int) -> Rect:
    """The keeper's seal: the last two characters of the name, one above the other, as cut into a stone."""
    ground.paste(_stone(name, side), (x, y), rounded_mask(side, side, round(side * 0.16)))
    return x, y, x + side, y + side


@lru_cache(maxsize=32)
def _stone(name: str, side: int) -> Image.Image:
    """A keeper's seal is the same on all of the shop's posters."""
    stone = Image.new("RGB", (side, side), SEAL)
    engrave(ImageDraw.Draw(stone), name, 0, 0, side)
    return stone


def engrave(draw: ImageDraw.ImageDraw, name: str, x: int, y: int, side: int) -> None:
    """What is cut into the stone."""
    rim, thick = round(side * 0.06), max(2, side // 56)
    edge = (x + rim, y + rim, x + side - rim, y + side - rim)
    draw.rounded_rectangle(edge, side * 0.11, outline=SEAL_INK, width=thick)
    marks = _engraved(name)
    if len(marks) == 1:
        _cut(draw, marks[0], x + side / 2, y + side / 2, round(side * 0.62))
    for place, mark in enumerate(marks if len(marks) == 2 else ()):
        _cut(draw, mark, x + side / 2, y + side * (0.31 + 0.385 * place), round(side * 0.385))


def _engraved(name: str) -> list[str]:
    """Two hanzi, or the one letter that a name in letters begins with."""
    marks = [mark for mark in clusters(name) if not mark.isspace()]
    if not marks:
        return ["铺"]
    return marks[-2:] if all(mark >= "\u2e80" for mark in marks[-2:]) else [marks[0].upper()]


def _cut(draw: ImageDraw.ImageDraw, mark: str, x: float, y: float, size: int) -> None:
    line(draw, mark, (x - width_of(mark, size, 800) / 2, y + size * 0.38), size, SEAL_INK, 800)
