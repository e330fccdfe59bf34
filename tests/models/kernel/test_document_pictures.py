"""Photos and pages of documents become one picture that can be read; nothing else of them is kept."""

import io
from pathlib import Path

import pytest
from PIL import Image

from models.kernel.document_pictures import DOCUMENT_SIDE, MOST_PAGES, document_picture
from models.kernel.errors import Refused
from tests.given.documents import drawn_pdf, drawn_photo

DATA = Path(__file__).resolve().parents[2] / "data"
TWENTY = 20 * 1024 * 1024


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as no:
        document_picture(data, "photo")
    assert no.value.field == "photo"
    return str(no.value)


def test_a_photo_of_a_phone_is_kept_whole_and_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    exif[0x0112] = 6
    made = document_picture(drawn_photo((4000, 3000), exif=exif), "photo")
    assert (made.width, made.height) == (1800, DOCUMENT_SIDE), "upright, large enough to be read"
    assert b"where I live" not in made.data
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.format == "JPEG" and not picture.getexif()


def test_heic_is_taken_as_phones_send_it() -> None:
    made = document_picture((DATA / "turned.heic").read_bytes(), "photo")
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.format == "JPEG" and picture.size == (made.width, made.height)


def test_twenty_megabytes_are_taken_and_more_are_not() -> None:
    photo = drawn_photo((3000, 4000))
    assert document_picture(photo + b"\0" * (TWENTY - len(photo)), "photo").height == DOCUMENT_SIDE
    assert "20 MB" in refused(photo + b"\0" * (TWENTY + 1 - len(photo)))


def blank(shade: int, size: tuple[int, int] = (900, 1200)) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 14).point(lambda value: value // 8 + shade).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.mark.parametrize("shade", [0, 128, 220])
def test_a_photo_of_nothing_is_refused_with_what_to_do(shade: int) -> None:
    assert "重拍" in refused(blank(shade))


def test_a_picture_too_small_to_be_read_is_refused() -> None:
    assert "短边至少 320" in refused(drawn_photo((200, 260)))


def test_a_pdf_is_drawn_page_under_page_and_its_script_is_gone() -> None:
    made = document_picture(drawn_pdf(2, script="app.alert('run')"), "photo")
    assert made.data[:2] == b"\xff\xd8" and b"JavaScript" not in made.data and b"%PDF" not in made.data
    assert made.height == 2 * 1754 and made.width in (1239, 1240)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (drawn_pdf(MOST_PAGES + 1), "最多 5 页"),
        (drawn_pdf(password="secret"), "密码"),
        (b"%PDF-1.7 broken", "损坏"),
        (drawn_pdf()[:-400], "损坏"),
        (b"<svg onload='alert(1)'/>", "不是能用的图片"),
        (b"", "空的"),
    ],
    ids=["long", "locked", "broken", "cut", "svg", "empty"],
)
def test_what_cannot_be_taken_says_why(data: bytes, words: str) -> None:
    assert words in refused(data)
