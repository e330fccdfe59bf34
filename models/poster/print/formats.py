"""The papers, in the units that styles draw in: every poster is 1080 across. What is drawn on them is not known here.

Grounds run to the edge of the paper, so that it may be cut from a larger sheet or printed without a border. What has to
be read stays at least 3 mm inside, for printers that cannot reach the edge."""

UNITS = 1080
_POINTS = 72 / 25.4


class Format(tuple[int, int]):
    """A size for styles, and the millimetres it stands for."""

    name: str
    mm: tuple[float, float]

    def __new__(cls, name: str, wide: float, high: float) -> "Format":
        made = super().__new__(cls, (UNITS, round(UNITS * high / wide)))
        made.name, made.mm = name, (wide, high)
        return made

    @property
    def points(self) -> tuple[float, float]:
        return self.mm[0] * _POINTS, self.mm[1] * _POINTS

    @property
    def scale(self) -> float:
        """Points a unit."""
        return self.points[0] / UNITS

    def pixels(self, dpi: int) -> int:
        """How wide the paper is at a resolution."""
        return round(self.mm[0] / 25.4 * dpi)


PAPERS = {"a6": Format("a6", 105, 148), "a4": Format("a4", 210, 297)}
