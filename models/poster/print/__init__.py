"""Posters on paper, for a shop window: the same styles, drawn as shapes and real text on a page of PDF, and read back
from it. Where the files are kept is decided elsewhere.

`press.py` is the way in; `page.py` is what the styles draw on; `shapes.py` and `lettering.py` teach it the parts;
`glyphs.py` and `subset.py` cut the fonts down to what a page needs; `binding.py` makes the file, `reading.py` proves
it."""
