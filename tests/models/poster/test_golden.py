"""Posters that were looked at and found good, kept small, so that a change of their looks is seen before it is shipped.

After a change that is meant, look at the new ones and keep them: `python -m tests.models.poster.test_golden`."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from models.poster.draw import drawing
from models.poster.print.formats import PAPERS, Format
from models.poster.print.press import draw_pdf
from models.poster.sheet import Sheet
from models.poster.sizes import MOMENTS, PHONE
from tests.given.poster_samples import GOODS, POST, REASONS, SHOP

FOLDER = Path(__file__).parent / "golden"
SMALL = 270
Look = tuple[Sheet, str, tuple[int, int]]
LOOKS: dict[str, Look] = (
    {
        f"{style}-{'phone' if size == PHONE else 'moments'}-{words.replace(' ', '-')}": (
            replace(GOODS, reason=REASONS[words], was="168" if words == "sixty" else None),
            style,
            size,
        )
        for style in ("window", "letter", "festival")
        for size, words in (
            (PHONE, "none"),
            (PHONE, "twelve"),
            (PHONE, "sixty"),
            (PHONE, "two hundred"),
            (MOMENTS, "sixty"),
            (MOMENTS, "two hundred"),
        )
    }
    | {
        f"{style}-phone-from": (replace(GOODS, reason=REASONS["twelve"], was="168", is_least=True), style, PHONE)
        for style in ("window", "letter", "festival")
    }
    | {
        "shop-phone": (SHOP, "shop", PHONE),
        "post-phone-sixty": (replace(POST, reason=REASONS["sixty"]), "post", PHONE),
        "post-phone-none": (replace(POST, picture=None), "post", PHONE),
        "post-moments-two-hundred": (replace(POST, reason=REASONS["two hundred"]), "post", MOMENTS),
        "plate-phone": (SHOP, "plate", PHONE),
        "plate-moments": (GOODS, "plate", MOMENTS),
        "window-a6-sixty": (replace(GOODS, reason=REASONS["sixty"]), "window", PAPERS["a6"]),
        "letter-a4-two-hundred": (replace(GOODS, reason=REASONS["two hundred"]), "letter", PAPERS["a4"]),
    }
)


def small(sheet: Sheet, style: str, size: tuple[int, int]) -> Image.Image:
    made = printed(sheet, style, size) if isinstance(size, Format) else drawing(sheet, style, size).picture
    return made.resize((SMALL, size[1] * SMALL // size[0]), Image.Resampling.BOX)


def printed(sheet: Sheet, style: str, paper: Format) -> Image.Image:
    """The finished page as PDFium shows it, four times as wide as it is kept."""
    book = pypdfium2.PdfDocument(draw_pdf(sheet, style, paper.name).pdf)
    try:
        page: Image.Image = book[0].render(scale=4 * SMALL / paper.points[0]).to_pil()
        return page.convert("RGB")
    finally:
        book.close()


@pytest.mark.parametrize("look", LOOKS)
def test_a_poster_looks_as_it_did_when_it_was_reviewed(look: str) -> None:
    made = small(*LOOKS[look])
    with Image.open(FOLDER / f"{look}.png") as kept:
        difference = ImageChops.difference(made, kept.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 1.5
    coarse = difference.convert("L").resize((18, made.height // 15), Image.Resampling.BOX)
    assert int(coarse.getextrema()[1]) < 24  # type: ignore[arg-type]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, (sheet, style, size) in LOOKS.items():
        small(sheet, style, size).quantize(64).save(FOLDER / f"{name}.png", optimize=True)
