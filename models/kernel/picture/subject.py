"""Which square of a picture holds what it shows: where the most edges and the most colour beside the usual are.

Pure, and small: looked at on some 96 pixels of the longer side. A picture of nothing much keeps its centre.
"""

from itertools import accumulate

from PIL import Image, ImageChops

from models.kernel.picture.colour import on_paper

_LONGER = 96
# How much more an edge says than a colour.
_EDGES = 3.0
# The centre stays where it holds nearly as much; else the middle of those that are as good as the best.
_CONTENT, _AS_GOOD = 0.97, 0.995


def subject_box(image: Image.Image) -> tuple[int, int, int, int]:
    """The square that is kept, in pixels of the picture: as wide as its shorter side."""
    width, height = image.size
    side = min(width, height)
    if width == height:
        return 0, 0, side, side
    at = _offset(_energies(image), side / max(width, height))
    start = round(at * (max(width, height) - side))
    return (start, 0, start + side, side) if width > height else (0, start, side, start + side)


def _energies(image: Image.Image) -> list[float]:
    """How much there is to see, line by line along the longer side, the picture's own noise left out. A line is held
    against itself alone: the edge of a table that runs along it is nothing to see, and one that crosses them all is in
    every line."""
    scale = _LONGER / max(image.size)
    size = (max(3, round(image.width * scale)), max(3, round(image.height * scale)))
    small = on_paper(image.resize(size, Image.Resampling.BOX, reducing_gap=2.0), None)
    if small.width < small.height:
        small = small.transpose(Image.Transpose.TRANSPOSE)
    usual = small.resize((small.width, 1), Image.Resampling.BOX).resize(small.size, Image.Resampling.NEAREST)
    edges = ImageChops.difference(small, ImageChops.offset(small, 0, 1)).crop((0, 1, *small.size))
    lines = [
        _EDGES * edge + colour
        for edge, colour in zip(_along(edges), _along(ImageChops.difference(small, usual)), strict=True)
    ]
    ground = sorted(lines)[len(lines) // 10]
    return [max(0.0, one - ground) for one in lines]


def _along(apart: Image.Image) -> list[float]:
    """The mean of every column, the three colours together."""
    rows = [band.convert("F").resize((apart.width, 1), Image.Resampling.BOX) for band in apart.split()]
    return [sum(one) for one in zip(*(row.get_flattened_data() for row in rows), strict=True)]


def _offset(energies: list[float], share: float) -> float:
    """Where the square begins: 0 is the one end, 1 the other, 0.5 the centre. `share` is the square's of the whole."""
    window = max(1, round(len(energies) * share))
    sums = [0.0, *accumulate(energies)]
    held = [sums[start + window] - sums[start] for start in range(len(energies) - window + 1)]
    last, best = len(held) - 1, max(held)
    if not last or best <= 0 or held[last // 2] >= _CONTENT * best:
        return 0.5
    good = [start for start, one in enumerate(held) if one >= _AS_GOOD * best]
    return good[len(good) // 2] / last
