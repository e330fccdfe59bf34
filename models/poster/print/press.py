"""From a sheet to a finished, proven page of paper. Which papers there are is formats.py's matter."""

from dataclasses import dataclass
from hashlib import sha256

from models.kernel.errors import N_, Refused
from models.poster.draw import cleaned, fingerprint, style_for
from models.poster.print import lettering, shapes  # noqa: F401  They teach the parts to draw on a page.
from models.poster.print.binding import bound
from models.poster.print.formats import PAPERS, Format
from models.poster.print.page import Page
from models.poster.print.reading import prove_pdf
from models.poster.proof import Proof
from models.poster.qr import make
from models.poster.sheet import Sheet

_DESIGN = 1  # Counts up when pages are made differently while the styles stay as they are.


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that was read back. The proof's modules are in the styles' units, 1080 to the width of the paper.
    `dropped` holds the characters that no face has."""

    pdf: bytes
    proof: Proof
    dropped: str


def draw_pdf(sheet: Sheet, style: str, paper: str) -> Printed:
    """Draws, binds and proves a poster for a paper ("a6", "a4"). A code that cannot be read back is tried once more,
    larger and with more correction. Raises Refused when that fails as well, or when style or paper do not suit."""
    form = _form(paper)
    chosen = style_for(style, sheet)
    clean, dropped = cleaned(sheet)
    title = " · ".join(part for part in (clean.title, clean.shop_name, clean.shop_number) if part)
    for boost in (False, True):
        code = make(sheet.payload, boost)
        page = chosen.draw(clean, form, code).picture
        if not isinstance(page, Page):
            raise TypeError(f"The style {style} made pixels of its own instead of asking for a sheet.")
        pdf = bound(page, title)
        proof = Proof(code.version, code.level, code.module, prove_pdf(pdf, sheet.payload, form))
        if proof.ok:
            return Printed(pdf, proof, dropped)
    raise Refused("poster", N_("这张海报上的二维码没能读出来，换一张图片再试试"))


def fingerprint_pdf(sheet: Sheet, style: str, paper: str) -> str:
    """32 hexadecimal digits that are the same exactly when the page would be: its name in the store."""
    form = _form(paper)
    return sha256(f"pdf {_DESIGN} {paper} {fingerprint(sheet, style, form)}".encode()).hexdigest()[:32]


def _form(paper: str) -> Format:
    form = PAPERS.get(paper)
    if form is None:
        raise Refused("paper", N_("没有这种纸张"))
    return form
