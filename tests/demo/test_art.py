"""Every demo picture can be drawn, has something on it, and is the same each time."""

from functools import cache

import pytest
from PIL import Image, ImageStat

from demo.art import NAMES, draw
from demo.content import GOODS, SHOPS


@cache
def reduced(name: str) -> Image.Image:
    """A tenth of the picture: enough to judge it by, and drawn once for all tests."""
    picture = draw(name)
    assert picture.mode == "RGB"
    assert picture.size == (1080, 1080)
    return picture.reduce(10)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_a_full_square_with_something_on_it(name: str) -> None:
    picture = reduced(name)
    assert sum(ImageStat.Stat(picture).stddev) > 20
    colours = picture.getcolors(108 * 108)
    assert colours is not None
    assert max(count for count, _ in colours) < 108 * 108 * 0.6


@pytest.mark.parametrize("name", ["white-tea", "jasmine-tea", "bears", "lamp-night", "logo-forest"])
def test_a_picture_is_the_same_at_every_drawing(name: str) -> None:
    assert draw(name).tobytes() == draw(name).tobytes()


@pytest.mark.slow
def test_no_two_pictures_are_alike() -> None:
    assert len({reduced(name).tobytes() for name in NAMES}) == len(NAMES)


def test_every_picture_is_used_and_ten_goods_have_a_second() -> None:
    used = {picture for goods in GOODS for picture in goods.pictures} | {shop.logo for shop in SHOPS}
    assert used == set(NAMES)
    assert sum(len(goods.pictures) > 1 for goods in GOODS) >= 10


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("no-such-picture")
