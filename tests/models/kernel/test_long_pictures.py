"""A long picture keeps its whole length, is no wider than a page, and has nothing but its pixels left."""

import io

import pytest
from PIL import Image

from models.kernel.errors import Refused
from models.kernel.long_pictures import TALLEST, WIDTHS, long_picture


def _saved(size: tuple[int, int], kind: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", size, (30, 200, 30))
    image.paste((220, 30, 30), (0, 0, size[0], max(1, size[1] // 8)))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "size", "made"), [
    ("JPEG", (1500, 9000), (1080, 6480)),
    ("PNG", (790, 4000), (790, 4000)),
    ("WEBP", (2160, 600), (1080, 300)),
])  # fmt: skip
def test_its_length_stays_and_its_width_is_that_of_a_page(
    kind: str, size: tuple[int, int], made: tuple[int, int]
) -> None:
    long = long_picture(_saved(size, kind))
    assert (long.width, long.height) == made
    wide, narrow = (Image.open(io.BytesIO(long.sizes[width])) for width in WIDTHS)
    assert (wide.format, wide.size) == ("JPEG", made)
    assert narrow.width == min(made[0], WIDTHS[1])
    assert abs(narrow.height / narrow.width - made[1] / made[0]) < 0.01
    top, bottom = wide.getpixel((made[0] // 2, 20)), wide.getpixel((made[0] // 2, made[1] - 20))
    assert isinstance(top, tuple) and isinstance(bottom, tuple) and top[0] > 180 and bottom[1] > 160


def test_a_picture_on_its_side_is_turned_and_what_a_camera_wrote_is_gone() -> None:
    tags = Image.Exif()
    tags[0x0112], tags[0x010E] = 6, "at home"
    long = long_picture(_saved((4000, 1500), exif=tags))
    assert (long.width, long.height) == (1080, 2880)
    assert all(b"at home" not in made and b"Exif" not in made for made in long.sizes.values())
    assert long.digest == long_picture(_saved((4000, 1500), exif=tags)).digest


@pytest.mark.parametrize(
    "data", [b"", b"no picture", _saved((400, 900))[:700], _saved((150, 900)), _saved((200, TALLEST + 400))]
)
def test_what_cannot_be_shown_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        long_picture(data)
    assert refusal.value.field == "pictures"
