"""What people send to show who they are: drawn, of nobody."""

import io
from datetime import date

import pikepdf
from PIL import Image, ImageDraw
from stdnum.cn import ric

from models.account.identity.giving import IdentityKeys, RealIdentity
from models.gate.documents.document import DOCUMENT_PURPOSE
from models.kernel.media import MediaStore
from models.kernel.ring import Ring
from models.kernel.sealed_files import SealedFiles

HASHING = "a secret of digests"
RING = Ring.of("a secret of the tests")
KEYS = IdentityKeys(RING, HASHING)


def document_files(media: MediaStore, ring: Ring = RING) -> SealedFiles:
    """Where documents are sealed."""
    return SealedFiles(media, ring, DOCUMENT_PURPOSE)


def card_number(n: int = 1, *, place: str = "350100", born: date = date(1990, 5, 1)) -> str:
    """A right number; of a place and a day there are as many as there are `n` below 1000."""
    stem = f"{place}{born:%Y%m%d}{n:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def real(n: int = 1, name: str = "林小满") -> RealIdentity:
    """Somebody who is nobody."""
    return RealIdentity(name, card_number(n))


def drawn_photo(size: tuple[int, int] = (900, 1200), *, seed: int = 1, form: str = "JPEG", **options: object) -> bytes:
    """A drawing of somebody who holds a card; another seed, another picture."""
    picture = Image.new("RGB", size, (226, 214, 196))
    pen = ImageDraw.Draw(picture)
    wide, high = size
    pen.ellipse((wide * 0.35, high * 0.08, wide * 0.65, high * 0.34), fill=(201, 160, 130))
    pen.rectangle((wide * 0.2, high * 0.38, wide * 0.8, high), fill=(60 + seed % 120, 84, 110))
    pen.rectangle(
        (wide * 0.3, high * 0.5, wide * 0.7, high * 0.68), fill=(240, 246, 250), outline=(40, 40, 40), width=4
    )
    for row in range(4):
        top = high * (0.53 + row * 0.035)
        pen.line((wide * 0.33, top, wide * (0.5 + (seed * 7 + row) % 15 / 100), top), fill=(30, 30, 30), width=5)
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def drawn_pdf(pages: int = 1, *, password: str = "", script: str = "") -> bytes:
    """A PDF with a black square on each page; with a script that a reader would run on opening."""
    made = pikepdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        page.Contents = made.make_stream(b"0 0 0 rg 100 100 300 400 re f")
    if script:
        run = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(script), Type=pikepdf.Name.Action)
        made.Root.OpenAction = made.make_indirect(run)
    file = io.BytesIO()
    made.save(file, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return file.getvalue()
