"""Posters on paper, for a shop window: the same styles, drawn as shapes and real text on a page of PDF, and read back
from it. Where the files are kept is decided elsewhere.

`press.py` is the way in; `page.py` is what the styles draw on; `shapes.py` and `lettering.py` teach it the parts;
`glyphs.py` and `subset.py` cut the fonts down to what a page needs; `binding.py` makes the file, `reading.py` proves
it."""

from models.poster.print import lettering, shapes  # noqa: F401  They teach the parts to draw on a page.
from models.poster.print.formats import PAPERS, Format
from models.poster.print.press import Printed, draw_pdf, fingerprint_pdf

__all__ = ["PAPERS", "Format", "Printed", "draw_pdf", "fingerprint_pdf"]
