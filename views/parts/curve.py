"""A curve of figures over days, as places on a drawing. The template draws it, with a table that says every figure."""

from collections.abc import Sequence
from dataclasses import dataclass

# The drawing's own measures: it is stretched to the width that there is, its line stays as thin.
WIDE, HIGH, _ROOM = 600, 120, 8


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: under which label it stands, how high it is, and how it is said. None: there is no figure."""

    label: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` are paths; `last` is where the newest figure stands; `top` says the highest."""

    points: Sequence[Point]
    line: str
    area: str
    last: tuple[float, float] | None
    top: str

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure but nothing."""
        return not any(point.value for point in self.points)


def curve_of(points: Sequence[Point]) -> Curve:
    """From left to right, zero at the foot. A day without a figure is left out of the line."""
    most = max((point.value or 0 for point in points), default=0)
    places = [
        (_across(place, len(points)), _up(point.value, most))
        for place, point in enumerate(points)
        if point.value is not None
    ]
    line = " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(places))
    area = f"{line} L{places[-1][0]:g} {HIGH} L{places[0][0]:g} {HIGH} Z" if places else ""
    highest = next((point.said for point in points if most and point.value == most), "")
    return Curve(points, line, area, places[-1] if places else None, highest)


def _across(place: int, count: int) -> float:
    return round(_ROOM + (WIDE - 2 * _ROOM) * (place / (count - 1) if count > 1 else 0.5), 1)


def _up(value: float, most: float) -> float:
    return round(HIGH - (HIGH - _ROOM) * (value / most if most else 0), 1)
