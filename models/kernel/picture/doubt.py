"""What is doubted of a picture that is meant to show goods: that it shows nothing, a telephone's screen, a receipt.
Said to the person, never decided: each is a measure that a real photo seldom meets, and may."""

from itertools import pairwise
from statistics import mean
from typing import Literal

from PIL import Image, ImageChops, ImageStat

from models.kernel.picture.colour import on_paper

PictureDoubt = Literal["", "blank", "screenshot", "receipt"]
# Shrunk to so many pixels a side, noise is gone; where no two of them differ by this much, nothing is to be seen.
SHRUNK, LEAST_CONTRAST = 48, 28
# A screen of today is this much higher than wide, and no camera says that it made the picture. Films are 16 to 9 too.
_SCREEN, _OLD_SCREEN, _MADE_BY = (1.95, 2.4), 1.7, 0x010F
# A sheet of paper: a quarter of the picture at least, nearly no colour, lines of dark on light from end to end of it.
_HEIGHT, _SHEET, _COLOURLESS, _LINES = 256, 0.25, 14, 10
_LIGHT, _DARK, _AROUND, _DARKER = 0.6, (0.03, 0.4), 6, 8


def doubt_of(image: Image.Image, flat: Image.Image) -> PictureDoubt:
    """Of an opened picture, which still has its metadata, and the same in a mode that stands on paper (colour.py)."""
    scale = _HEIGHT / max(flat.size)
    size = (max(1, round(flat.width * scale)), max(1, round(flat.height * scale)))
    small = on_paper(flat.resize(size, Image.Resampling.BOX, reducing_gap=2.0), None)
    if shows_nothing(small.convert("L")):
        return "blank"
    if _is_screen(image):
        return "screenshot"
    return "receipt" if _is_receipt(small) else ""


def shows_nothing(grey: Image.Image) -> bool:
    """A lens cap, an empty wall, a blank page."""
    low, high = ImageStat.Stat(grey.resize((SHRUNK, SHRUNK), Image.Resampling.BOX)).extrema[0]
    return bool(high - low < LEAST_CONTRAST)


def _is_screen(image: Image.Image) -> bool:
    try:
        made_by = image.getexif().get(_MADE_BY)
    except Exception:
        made_by = None
    least = _OLD_SCREEN if image.format == "PNG" else _SCREEN[0]
    return not made_by and least <= max(image.size) / min(image.size) <= _SCREEN[1]


def _is_receipt(small: Image.Image) -> bool:
    grey = small.convert("L")
    counts = grey.histogram()
    split = (_reached(counts, 0.05) + _reached(counts, 0.95)) // 2
    light = grey.point([0] * split + [255] * (256 - split))
    box = _sheet(light)
    if (box[2] - box[0]) * (box[3] - box[1]) < _SHEET * grey.width * grey.height:
        return False
    red, green, blue = small.crop(box).split()
    colour = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    sheet = light.crop(box)
    ground = ImageStat.Stat(sheet).mean[0] / 255
    if ImageStat.Stat(colour).mean[0] > _COLOURLESS or ground < _LIGHT or not _DARK[0] <= 1 - ground <= _DARK[1]:
        return False
    return max(_lines(sheet), _lines(sheet.transpose(Image.Transpose.TRANSPOSE))) >= _LINES


def _sheet(light: Image.Image) -> tuple[int, int, int, int]:
    """From the first to the last row and column of which a third is light."""
    across, down = _means(light), _means(light.transpose(Image.Transpose.TRANSPOSE))
    rows, columns = ([at for at, mean in enumerate(means) if mean > 85] or [0] for means in (across, down))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def _lines(light: Image.Image) -> int:
    """How many rows, or groups of them, are darker than those around."""
    values = _means(light)
    around = [mean(values[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(values))]
    darker = [value < usual - _DARKER for value, usual in zip(values, around, strict=True)]
    return sum(not before and now for before, now in pairwise(darker))


def _means(light: Image.Image) -> list[float]:
    """Of every row."""
    rows = light.convert("F").resize((1, light.height), Image.Resampling.BOX).get_flattened_data()
    return [float(one) for one in rows if isinstance(one, float)]


def _reached(counts: list[int], share: float) -> int:
    """The light below which this share is."""
    wanted, seen = share * sum(counts), 0
    return next((at for at, count in enumerate(counts) if (seen := seen + count) >= wanted), 255)
