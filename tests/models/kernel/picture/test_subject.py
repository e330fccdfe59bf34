"""The square of a photo holds what it shows, wherever in the photo that stands; of nothing much it is the centre."""

from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from models.kernel.picture.subject import subject_box

Box = tuple[int, int, int, int]


def scene(chance: Random) -> tuple[Image.Image, Box]:
    """A thing with marks on it, somewhere before a wall that grows lighter, most times on a table; and where."""
    wide, high = size = chance.choice([(720, 540), (540, 720), (960, 540), (540, 960)])
    wall, light, table, thing = (tuple(chance.randrange(50, 230) for _ in range(3)) for _ in range(4))
    image = Image.composite(
        Image.new("RGB", size, wall), Image.new("RGB", size, light), Image.linear_gradient("L").resize(size)
    )
    pen = ImageDraw.Draw(image)
    if chance.random() < 0.7:
        pen.rectangle((0, round(high * chance.uniform(0.4, 0.8)), wide, high), fill=table)
    side = round(min(size) * chance.uniform(0.3, 0.7))
    left, top = (chance.randrange(length - side) for length in size)
    pen.ellipse((left, top, left + side, top + side), fill=thing)
    for _ in range(8):
        x, y = (at + chance.randrange(side // 5, side * 3 // 5) for at in (left, top))
        pen.rectangle((x, y, x + side // 6, y + side // 6), fill=tuple(chance.randrange(256) for _ in range(3)))
    noise = Image.effect_noise(size, chance.uniform(5, 30)).convert("RGB")
    return Image.blend(image, noise, 0.15).filter(ImageFilter.GaussianBlur(1)), (left, top, left + side, top + side)


def kept(box: Box, subject: Box) -> float:
    """The share of the subject that is inside."""
    wide, high = (min(box[at + 2], subject[at + 2]) - max(box[at], subject[at]) for at in (0, 1))
    return max(0, wide) * max(0, high) / ((subject[2] - subject[0]) * (subject[3] - subject[1]))


def test_the_subject_is_kept_wherever_it_stands() -> None:
    chance = Random(16)
    ours, centre = [], []
    for _ in range(100):
        image, subject = scene(chance)
        box, side = subject_box(image), min(image.size)
        assert box[2] - box[0] == box[3] - box[1] == side and min(box) >= 0
        ours.append(kept(box, subject))
        left, top = ((length - side) // 2 for length in image.size)
        centre.append(kept((left, top, left + side, top + side), subject))
    whole, whole_in_the_centre = (sum(share > 0.99 for share in shares) for shares in (ours, centre))
    assert whole >= 82 > 65 > whole_in_the_centre
    assert sum(share < 0.8 for share in ours) <= 7


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (900, 300), "#808080"),
        Image.linear_gradient("L").resize((400, 900)).convert("RGB"),
        Image.new("CMYK", (300, 301), (0, 90, 90, 10)),
        Image.new("RGBA", (3000, 200)),
        Image.new("LAB", (300, 200)),
    ],
    ids=["even", "gradient", "print", "see-through", "lab"],
)
def test_of_nothing_the_centre_is_kept(image: Image.Image) -> None:
    side = min(image.size)
    left, top = (round((length - side) / 2) for length in image.size)
    assert subject_box(image) == (left, top, left + side, top + side)
