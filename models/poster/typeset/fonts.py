"""Fonts loaded once a process: a face at a size and a weight. Which face has a character is faces.py's matter."""

from functools import cache, lru_cache
from threading import local

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from models.poster.typeset.faces import Face

_REFERENCE = 1000
_here = local()


def font(face: Face, size: int, weight: int) -> FreeTypeFont:
    """A thread keeps its own fonts, because FreeType's faces may not be used by two threads at a time."""
    shelf = getattr(_here, "shelf", None)
    if shelf is None:
        shelf = _here.shelf = lru_cache(maxsize=96)(_load)
    loaded: FreeTypeFont = shelf(face, size, weight)
    return loaded


def _load(face: Face, size: int, weight: int) -> FreeTypeFont:
    engine = Layout.RAQM if face.shaped else Layout.BASIC
    loaded = ImageFont.truetype(face.path, max(1, round(size * face.scale)), index=face.index, layout_engine=engine)
    weigh, *others = loaded.get_variation_axes()
    lightest, heaviest = weigh["minimum"] or 100, weigh["maximum"] or 900
    loaded.set_variation_by_axes([min(max(weight, lightest), heaviest), *(axis["default"] or 0 for axis in others)])
    return loaded


@cache
def advance(face: Face, text: str, weight: int) -> float:
    """The width of `text` in em, the same at every size, so that a size can be chosen before any font is loaded."""
    return font(face, _REFERENCE, weight).getlength(text) / _REFERENCE
