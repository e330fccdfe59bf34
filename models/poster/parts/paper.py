"""The materials: colours, smooth corners and soft shadows, made once a process. Signs are printed on them elsewhere.

A style touches its ground only through what is dispatched here, in picture.py, signs.py and code.py. These draw pixels;
print/ teaches them to draw on a page as well."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, singledispatch
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

PAPER, SHADE, CARD, LINE = "#FBF7F0", "#F3ECE0", "#FFFDF9", "#E6DCCB"
INK, INK_2, INK_3 = "#1F1B16", "#5E564C", "#8A8073"
# Codes alone are blacker than ink: seen at a slant WeChat's detector reads them from half again as many copies.
BLACK = "#000000"
SEAL, SEAL_DEEP, SEAL_INK = "#C8321F", "#B42A19", "#FFF8F2"
_FINE = 4  # Shapes are drawn four times as large and brought down, which smooths their edges.

Rect = tuple[int, int, int, int]


def shape(size: tuple[int, int]) -> str:
    """What a style composes for: a phone is "tall", paper of 1:√2 a "page", anything flatter "short"."""
    return "tall" if size[1] * 9 > size[0] * 14 else "page" if size[1] * 100 > size[0] * 138 else "short"


@singledispatch
def blank_sheet(size: tuple[int, int], ground: str = PAPER) -> Image.Image:
    return Image.new("RGB", size, ground)


@singledispatch
def pen_on(ground: Image.Image) -> ImageDraw.ImageDraw:
    return ImageDraw.Draw(ground)


@lru_cache(maxsize=64)
def rounded_mask(width: int, height: int, radius: int) -> Image.Image:
    """A mask of a rounded rectangle with smooth corners."""
    mask = Image.new("L", (width, height), 255)
    for corner, where in zip(_corners(radius), _places(width, height, radius), strict=True):
        mask.paste(corner, where)
    return mask


@lru_cache(maxsize=32)
def _corners(radius: int) -> tuple[Image.Image, ...]:
    fine = Image.new("L", (2 * radius * _FINE, 2 * radius * _FINE), 0)
    ImageDraw.Draw(fine).ellipse((0, 0, fine.width - 1, fine.height - 1), fill=255)
    disc = fine.resize((2 * radius, 2 * radius), Image.Resampling.BOX)
    return tuple(disc.crop((x, y, x + radius, y + radius)) for x, y in _places(2 * radius, 2 * radius, radius))


def _places(width: int, height: int, radius: int) -> tuple[tuple[int, int], ...]:
    right, bottom = width - radius, height - radius
    return (0, 0), (right, 0), (0, bottom), (right, bottom)


@lru_cache(maxsize=8)
def disc(side: int) -> Image.Image:
    """A mask of a disc with a smooth edge."""
    fine = Image.new("L", (side * 2, side * 2), 0)
    ImageDraw.Draw(fine).ellipse((0, 0, side * 2 - 1, side * 2 - 1), fill=255)
    return fine.resize((side, side), Image.Resampling.BOX)


@singledispatch
def slab(ground: Image.Image, box: Rect, colour: str, radius: int) -> None:
    """A rounded rectangle of one colour. Only its corners go through a mask, the rest is filled."""
    x, y, right, bottom = box
    ink = ImageColor.getrgb(colour)
    ground.paste(ink, (x + radius, y, right - radius, y + radius))
    ground.paste(ink, (x, y + radius, right, bottom - radius))
    ground.paste(ink, (x + radius, bottom - radius, right - radius, bottom))
    for corner, (left, top) in zip(_corners(radius), _places(right - x, bottom - y, radius), strict=True):
        ground.paste(ink, (x + left, y + top), corner)


def framed(ground: Image.Image, picture: Image.Image, x: int, y: int, radius: int, around: str) -> None:
    """A picture with rounded corners on a ground of one colour: the corners are painted over."""
    ground.paste(picture, (x, y))
    places = _places(picture.width, picture.height, radius)
    for corner, (left, top) in zip(_corners(radius), places, strict=True):
        ground.paste(ImageColor.getrgb(around), (x + left, y + top), ImageChops.invert(corner))


def medallion(ground: Image.Image, picture: Image.Image, x: int, y: int) -> None:
    """A square picture cut to a disc. The square within the disc is laid down as it is; only the rim is blended."""
    side = picture.width
    rim = side * 3 // 20
    mask = disc(side)
    ground.paste(picture.crop((rim, rim, side - rim, side - rim)), (x + rim, y + rim))
    for box in ((0, 0, side, rim), (0, side - rim, side, side), (0, rim, rim, side - rim),
                (side - rim, rim, side, side - rim)):  # fmt: skip
        ground.paste(picture.crop(box), (x + box[0], y + box[1]), mask.crop(box))


@dataclass(frozen=True, slots=True)
class Shade:
    """A soft shadow under a rounded rectangle: `drop` pixels lower than it, at its darkest `strength` (0 to 1)."""

    radius: int
    blur: int
    drop: int
    colour: str
    strength: float


@singledispatch
def shadow(ground: Image.Image, box: Rect, shade: Shade, on: str = "") -> None:
    """A soft shadow under a rounded rectangle. It is laid around the rectangle only: what lies under it will not be
    seen. Where the ground has one colour, `on` names it: then the shadow is mixed with it once and laid down as it is,
    which costs a fifth."""
    x, y, right, bottom = box
    size = right - x, bottom - y
    if on:
        for left, top, strip in _mixed(size, shade, on):
            ground.paste(strip, (x + left, y + top))
        return
    ink = ImageColor.getrgb(shade.colour)
    for left, top, mask in _rim(size, shade):
        ground.paste(ink, (x + left, y + top), mask)


_Parts = list[tuple[int, int, Image.Image]]


@lru_cache(maxsize=8)
def _mixed(size: tuple[int, int], shade: Shade, on: str) -> _Parts:
    """The visible parts of the shadow on a ground of one colour."""
    parts = []
    for left, top, mask in _rim(size, shade):
        strip = Image.new("RGB", mask.size, on)
        strip.paste(ImageColor.getrgb(shade.colour), (0, 0), mask)
        parts.append((left, top, strip))
    return parts


@lru_cache(maxsize=32)
def _rim(size: tuple[int, int], shade: Shade) -> _Parts:
    """The visible parts of the shadow, each with its place from the rectangle's corner."""
    mask, radius = soft(size, shade), shade.radius
    far, over = 2 * shade.blur, 2 * shade.blur - shade.drop
    inner = (far + radius, over + radius, far + size[0] - radius, over + size[1] - radius)
    parts = [(0, 0, mask.width, inner[1]), (0, inner[3], mask.width, mask.height),
             (0, inner[1], inner[0], inner[3]), (inner[2], inner[1], mask.width, inner[3])]  # fmt: skip
    return [(x - far, y - over, mask.crop((x, y, right, low))) for x, y, right, low in map(_seen(mask), parts)]


