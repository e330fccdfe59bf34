"""The brush kit: a canvas of 1080 units drawn at twice the size, with fills, fades, soft shadows and one light.

The light always falls from the upper left. What a picture shows is drawn elsewhere; this knows only how.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from demo.art import lettering
from demo.art.palette import CREAM, INK, PAPER, SEAL
from demo.art.shapes import Point, Shape, bounds, oval, rect

SIDE = 1080
OVER = 2
# Blurs are computed on a smaller mask: nothing blurred has detail that would be lost.
SMALL = 4

Matrix = tuple[float, float, float, float]


class Canvas:
    """One picture in the making. Coordinates are in 1080ths, whatever the size that is really drawn."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (SIDE * OVER, SIDE * OVER), ground)
        self._pen = ImageDraw.Draw(self.image, "RGBA")
        self._scale, self._turn, self._shift = float(OVER), 0.0, (0.0, 0.0)

    def finished(self) -> Image.Image:
        return self.image.reduce(OVER)

    @contextmanager
    def placed(self, dx: float = 0, dy: float = 0, scale: float = 1, turn: float = 0) -> Iterator[None]:
        """Draws what follows moved, scaled and turned (degrees, clockwise) about the canvas's middle."""
        kept = self._scale, self._turn, self._shift
        middle = self._at((SIDE / 2 + dx, SIDE / 2 + dy))
        self._scale, self._turn, self._shift = kept[0] * scale, kept[1] + turn, (0.0, 0.0)
        now = self._at((SIDE / 2, SIDE / 2))
        self._shift = middle[0] - now[0], middle[1] - now[1]
        yield
        self._scale, self._turn, self._shift = kept

    def fill(
        self, shape: Shape, colour: str, *, to: str = "", across: bool = False,
        alpha: float = 1, inside: Shape = (), blur: float = 0,
    ) -> None:  # fmt: skip
        """Fills a shape: flat, fading down (or across) into another colour, clipped to another shape, or soft-edged."""
        points = [self._at(p) for p in shape]
        if not to and not inside and not blur:
            self._pen.polygon(points, fill=(*_rgb(colour), round(alpha * 255)))
            return
        box = self._box(shape, blur * 2.5)
        if inside:
            frame = self._box(inside, 0)
            box = max(box[0], frame[0]), max(box[1], frame[1]), min(box[2], frame[2]), min(box[3], frame[3])
        if box[2] <= box[0] or box[3] <= box[1]:
            return
        mask = self._soft(points, box, blur * self._scale) if blur else _mask(points, box)
        if inside:
            mask = ImageChops.multiply(mask, _mask([self._at(p) for p in inside], box))
        if alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        self.image.paste(_paint(mask.size, colour, to, across), box[:2], mask)

    def line(self, points: Shape, colour: str, width: float, alpha: float = 1) -> None:
        """A stroke with round ends and joints."""
        if alpha < 1:
            # One outline instead of overlapping dots, which would show through each other.
            self.fill(_ribbon(points, width), colour, alpha=alpha)
            return
        ink, at = _rgb(colour), [self._at(p) for p in points]
        self._pen.line(at, fill=ink, width=max(1, round(width * self._scale)), joint="curve")
        radius = width * self._scale / 2
        for x, y in at:
            self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)

    def shadow(self, cx: float, cy: float, rx: float, ry: float, alpha: float = 0.2, blur: float = 16) -> None:
        """The soft shadow that a thing leaves on the ground it stands on, drawn out a little to the right."""
        self.fill(oval(cx + rx * 0.07, cy, rx, ry), INK, alpha=alpha, blur=blur)

    def cast(self, shape: Shape, dx: float = 10, dy: float = 16, blur: float = 14, alpha: float = 0.2) -> None:
        """The shadow of a flat thing that lies on, or hangs before, something else."""
        self.fill(tuple((x + dx, y + dy) for x, y in shape), INK, alpha=alpha, blur=blur)

    def solid(self, shape: Shape, colour: str, gleam: float = 0.16, shade: float = 0.2) -> None:
        """A round, standing thing: a clear band of light on the left, soft shade on the right."""
        x0, y0, x1, y1 = bounds(shape)
        wide, tall = x1 - x0, y1 - y0
        self.fill(shape, colour)
        self.fill(rect(x1 - wide * 0.2, y0 - tall, wide * 0.5, tall * 3), INK,
                  alpha=shade, inside=shape, blur=wide * 0.09)  # fmt: skip
        self.fill(rect(x0 + wide * 0.08, y0, wide * 0.13, tall), "#FFFFFF", alpha=gleam, inside=shape)

    def text(
        self, x: float, y: float, words: str, size: float, colour: str = INK, weight: int = 700,
        gap: float = 0, align: float = 0.5,
    ) -> None:  # fmt: skip
        """Words turned with the canvas, centred on a point or (align 0) beginning there; gap spreads the letters."""
        mask = lettering.mask(words, round(size * self._scale), weight, round(gap * self._scale))
        if self._turn:
            mask = mask.rotate(-self._turn, Image.Resampling.BICUBIC, expand=True)
        cx, cy = self._at((x, y))
        self.image.paste(_rgb(colour), (round(cx - mask.width * align), round(cy - mask.height / 2)), mask)

    def column(self, x: float, y: float, words: str, size: float, colour: str = INK, weight: int = 700) -> None:
        """Words written downwards, centred on a point."""
        step = size * 1.12
        for i, letter in enumerate(words):
            self.text(x, y + (i - (len(words) - 1) / 2) * step, letter, size, colour, weight)

    def label(self, x: float, y: float, w: float, h: float, words: str, size: float, paper: str = CREAM) -> None:
        """A paper label with its words, laid on by its top left corner."""
        self.fill(rect(x, y, w, h, 10), paper)
        self.text(x + w / 2, y + h / 2, words, size, INK, 800, size * 0.06)

    def seal(self, x: float, y: float, size: float, letter: str) -> None:
        """The red seal, centred on a point: the one red thing on most of the pictures."""
        self.fill(rect(x - size / 2, y - size / 2, size, size, size * 0.2), SEAL)
        self.text(x, y, letter, size * 0.64, PAPER, 800)

    def _matrix(self) -> Matrix:
        angle = self._turn * pi / 180
        return (self._scale * cos(angle), -self._scale * sin(angle), self._scale * sin(angle), self._scale * cos(angle))

    def _at(self, point: Point) -> Point:
        a, b, c, d = self._matrix()
        return a * point[0] + b * point[1] + self._shift[0], c * point[0] + d * point[1] + self._shift[1]

    def _box(self, shape: Shape, margin: float) -> tuple[int, int, int, int]:
        x0, y0, x1, y1 = bounds(tuple(self._at(p) for p in shape))
        extra, edge = margin * self._scale, SIDE * OVER
        return (
            max(0, int(x0 - extra)),
            max(0, int(y0 - extra)),
            min(edge, int(x1 + extra) + 2),
            min(edge, int(y1 + extra) + 2),
        )

    def _soft(self, points: list[Point], box: tuple[int, int, int, int], blur: float) -> Image.Image:
        wide, tall = box[2] - box[0], box[3] - box[1]
        # The small mask is wider than the box by the blur, so that nothing piles up at the box's edges.
        pad = int(blur * 3 / SMALL) + 1
        mask = Image.new("L", (wide // SMALL + 1 + pad * 2, tall // SMALL + 1 + pad * 2), 0)
        near = [((x - box[0]) / SMALL + pad, (y - box[1]) / SMALL + pad) for x, y in points]
        ImageDraw.Draw(mask).polygon(near, fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(blur / SMALL))
        frame = (pad, pad, pad + wide / SMALL, pad + tall / SMALL)
        return mask.resize((wide, tall), Image.Resampling.BICUBIC, box=frame)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _mask(points: list[Point], box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in points], fill=255)
    return mask


def _paint(size: tuple[int, int], colour: str, to: str, across: bool) -> Image.Image:
    paint = Image.new("RGB", size, colour)
    if to:
        ramp = Image.linear_gradient("L")
        ramp = ramp.transpose(Image.Transpose.ROTATE_90) if across else ramp
        paint.paste(_rgb(to), (0, 0), ramp.resize(size))
    return paint


def _ribbon(points: Shape, width: float) -> Shape:
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        before, after = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        long = hypot(dx, dy) or 1
        nx, ny = -dy / long * width / 2, dx / long * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return (*left, *reversed(right))
