"""Brightness is evened within bounds: the dim grows lighter, the lit stays, colours keep their hue."""

import pytest
from PIL import Image, ImageStat

from models.kernel.picture.light import evened

CARD = [(200, 60, 50), (60, 160, 80), (70, 90, 190), (230, 200, 90), (240, 240, 240), (40, 40, 40), (128, 128, 128)]


def card(gain: float, lift: float = 0) -> Image.Image:
    image = Image.new("RGB", (len(CARD) * 20, 20))
    for at, colour in enumerate(CARD):
        seen = tuple(min(255, round(one * gain + lift)) for one in colour)
        image.paste(seen, (at * 20, 0, at * 20 + 20, 20))
    return image


def light(image: Image.Image) -> float:
    return float(ImageStat.Stat(image.convert("L")).mean[0])


def test_a_dim_photo_grows_lighter_and_a_lit_one_stays() -> None:
    assert light(evened(card(0.4))) > 1.4 * light(card(0.4))
    assert abs(light(evened(card(1))) - light(card(1))) < 10
    washed = evened(card(0.35, 140))
    assert washed.convert("L").getextrema()[0] < card(0.35, 140).convert("L").getextrema()[0] - 30  # type: ignore[operator]  # Of one channel they are numbers.


@pytest.mark.parametrize("ends", [(0, 255), (0, 60), (190, 255), (90, 120), (30, 31)])
def test_what_was_darker_stays_darker_and_grey_stays_grey(ends: tuple[int, int]) -> None:
    low, high = ends
    ramp = Image.linear_gradient("L").point(lambda light: low + light * (high - low) / 255).convert("RGB")
    made = evened(ramp)
    column = [made.getpixel((9, row)) for row in range(256)]
    lights = [pixel[0] for pixel in column if isinstance(pixel, tuple)]
    assert lights == sorted(lights)
    assert all(max(pixel) - min(pixel) <= 2 for pixel in column if isinstance(pixel, tuple))


@pytest.mark.parametrize("colour", ["black", "white", "#777777", "#FF0000"])
def test_of_one_colour_it_ends(colour: str) -> None:
    assert evened(Image.new("RGB", (9, 9), colour)).size == (9, 9)
