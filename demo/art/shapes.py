"""Plain geometry for the demo pictures: every shape is a tuple of points. Knows no colours and no canvas."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin

Point = tuple[float, float]
Shape = tuple[Point, ...]

STEPS = 28
TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")


def oval(cx: float, cy: float, rx: float, ry: float | None = None, start: float = 0, end: float = 360) -> Shape:
    """An ellipse, or the part of it between two angles in degrees (0 points right, 90 points down)."""
    tall = rx if ry is None else ry
    steps = max(24, int(abs(end - start) / 3))
    turns = [(start + (end - start) * i / steps) * pi / 180 for i in range(steps + 1)]
    return tuple((cx + rx * cos(t), cy + tall * sin(t)) for t in turns)


def rect(x: float, y: float, w: float, h: float, r: float | tuple[float, float, float, float] = 0) -> Shape:
    """A rectangle with rounded corners: one radius, or one each for top left, top right, bottom right, bottom left."""
    tl, tr, br, bl = r if isinstance(r, tuple) else (r, r, r, r)
    corners = ((x + w - tr, y + tr, tr, 270), (x + w - br, y + h - br, br, 0),
               (x + bl, y + h - bl, bl, 90), (x + tl, y + tl, tl, 180))  # fmt: skip
    points: list[Point] = []
    for cx, cy, radius, turn in corners:
        points.extend(oval(cx, cy, radius, None, turn, turn + 90) if radius else ((cx, cy),))
    return tuple(points)


def smooth(*points: Point, closed: bool = True) -> Shape:
    """A soft curve through the points (Catmull-Rom), for things that have no straight edge."""
    count = len(points)
    spans = count if closed else count - 1
    found: list[Point] = []
    for i in range(spans):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        found.extend(_between(p0, p1, p2, p3, s / STEPS) for s in range(STEPS))
    return tuple(found) if closed else (*found, points[-1])


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return axis(p0[0], p1[0], p2[0], p3[0]), axis(p0[1], p1[1], p2[1], p3[1])


def path(text: str) -> Shape:
    """A shape from the few pen strokes of an SVG path that drawings here use: M, L, H, V, Q, C, Z, absolute alone."""
    tokens = iter(TOKEN.findall(text))
    here: Point = (0, 0)
    found: list[Point] = []
    command = "M"
    for token in tokens:
        if token.isalpha():
            command = token
            if command == "Z":
                continue
            token = next(tokens)
        stroke = list(_stroke(command, float(token), tokens, here))
        found.extend(stroke)
        here = stroke[-1]
    return tuple(found)


def _stroke(command: str, first: float, rest: Iterator[str], here: Point) -> Iterator[Point]:
    if command == "H":
        yield first, here[1]
    elif command == "V":
        yield here[0], first
    elif command in "ML":
        yield first, float(next(rest))
    else:
        numbers = [first, *(float(next(rest)) for _ in range({"Q": 3, "C": 5}[command]))]
        yield from _bend(here, tuple(zip(numbers[::2], numbers[1::2], strict=True)))


def _bend(start: Point, knots: Shape) -> Iterator[Point]:
    """De Casteljau: works for a quadratic and a cubic curve alike."""
    for step in range(1, STEPS + 1):
        t = step / STEPS
        points = [start, *knots]
        while len(points) > 1:
            points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(points)]
        yield points[0]


def leaf(x: float, y: float, length: float, width: float, angle: float) -> Shape:
    """A pointed leaf that grows from (x, y); angle 0 points right, 90 down."""
    turn = angle * pi / 180

    def at(along: float, aside: float) -> Point:
        return x + along * cos(turn) - aside * sin(turn), y + along * sin(turn) + aside * cos(turn)

    side = [at(length * i / STEPS, width / 2 * sin(pi * (i / STEPS) ** 0.8)) for i in range(STEPS + 1)]
    other = [at(length * i / STEPS, -width / 2 * sin(pi * (i / STEPS) ** 0.8)) for i in range(STEPS, -1, -1)]
    return (*side, *other)


def mirror(shape: Shape, x: float = 540) -> Shape:
    """The same shape seen in a mirror that stands upright at x."""
    return tuple((2 * x - px, py) for px, py in shape)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    return tuple((px + dx, py + dy) for px, py in shape)


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = [p[0] for p in shape], [p[1] for p in shape]
    return min(xs), min(ys), max(xs), max(ys)
