"""Posters, from sheet to proven bytes: every style, size and text is read back from the finished pixels."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from models.kernel.errors import Refused
from models.poster.draw import as_png, draw_poster, drawing, fingerprint
from models.poster.print.formats import PAPERS
from models.poster.qr import make
from models.poster.sheet import Sheet
from models.poster.sizes import MOMENTS, PHONE, PICTURE_SIZES
from models.poster.styles import styles
from models.poster.typeset import ink
from models.poster.typeset.breaking import Atom
from tests.given.poster_samples import GOODS, PAYLOAD, POST, REASONS, SHOP, sample_for, square

ALL = tuple(styles())
OF_GOODS = tuple(name for name, style in styles().items() if style.suits(GOODS))
OF_POSTS = tuple(name for name, style in styles().items() if style.suits(POST) and style.shows == "post")
OF_SHOPS = tuple(name for name, style in styles().items() if style.suits(SHOP))


def read(image: bytes) -> list[str]:
    with Image.open(BytesIO(image)) as opened:
        return [found.text for found in zxingcpp.read_barcodes(opened.convert("RGB"))]


def ground_around(sheet: Sheet, style: str, size: tuple[int, int]) -> int:
    """The darkest light in the four modules around the code."""
    made = drawing(sheet, style, size)
    left, top, right, bottom = made.box
    grey = made.picture.convert("L")
    quiet = 4 * make(sheet.payload).module
    strips = (
        (left - quiet, top - quiet, right + quiet, top),
        (left - quiet, bottom, right + quiet, bottom + quiet),
        (left - quiet, top, left, bottom),
        (right, top, right + quiet, bottom),
    )
    return min(int(grey.crop(strip).getextrema()[0]) for strip in strips)  # type: ignore[arg-type]


def test_the_styles_are_the_files_of_their_folder() -> None:
    assert ALL == ("window", "letter", "festival", "shop", "plate", "post")
    assert OF_GOODS == ("window", "letter", "festival", "plate")
    assert OF_SHOPS == ("shop", "plate")


@pytest.mark.parametrize("size", PICTURE_SIZES, ids=["phone", "moments"])
@pytest.mark.parametrize("style", OF_GOODS)
@pytest.mark.parametrize("reason", REASONS)
def test_every_style_and_size_is_proven_with_any_words(style: str, size: tuple[int, int], reason: str) -> None:
    sheet = replace(GOODS, reason=REASONS[reason])
    drawn = draw_poster(sheet, style, size)
    assert drawn.proof.ok
    assert [check.width for check in drawn.proof.checks] == [1080, 540, 360]
    assert read(drawn.jpeg) == [PAYLOAD]
    assert ground_around(sheet, style, size) > 200
    with Image.open(BytesIO(drawn.jpeg)) as opened:
        assert opened.size == size
        assert opened.format == "JPEG"


@pytest.mark.parametrize("size", PICTURE_SIZES, ids=["phone", "moments"])
@pytest.mark.parametrize("style", OF_SHOPS)
@pytest.mark.parametrize("introduction", ["", "山里的茶、蜜和手作。", REASONS["two hundred"]])
def test_a_shop_without_goods_has_posters_too(style: str, size: tuple[int, int], introduction: str) -> None:
    sheet = replace(SHOP, introduction=introduction)
    assert read(draw_poster(sheet, style, size).jpeg) == [PAYLOAD]
    assert ground_around(sheet, style, size) > 200


@pytest.mark.parametrize("size", PICTURE_SIZES, ids=["phone", "moments"])
@pytest.mark.parametrize("style", OF_POSTS)
@pytest.mark.parametrize("reason", ["none", "one", "two hundred emoji", "right to left", "long"])
def test_a_post_has_a_poster_with_and_without_a_picture(style: str, size: tuple[int, int], reason: str) -> None:
    words = REASONS.get(reason, REASONS["two hundred"] * 2 + "好" * 100)
    for picture in (square("busy"), None):
        sheet = replace(POST, reason=words, picture=picture)
        assert read(draw_poster(sheet, style, size).jpeg) == [PAYLOAD]
        assert ground_around(sheet, style, size) > 200


@pytest.mark.parametrize("style", OF_GOODS)
@pytest.mark.parametrize(
    "change",
    [
        {
            "shop_name": "一" * 60 + "小铺",
            "keeper_name": "欧阳娜娜子",
            "title": "长" * 60,
            "price": "12888.88",
            "was": "13999",
        },
        {"shop_name": "林", "keeper_name": "林", "title": "茶", "price": "9"},
        {
            "keeper_name": "Catherine O'Hara",
            "title": "Handmade Goat Milk Soap, 120 g × 3",
            "price": "39.9",
            "was": "59.9",
        },
        {"keeper_name": "", "title": "\ue000", "price": None, "picture": None},
        {"picture": square("busy")},
        {"picture": square("black")},
        {"picture": square("white")},
    ],
    ids=["long", "short", "latin", "missing", "busy", "black", "white"],
)
def test_names_prices_and_pictures_of_any_kind(style: str, change: dict[str, object]) -> None:
    sheet = replace(GOODS, **change)  # type: ignore[arg-type]
    for size in PICTURE_SIZES:
        assert draw_poster(sheet, style, size).proof.ok
        assert ground_around(sheet, style, size) > 200


@pytest.mark.parametrize("size", (*PICTURE_SIZES, PAPERS["a6"][:2]), ids=["phone", "moments", "page"])
@pytest.mark.parametrize("style", ("window", "letter", "festival"))
@pytest.mark.parametrize("reason", ["two hundred", "two hundred emoji", "english", "commas", "good and good"])
def test_two_hundred_characters_stand_there_to_the_last(
    style: str, size: tuple[int, int], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long name makes it as narrow as it gets."""
    inked: list[str] = []
    plain = ink.ink_row.dispatch(object)

    def spy(draw: ImageDraw.ImageDraw, row: tuple[Atom, ...], *rest: Any) -> None:
        inked.extend(atom.text for atom in row)
        plain(draw, row, *rest)

    monkeypatch.setattr(ink, "ink_row", spy)
    words = REASONS.get(reason, "好，" * 100)
    drawing(replace(GOODS, reason=words, title="山" * 60, was="168"), style, size)
    assert "".join(words.split()) in "".join("".join(inked).split())


