"""A whole picture keeps its edges, its way up and nothing else: no metadata, no more pixels than a screen shows."""

import io

import pytest
from PIL import Image

from models.kernel.errors import Refused
from models.kernel.pictures import UNCROPPED_SIDE, uncropped


def _saved(size: tuple[int, int], kind: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", size, (30, 200, 30))
    image.paste((220, 30, 30), (0, 0, size[0], max(1, size[1] // 8)))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_is_cropped_and_long_sides_shrink(kind: str) -> None:
    made = uncropped(_saved((900, 3600), kind))
    assert (made.width, made.height) == (360, UNCROPPED_SIDE)
    image = Image.open(io.BytesIO(made.data))
    assert (image.format, image.size) == ("JPEG", (360, UNCROPPED_SIDE))
    top, bottom = image.getpixel((180, 20)), image.getpixel((180, UNCROPPED_SIDE - 20))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 180 and bottom[1] > 160


def test_a_small_picture_stays_small() -> None:
    made = uncropped(_saved((300, 80)))
    assert (made.width, made.height) == (300, 80)


def test_a_sideways_photo_is_turned_and_its_place_forgotten() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    tags[0x010E] = "at home"
    made = uncropped(_saved((400, 200), exif=tags))
    assert (made.width, made.height) == (200, 400)
    assert b"at home" not in made.data
    assert dict(Image.open(io.BytesIO(made.data)).getexif()) == {}


@pytest.mark.parametrize("data", [b"", b"no picture", _saved((300, 200))[:600], _saved((300, 8))])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        uncropped(data)
    assert refusal.value.field == "pictures"
