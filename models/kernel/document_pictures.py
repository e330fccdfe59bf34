"""Photos of documents, and documents as PDF: whole and large enough to be read, as one JPEG without metadata.

A PDF is never kept as it came: its pages are drawn by an engine that runs no script, one under another. All of it is
done by apart.py's process: what strangers send here is the most worth attacking us with.
"""

import io
from typing import Any

from PIL import Image

from models.kernel.apart import BROKEN, unpacked_apart
from models.kernel.errors import N_, Refused
from models.kernel.picture.doubt import shows_nothing
from models.kernel.pictures import DECODING, FIELD, Uncropped, as_jpeg, sniff, whole_of

# A card held in a hand fills a quarter of a photo: its eighteen digits are still read.
DOCUMENT_SIDE, DOCUMENT_SMALLEST = 2400, 320
MOST_PAGES = 5
# A page of A4 at 150 dots an inch.
_PAGE_WIDTH, _PAGE_HEIGHT = 1240, 1754


def document_picture(data: bytes, field: str) -> Uncropped:
    """A photo or a PDF as one picture. Raises Refused on this field: it is too large, broken, blank, locked, or
    long."""
    try:
        sniff(data)
        with DECODING:
            said, made = unpacked_apart("document", data, FIELD)
    except Refused as no:
        raise Refused(field, no.message, **no.params) from None
    return Uncropped(made, said["width"], said["height"])


def told_of_document(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What apart.py's process says of a document, and its bytes."""
    made = _drawn(data) if is_pdf(data) else whole_of(data, DOCUMENT_SIDE, DOCUMENT_SMALLEST)
    with Image.open(io.BytesIO(made.data)) as picture:
        _require_something(picture)
    return {"width": made.width, "height": made.height}, made.data


def is_pdf(data: bytes) -> bool:
    """By its sign, which readers look for in the first kilobyte."""
    return b"%PDF-" in data[:1024]


def _require_something(picture: Image.Image) -> None:
    """Raises Refused for a lens cap, an empty wall, a blank page."""
    if shows_nothing(picture.convert("L")):
        raise Refused(FIELD, N_("这张上面什么都看不出来：太黑、太白，或者是一片颜色。请在亮处重拍一张"))


def _drawn(data: bytes) -> Uncropped:
    # Late: only this process, for this one file, needs the engine.
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise Refused(FIELD, N_("这个 PDF 加了密码，请另存一份没有密码的再传")) from None
        raise Refused(FIELD, BROKEN) from None
    if not 0 < count <= MOST_PAGES:
        raise Refused(FIELD, N_("PDF 最多 %(most)d 页，这个有 %(count)d 页"), most=MOST_PAGES, count=count)
    try:
        pages = [_page(document[at]) for at in range(count)]
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError):
        raise Refused(FIELD, BROKEN) from None
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return Uncropped(as_jpeg(whole), whole.width, whole.height)


def _page(page: Any) -> Image.Image:
    width, height = page.get_size()
    scale = min(_PAGE_WIDTH / width, _PAGE_HEIGHT / height)
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn.convert("RGB")
