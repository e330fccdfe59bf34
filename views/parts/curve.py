"""A curve of figures over days, as places on a drawing. The template draws it, with a table that says every figure."""

from collections.abc import Sequence
from dataclasses import dataclass

# The drawing's own measures: it is stretched to the width that there is, its line stays as thin.
WIDE, HIGH, _ROOM = 600, 120, 8
# So many labels stand below a curve on a phone.
_MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: under which label it stands, how high it is, and how it is said. None: there is no figure. `brief` is
    the label where room is short."""

    label: str
    value: float | None
    said: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` are paths, `before` that of what it is compared with, "" without; `last` is where the newest
    figure stands, `peak` the highest; `top` says that one."""

    points: Sequence[Point]
    line: str
    area: str
    last: tuple[float, float] | None
    top: str
    before: str = ""
    earlier: Sequence[Point] = ()
    peak: tuple[float, float] | None = None
    peak_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure but nothing."""
        return not any(point.value for point in self.points) and not any(point.value for point in self.earlier)

    @property
    def labels(self) -> list[str]:
        """What stands below it: every step's label, or of many steps the first, the middle and the last one's."""
        named = [point.brief or point.label for point in self.points]
        return named if len(named) <= _MOST_LABELS else [named[0], named[len(named) // 2], named[-1]]

    @property
    def rows(self) -> list[tuple[Point, Point | None]]:
        """Each figure beside the earlier one of the same place, the newest first."""
        beside: list[Point | None] = [*self.earlier, *[None] * (len(self.points) - len(self.earlier))]
        return list(zip(self.points, beside, strict=False))[::-1]


def curve_of(points: Sequence[Point], earlier: Sequence[Point] = ()) -> Curve:
    """From left to right, zero at the foot. A day without a figure is left out of the line. `earlier` stands behind it
    as a hair line of the same scale."""
    most = max((point.value or 0 for point in (*points, *earlier)), default=0)
    count = max(len(points), len(earlier))
    places, line = _line(points, count, most)
    area = f"{line} L{places[-1][0]:g} {HIGH} L{places[0][0]:g} {HIGH} Z" if places else ""
    highest = max((point.value or 0 for point in points), default=0)
    shown = [point for point in points if point.value is not None]
    place = next((at for at, point in enumerate(shown) if highest and point.value == highest), None)
    return Curve(
        points,
        line,
        area,
        places[-1] if places else None,
        "" if place is None else shown[place].said,
        _line(earlier, count, most)[1],
        earlier,
        None if place is None else places[place],
        "" if place is None else shown[place].label,
    )


def bars_of(values: Sequence[int]) -> list[tuple[float, float]]:
    """Bars side by side: where each begins and how high it is, in a drawing of WIDE by HIGH; nothing leaves a foot."""
    most, each = max(values, default=0), WIDE / max(1, len(values))
    return [(round(place * each, 1), round(max(3.0, HIGH * value / most if most else 0), 1))
            for place, value in enumerate(values)]  # fmt: skip


def _line(points: Sequence[Point], count: int, most: float) -> tuple[list[tuple[float, float]], str]:
    places = [
        (_across(place, count), _up(point.value, most)) for place, point in enumerate(points) if point.value is not None
    ]
    return places, " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(places))


def _across(place: int, count: int) -> float:
    return round(_ROOM + (WIDE - 2 * _ROOM) * (place / (count - 1) if count > 1 else 0.5), 1)


def _up(value: float, most: float) -> float:
    return round(HIGH - (HIGH - _ROOM) * (value / most if most else 0), 1)
