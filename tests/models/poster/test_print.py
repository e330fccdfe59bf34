"""Posters on paper: the finished PDF is opened, read and turned into pixels by PDFium, as a printer's driver would."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from models.kernel.errors import Refused
from models.poster.draw import draw_poster
from models.poster.print.formats import PAPERS
from models.poster.print.press import Printed, draw_pdf, fingerprint_pdf
from models.poster.print.reading import prove_pdf, raster
from models.poster.sheet import Sheet
from models.poster.sizes import MOMENTS
from models.poster.styles import styles
from tests.given.poster_samples import GOODS, PAYLOAD, REASONS, SHOP, sample_for, square

OF_GOODS = tuple(name for name, style in styles().items() if style.suits(GOODS))
EVERY = [(style, sample_for(style), paper) for style in styles() for paper in PAPERS]
IDS = [f"{style}-{paper}" for style, _, paper in EVERY]
MM = 25.4 / 72


def said(pdf: bytes) -> str:
    """The text that a reader finds in the file, without blanks and line ends."""
    return "".join(copied(pdf).split())


def copied(pdf: bytes) -> str:
    book = pypdfium2.PdfDocument(pdf)
    try:
        return str(book[0].get_textpage().get_text_range())
    finally:
        book.close()


def codes(pdf: bytes, dpi: int) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(raster(pdf, dpi)))


@dataclass(frozen=True)
class Embedded:
    """A font of the page: its file, and what the page says about the glyphs' widths and meanings."""

    file: TTFont
    widths: list[int]
    texts: list[str]


def fonts(pdf: bytes) -> list[Embedded]:
    held = []
    with pikepdf.open(BytesIO(pdf)) as book:
        for font in book.pages[0].Resources.Font.values():
            inner = font.DescendantFonts[0]
            file = TTFont(BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
            rows = re.findall(r"^<[0-9A-F]{4}> <([0-9A-F]*)>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE)
            texts = [bytes.fromhex(row).decode("utf-16-be") for row in rows]
            held.append(Embedded(file, [int(width) for width in inner.W[1]], texts))
    return held


@cache
def printed_once(style: str, sheet: Sheet, paper: str) -> Printed:
    return draw_pdf(sheet, style, paper)


@pytest.mark.parametrize(("style", "sheet", "paper"), EVERY, ids=IDS)
def test_a_page_is_one_sheet_of_its_paper(style: str, sheet: Sheet, paper: str) -> None:
    book = pypdfium2.PdfDocument(printed_once(style, sheet, paper).pdf)
    width, height = book[0].get_size()
    assert len(book) == 1
    assert (width * MM, height * MM) == pytest.approx(PAPERS[paper].mm, abs=0.05)
    book.close()


@pytest.mark.parametrize(("style", "sheet", "paper"), EVERY, ids=IDS)
def test_the_code_is_read_from_every_resolution_and_large_enough(style: str, sheet: Sheet, paper: str) -> None:
    printed = printed_once(style, sheet, paper)
    assert printed.proof.ok
    assert len(printed.proof.checks) == 3
    for dpi in (300, 150, 75):
        assert [found.text for found in codes(printed.pdf, dpi)] == [PAYLOAD]
    corners = codes(printed.pdf, 300)[0].position
    side = (corners.top_right.x - corners.top_left.x) / 300 * 25.4
    assert side > {"a6": 30, "a4": 50}[paper]


@pytest.mark.parametrize(("style", "sheet", "paper"), EVERY, ids=IDS)
def test_the_code_has_four_light_modules_around_it(style: str, sheet: Sheet, paper: str) -> None:
    printed = printed_once(style, sheet, paper)
    light = raster(printed.pdf, 300)
    corners = codes(printed.pdf, 300)[0].position
    left, top, right, bottom = corners.top_left.x, corners.top_left.y, corners.bottom_right.x, corners.bottom_right.y
    module = (right - left) / (17 + 4 * printed.proof.version)
    quiet, edge = int(4 * module), 3
    for box in (
        (left - quiet, top - quiet, right + quiet, top - edge),
        (left - quiet, bottom + edge, right + quiet, bottom + quiet),
        (left - quiet, top, left - edge, bottom),
        (right + edge, top, right + quiet, bottom),
    ):
        assert int(light.crop(box).getextrema()[0]) > 200  # type: ignore[arg-type]


@pytest.mark.parametrize("style", OF_GOODS)
@pytest.mark.parametrize("reason", REASONS)
def test_any_words_are_proven_embedded_and_small(style: str, reason: str) -> None:
    printed = draw_pdf(replace(GOODS, reason=REASONS[reason]), style, "a6")
    assert printed.proof.ok
    assert len(printed.pdf) < 600_000
    for font in fonts(printed.pdf):
        em = font.file["head"].unitsPerEm
        set_in = [advance * 1000 / em for advance, _ in font.file["hmtx"].metrics.values()]
        assert font.widths == pytest.approx(set_in, abs=1)
        assert len(font.texts) == len(font.widths) - 1


def test_the_picture_is_the_stored_one_and_the_code_is_none() -> None:
    with pikepdf.open(BytesIO(draw_pdf(GOODS, "letter", "a4").pdf)) as book:
        images = list(book.pages[0].Resources.XObject.values())
        photos = [image.read_raw_bytes() for image in images if image.Filter == pikepdf.Name.DCTDecode]
        assert photos == [square()]
        assert all("/SMask" in image for image in images if image.Filter != pikepdf.Name.DCTDecode)


def test_the_same_sheet_makes_the_same_file_and_the_same_name() -> None:
    for style in OF_GOODS:
        assert draw_pdf(GOODS, style, "a6").pdf == draw_pdf(replace(GOODS), style, "a6").pdf
    names = {fingerprint_pdf(GOODS, style, paper) for style in OF_GOODS for paper in PAPERS}
    assert len(names) == len(OF_GOODS) * len(PAPERS)
    assert fingerprint_pdf(GOODS, "window", "a6") == fingerprint_pdf(replace(GOODS), "window", "a6")
    assert fingerprint_pdf(GOODS, "window", "a6") != fingerprint_pdf(replace(GOODS, price="127"), "window", "a6")


def test_threads_that_print_at_once_print_the_same() -> None:
    sheets = [replace(GOODS, reason=REASONS[words]) for words in ("sixty", "english", "emoji", "twelve")] * 2
    alone = [draw_pdf(sheet, "festival", "a6").pdf for sheet in sheets[:4]] * 2
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda sheet: draw_pdf(sheet, "festival", "a6").pdf, sheets))
    assert together == alone