def _seen(mask: Image.Image) -> Callable[[Rect], Rect]:
    """Cuts a part of the mask down to where it is not all but invisible."""
    left, top, right, bottom = mask.point([0] * 3 + [255] * 253).getbbox() or (0, 0, 1, 1)
    return lambda part: (max(part[0], left), max(part[1], top), min(part[2], right), min(part[3], bottom))


def soft(size: tuple[int, int], shade: Shade) -> Image.Image:
    """The shadow's mask, stretched from one small blurred tile: a blur of the whole would cost more than the poster."""
    width, height = size
    blur = shade.blur
    tile = _tile(shade.radius, blur, shade.strength)
    reach = tile.width // 2
    mask = Image.new("L", (width + 4 * blur, height + 4 * blur))
    columns = ((0, reach, 0, reach), (reach, reach + 1, reach, mask.width - reach),
               (tile.width - reach, tile.width, mask.width - reach, mask.width))  # fmt: skip
    rows = ((0, reach, 0, reach), (reach, reach + 1, reach, mask.height - reach),
            (tile.height - reach, tile.height, mask.height - reach, mask.height))  # fmt: skip
    for left, right, to_left, to_right in columns:
        for top, bottom, to_top, to_bottom in rows:
            if to_right > to_left and to_bottom > to_top:
                piece = tile.crop((left, top, right, bottom)).resize((to_right - to_left, to_bottom - to_top), 0)
                mask.paste(piece, (to_left, to_top))
    return mask


@singledispatch
def spot(ground: Image.Image, x: int, y: int, radius: int, colour: str) -> None:
    """A disc around a point."""
    ground.paste(ImageColor.getrgb(colour), (x - radius, y - radius), disc(2 * radius))


@singledispatch
def sunburst(ground: Image.Image, x: int, y: int, colour: str) -> None:
    """Broad rays from a point outwards, over the whole ground."""
    rays = Image.new("L", (ground.width * 2, ground.height * 2))
    pen = ImageDraw.Draw(rays)
    for ray in beams(x * 2, y * 2, ground.height * 4):
        pen.polygon(ray, fill=255)
    ground.paste(ImageColor.getrgb(colour), (0, 0), rays.reduce(2))


def beams(x: float, y: float, far: float) -> list[list[tuple[float, float]]]:
    """Twenty-four triangles, as wide as the gaps between them."""
    turns = [(ray * pi / 12, ray * pi / 12 + pi / 24) for ray in range(24)]
    return [[(x, y), *((x + far * cos(turn), y + far * sin(turn)) for turn in pair)] for pair in turns]


@lru_cache(maxsize=16)
def _tile(radius: int, blur: int, strength: float) -> Image.Image:
    reach = radius + 4 * blur
    tile = Image.new("L", (2 * reach + 1, 2 * reach + 1), 0)
    inner = (2 * blur, 2 * blur, 2 * reach - 2 * blur, 2 * reach - 2 * blur)
    ImageDraw.Draw(tile).rounded_rectangle(inner, radius, fill=round(255 * strength))
    return tile.filter(ImageFilter.GaussianBlur(blur * 0.8))
