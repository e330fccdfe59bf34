"""The brightness of a photo, evened: a dim kitchen becomes a lit one. The light alone is touched, and within bounds, so
that colours stay what they are."""

from collections.abc import Sequence
from math import log

from PIL import Image

# So much of the darkest and of the lightest is let go, and light is stretched at most so far.
_LET_GO, _MOST_GAIN = 0.004, 1.6
# Between these the middle of the light stays where it is; and how far the curve may bend to bring it there.
_MIDDLE, _BENDS = (0.42, 0.58), (0.75, 1.25)


def evened(picture: Image.Image) -> Image.Image:
    """An RGB picture with its light stretched and its middle lifted. What is well lit stays nearly as it was."""
    light, blue, red = picture.convert("YCbCr").split()
    curve = _curve(light.histogram())
    return Image.merge("YCbCr", (light.point(curve), blue, red)).convert("RGB")


def _curve(counts: Sequence[int]) -> list[int]:
    """What becomes of each of 256 lights."""
    low, middle, high = (_reached(counts, share) for share in (_LET_GO, 0.5, 1 - _LET_GO))
    gain = min(_MOST_GAIN, 255 / max(1, high - low))
    aim = min(max(middle / 255, _MIDDLE[0]), _MIDDLE[1])
    # The dark end goes to black only as far as that does not take the middle below where it should be.
    start = min(max(round(middle - aim * 255 / gain), 0), low)
    level = min(max((middle - start) * gain / 255, 0.02), 0.98)
    bend = min(max(log(aim) / log(level), _BENDS[0]), _BENDS[1])
    return [round(255 * min(max((light - start) * gain / 255, 0.0), 1.0) ** bend) for light in range(256)]


def _reached(counts: Sequence[int], share: float) -> int:
    """The light below which this share of the picture is."""
    wanted, seen = share * sum(counts), 0
    for light, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return light
    return len(counts) - 1
