"""What is doubted of a picture: nothing on it, a telephone's screen, a receipt; and of goods as they are photographed,
nothing."""

import io
from random import Random

import pytest
from PIL import Image, ImageDraw

from models.kernel.picture.light import evened
from models.kernel.pictures import evenly_lit, normalise
from tests.models.kernel.picture.test_subject import scene


def file_of(image: Image.Image, kind: str = "JPEG", made_by: str = "") -> bytes:
    exif, held = Image.Exif(), io.BytesIO()
    if made_by:
        exif[0x010F] = made_by
    image.save(held, kind, quality=85, exif=exif)
    return held.getvalue()


def receipt(ground: tuple[int, int, int], paper: int, turn: float) -> Image.Image:
    image = Image.new("RGB", (900, 1200), ground)
    pen, chance = ImageDraw.Draw(image), Random(paper)
    pen.rectangle((100, 40, 800, 1170), fill=(paper, paper, paper - 4))
    for y in range(80, 1130, 44):
        pen.text((140, y), f"item {y:<14} x{chance.randrange(1, 4)} {chance.random() * 99:7.2f}", "#333", font_size=34)
    return image.rotate(turn, fillcolor=ground)


def screen() -> Image.Image:
    image = Image.new("RGB", (540, 1170), "#FAFAFA")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 540, 80), fill="#C8321F")
    for y in range(120, 1100, 60):
        pen.text((20, y), "some words and 12.50", "#222222", font_size=24)
    return image


def packed() -> Image.Image:
    image = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(image).rectangle((300, 150, 600, 750), fill="#3C3C3C")
    return image


@pytest.mark.parametrize(
    ("data", "doubt"),
    [
        (file_of(Image.new("RGB", (400, 400), "black")), "blank"),
        (file_of(Image.new("CMYK", (400, 300), (0, 0, 0, 0))), "blank"),
        (file_of(Image.effect_noise((800, 600), 20)), "blank"),
        (file_of(screen()), "screenshot"),
        (file_of(screen(), "PNG"), "screenshot"),
        (file_of(scene(Random(2))[0].resize((540, 1080)), made_by="Xiaomi"), ""),
        (file_of(receipt((90, 80, 70), 240, 3)), "receipt"),
        (file_of(receipt((60, 60, 60), 190, -2)), "receipt"),
        (file_of(receipt((230, 230, 230), 245, 0)), "receipt"),
        (file_of(packed()), ""),
    ],
)
def test_what_shows_no_goods_is_doubted(data: bytes, doubt: str) -> None:
    assert normalise(data).doubt == doubt


def test_photos_of_goods_are_not() -> None:
    chance = Random(4)
    assert {normalise(file_of(scene(chance)[0])).doubt for _ in range(12)} == {""}


def test_a_stored_square_is_evened_into_other_squares() -> None:
    dim = normalise(file_of(scene(Random(1))[0].point(lambda value: value * 0.4)))
    made = evenly_lit(dim.sizes[1080])
    assert made.digest != dim.digest and sorted(made.sizes) == [270, 540, 1080]
    with Image.open(io.BytesIO(dim.sizes[270])) as before, Image.open(io.BytesIO(made.sizes[270])) as after:
        assert abs(evened(before).getpixel((135, 135))[0] - after.getpixel((135, 135))[0]) < 25  # type: ignore[index]  # Of an RGB picture it is a tuple.
