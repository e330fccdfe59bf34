"""The proof of a printed poster: the finished file is turned into pixels, as a printer does, and its code read back."""

from threading import Lock

import pypdfium2
from PIL import Image

from models.poster.print.formats import Format
from models.poster.proof import QUALITY, Reading, prove_light

DPIS = (150, 100, 75)
_one_at_a_time = Lock()  # PDFium may be used by one thread at a time.


def raster(pdf: bytes, dpi: int) -> Image.Image:
    """The light of the page at a resolution."""
    with _one_at_a_time:
        book = pypdfium2.PdfDocument(pdf)
        try:
            picture: Image.Image = book[0].render(scale=dpi / 72, grayscale=True).to_pil()
            return picture.copy()
        finally:
            book.close()


def prove_pdf(pdf: bytes, payload: str, form: Format) -> tuple[Reading, ...]:
    """Reads the code from the page at each resolution, as coarse as a bad copier makes it; the text must be the payload
    every time. A file that cannot be opened proves nothing."""
    widths = tuple(form.pixels(dpi) for dpi in DPIS)
    try:
        return prove_light(raster(pdf, DPIS[0]), payload, widths)
    except pypdfium2.PdfiumError:
        return tuple(Reading(width, QUALITY, False) for width in widths)