@pytest.mark.parametrize("style", ALL)
def test_a_longer_host_still_scans(style: str) -> None:
    payload = "HTTPS://XIAOPU.A-RATHER-LONG-NAME.EXAMPLE.COM.CN:8443/Q/7K3MQ2XA"
    sheet = replace(sample_for(style), payload=payload)
    assert read(draw_poster(sheet, style).jpeg) == [payload]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(reason=st.text(max_size=200), style=st.sampled_from(OF_GOODS), size=st.sampled_from(PICTURE_SIZES))
def test_any_text_a_person_may_type_gives_a_poster_that_scans(reason: str, style: str, size: tuple[int, int]) -> None:
    drawn = draw_poster(replace(GOODS, reason=reason), style, size)
    assert read(drawn.jpeg) == [PAYLOAD]
    assert set(drawn.dropped) <= set(reason)


def test_same_inputs_make_the_same_bytes_and_the_same_name() -> None:
    assert draw_poster(GOODS, "window").jpeg == draw_poster(GOODS, "window").jpeg
    assert fingerprint(GOODS, "window") == fingerprint(replace(GOODS), "window")
    assert len(fingerprint(GOODS, "window")) == 32


def test_threads_that_draw_at_once_draw_the_same() -> None:
    """Fonts may not be shared between threads; everything that is kept for the process may."""
    sheets = [replace(GOODS, reason=REASONS[words]) for words in ("sixty", "english", "emoji", "two hundred")] * 3
    alone = [draw_poster(sheet, "letter").jpeg for sheet in sheets[:4]] * 3
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda sheet: draw_poster(sheet, "letter").jpeg, sheets))
    assert together == alone


@pytest.mark.parametrize(
    "change",
    [
        {"payload": PAYLOAD + "9"},
        {"shop_number": "258148"},
        {"shop_name": "林间"},
        {"keeper_name": "阿木"},
        {"reason": ""},
        {"title": "白茶"},
        {"price": "127"},
        {"was": "168"},
        {"picture": None},
        {"introduction": "茶"},
    ],
)
def test_whatever_changes_the_poster_changes_its_name(change: dict[str, object]) -> None:
    assert fingerprint(GOODS, "window") != fingerprint(replace(GOODS, **change), "window")  # type: ignore[arg-type]


def test_style_and_size_are_part_of_the_name() -> None:
    names = {fingerprint(GOODS, style, size) for style in OF_GOODS for size in PICTURE_SIZES}
    assert len(names) == len(OF_GOODS) * len(PICTURE_SIZES)


def test_what_no_face_has_is_dropped_and_told() -> None:
    drawn = draw_poster(replace(GOODS, reason="好茶\ue000，真的\U0002ffff。", keeper_name="阿\ue001林"), "letter")
    assert drawn.dropped == "\ue001\ue000\U0002ffff"
    plain = draw_poster(replace(GOODS, reason="好茶，真的。", keeper_name="阿林"), "letter")
    assert drawn.jpeg == plain.jpeg


def test_a_style_is_refused_for_what_it_cannot_show() -> None:
    for sheet, style in ((SHOP, "window"), (SHOP, "letter"), (GOODS, "shop"), (GOODS, "poem")):
        with pytest.raises(Refused) as refused:
            draw_poster(sheet, style)
        assert refused.value.field == "style"


def test_a_picture_that_holds_another_code_is_refused() -> None:
    """A phone could not know which of the two to open."""
    with Image.open(BytesIO(draw_poster(GOODS, "plate", MOMENTS).jpeg)) as plate:
        held = BytesIO()
        plate.crop((270, 760, 810, 1300)).resize((1080, 1080)).save(held, "JPEG", quality=90)
    with pytest.raises(Refused) as refused:
        draw_poster(replace(GOODS, picture=held.getvalue(), payload=PAYLOAD + "A"), "window")
    assert refused.value.field == "poster"


def test_png_on_request_is_the_very_same_picture() -> None:
    jpeg = draw_poster(GOODS, "window", PHONE).jpeg
    png = as_png(jpeg)
    assert read(png) == [PAYLOAD]
    with Image.open(BytesIO(png)) as made, Image.open(BytesIO(jpeg)) as kept:
        assert made.format == "PNG"
        assert made.tobytes() == kept.tobytes()


def test_a_poster_of_a_plain_picture_is_small_enough_to_send() -> None:
    assert all(len(draw_poster(GOODS, style).jpeg) < 350_000 for style in OF_GOODS)
