"""The text of printed posters: real, searchable, and copied as it was typed."""

from dataclasses import replace

import pypdfium2
import pytest

from models.poster.print.formats import PAPERS
from models.poster.print.press import draw_pdf
from models.poster.sheet import Sheet
from tests.given.poster_samples import GOODS, LONG, REASONS, SHOP
from tests.models.poster.test_print import EVERY, IDS, MM, copied, fonts, printed_once, said


@pytest.mark.parametrize(("style", "sheet", "paper"), EVERY, ids=IDS)
def test_words_stay_three_millimetres_inside(style: str, sheet: Sheet, paper: str) -> None:
    book = pypdfium2.PdfDocument(printed_once(style, sheet, paper).pdf)
    page = book[0]
    (width, height), text = page.get_size(), page.get_textpage()
    boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    assert len(boxes) > 15
    inside = [box for box in boxes if box[2] > box[0]]
    assert min(box[0] for box in inside) * MM > 3
    assert min(box[1] for box in inside) * MM > 3
    assert (width - max(box[2] for box in inside)) * MM > 3
    assert (height - max(box[3] for box in inside)) * MM > 3
    book.close()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("style", ["window", "letter", "festival"])
def test_title_price_words_and_number_can_be_searched_and_copied(style: str, paper: str) -> None:
    text = said(draw_pdf(replace(GOODS, was="168"), style, paper).pdf)
    for words in (GOODS.title or "", GOODS.reason, "128", "168", "258147", "林间小铺", "阿林", "扫码进店"):
        assert "".join(words.split()) in text


@pytest.mark.parametrize("paper", PAPERS)
def test_the_shop_and_its_plate_can_be_searched_too(paper: str) -> None:
    for style, words in (("shop", "山里的茶。"), ("plate", "扫一扫，进店看看")):
        text = said(draw_pdf(SHOP, style, paper).pdf)
        assert "258147" in text
        assert "林间小铺" in text
        assert words in text
    assert LONG[:200] in said(draw_pdf(replace(SHOP, introduction=LONG[:200]), "shop", paper).pdf)


def test_what_is_copied_has_the_blanks_that_were_typed_and_no_others() -> None:
    sheet = replace(GOODS, reason="放了5年，用 iPhone 拍的，能泡10次。", title="白茶 2019 饼 100 g")
    text = copied(draw_pdf(sheet, "window", "a4").pdf).replace("\r\n", " ")
    assert "258147" in text
    assert "放了5年" in text
    assert "用 iPhone 拍的" in text
    assert "泡10次" in text
    assert "白茶 2019 饼 100 g" in text


def test_no_glyph_is_missing_from_the_fonts() -> None:
    """All that is empty in an embedded font is the blank, and what only asks for colour."""
    for words in (REASONS["emoji"], LONG[:200], "好茶 🇨🇳 ☕ ½ Привет Ελλάδα 𠮷野 สวัสดี"):
        printed = draw_pdf(replace(GOODS, reason=words), "letter", "a6")
        assert not printed.dropped
        for font in fonts(printed.pdf):
            shapes = [font.file["glyf"][name] for name in font.file.getGlyphOrder()[1:]]
            empty = {text for text, shape in zip(font.texts, shapes, strict=True) if not shape.numberOfContours}
            assert empty <= {" ", "", "\ufe0f"}


@pytest.mark.parametrize("length", [0, 1, 2, 5, 17, 40, 47, 48, 80, 114, 115, 160, 200])
@pytest.mark.parametrize("style", ["window", "letter", "festival"])
def test_words_of_every_length_are_all_there(style: str, length: int) -> None:
    sheet = replace(GOODS, reason=LONG[:length], was="168")
    text = said(draw_pdf(sheet, style, "a6").pdf)
    assert LONG[:length] in text
    assert "".join((GOODS.title or "").split()) in text


def test_emoji_and_english_are_copied_as_they_were_typed() -> None:
    assert "สวัสดี" in said(draw_pdf(replace(GOODS, reason="สวัสดี"), "letter", "a6").pdf)
    assert "全家都爱❤️👍🏽" in said(draw_pdf(replace(GOODS, reason="全家都爱❤️👍🏽"), "letter", "a6").pdf)
    assert "😋" in said(draw_pdf(replace(GOODS, reason="好吃😋真的👨‍👩‍👧‍👦"), "letter", "a6").pdf)
    english = copied(draw_pdf(replace(GOODS, reason=REASONS["english"]), "letter", "a6").pdf)
    assert "I have been using this" in " ".join(english.split())


def test_what_no_face_has_is_dropped_and_told() -> None:
    printed = draw_pdf(replace(GOODS, reason="好茶\ue000。"), "letter", "a6")
    assert printed.dropped == "\ue000"
    assert "好茶。" in said(printed.pdf)