def test_pixels_and_pages_of_one_size_are_not_confused() -> None:
    """A festival's ground is kept from poster to poster; paper and screen keep their own."""
    before = draw_poster(GOODS, "festival", (1080, 1522)).jpeg
    assert draw_pdf(GOODS, "festival", "a6").proof.ok
    assert draw_poster(GOODS, "festival", (1080, 1522)).jpeg == before


@pytest.mark.parametrize(
    "change",
    [
        {"shop_name": "一" * 60 + "小铺", "keeper_name": "欧阳娜娜子", "title": "长" * 60, "price": "12888.88"},
        {"shop_name": "林", "keeper_name": "林", "title": "茶", "price": "9"},
        {"keeper_name": "", "title": "\ue000", "price": None, "picture": None},
        {"picture": square("busy")},
        {"picture": square("black")},
        {"payload": "HTTPS://XIAOPU.A-RATHER-LONG-NAME.EXAMPLE.COM.CN:8443/Q/7K3MQ2XA"},
    ],
    ids=["long", "short", "missing", "busy", "black", "host"],
)
@pytest.mark.parametrize("style", OF_GOODS)
def test_names_prices_pictures_and_hosts_of_any_kind(style: str, change: dict[str, object]) -> None:
    sheet = replace(GOODS, **change)  # type: ignore[arg-type]
    for paper in PAPERS:
        printed = draw_pdf(sheet, style, paper)
        assert [found.text for found in codes(printed.pdf, 150)] == [sheet.payload]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(reason=st.text(max_size=200), style=st.sampled_from(OF_GOODS), paper=st.sampled_from(tuple(PAPERS)))
def test_any_text_a_person_may_type_gives_a_page_that_scans(reason: str, style: str, paper: str) -> None:
    printed = draw_pdf(replace(GOODS, reason=reason), style, paper)
    assert printed.proof.ok
    assert set(printed.dropped) <= set(reason)


def test_a_broken_file_proves_nothing() -> None:
    pdf = draw_pdf(GOODS, "plate", "a6").pdf
    assert all(check.ok for check in prove_pdf(pdf, PAYLOAD, PAPERS["a6"]))
    assert not any(check.ok for check in prove_pdf(pdf, PAYLOAD + "A", PAPERS["a6"]))
    assert not any(check.ok for check in prove_pdf(pdf[:400], PAYLOAD, PAPERS["a6"]))


def test_a_paper_or_a_style_that_does_not_suit_is_refused() -> None:
    for sheet, style, paper, field in (
        (GOODS, "window", "a5", "paper"),
        (SHOP, "window", "a6", "style"),
        (GOODS, "shop", "a6", "style"),
    ):
        with pytest.raises(Refused) as refused:
            draw_pdf(sheet, style, paper)
        assert refused.value.field == field


def test_a_picture_that_holds_another_code_is_refused() -> None:
    with Image.open(BytesIO(draw_poster(GOODS, "plate", MOMENTS).jpeg)) as plate:
        held = BytesIO()
        plate.crop((270, 760, 810, 1300)).resize((1080, 1080)).save(held, "JPEG", quality=90)
    with pytest.raises(Refused) as refused:
        draw_pdf(replace(GOODS, picture=held.getvalue(), payload=PAYLOAD + "A"), "letter", "a4")
    assert refused.value.field == "poster"
