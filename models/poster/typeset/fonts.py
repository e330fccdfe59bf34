"""Fonts loaded once a process: a face at a size and a weight. Which face has a character is faces.py's matter."""

from functools import cache, lru_cache
from threading import RLock

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from models.poster.typeset.faces import Face

_REFERENCE = 1000
# FreeType's faces may not be used by two threads at a time, and one is half a megabyte: too much for a shelf of them in
# every thread. Whoever sets or draws with a font holds this meanwhile; Python lets nobody else run then anyway.
at_work = RLock()


@lru_cache(maxsize=32)
def font(face: Face, size: int, weight: int) -> FreeTypeFont:
    """The process's font, to be used while `at_work` is held."""
    engine = Layout.RAQM if face.shaped else Layout.BASIC
    loaded = ImageFont.truetype(face.path, max(1, round(size * face.scale)), index=face.index, layout_engine=engine)
    weigh, *others = loaded.get_variation_axes()
    lightest, heaviest = weigh["minimum"] or 100, weigh["maximum"] or 900
    loaded.set_variation_by_axes([min(max(weight, lightest), heaviest), *(axis["default"] or 0 for axis in others)])
    return loaded


@cache
def advance(face: Face, text: str, weight: int) -> float:
    """The width of `text` in em, the same at every size, so that a size can be chosen before any font is loaded."""
    with at_work:
        return font(face, _REFERENCE, weight).getlength(text) / _REFERENCE
