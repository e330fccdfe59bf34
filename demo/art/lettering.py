"""Words on the demo pictures: Noto Sans CJK from the installed font package, as masks to paint through."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FILE = Path(str(files("manimgx_fonts_cjk"))) / "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED = 2


@lru_cache(maxsize=128)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face at a size in pixels; weight runs from 100 to 900."""
    face = ImageFont.truetype(FILE, size, index=SIMPLIFIED)
    face.set_variation_by_axes([weight])
    return face


def mask(words: str, size: int, weight: int, gap: int = 0) -> Image.Image:
    """The words in white on black, cut close, so that the mask's middle is the middle of the ink."""
    face = font(size, weight)
    wide = sum(round(face.getlength(letter)) + gap for letter in words) + size
    sheet = Image.new("L", (wide, size * 2), 0)
    pen, x = ImageDraw.Draw(sheet), size / 2
    for letter in words:
        pen.text((x, size / 2), letter, fill=255, font=face)
        x += face.getlength(letter) + gap
    return sheet.crop(sheet.getbbox())
