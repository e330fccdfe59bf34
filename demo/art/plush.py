"""Soft things for the smallest: the bear and the bodysuit."""

from demo.art.brush import Canvas
from demo.art.grounds import sun, table, wall
from demo.art.palette import (
    BLUSH,
    CLAY,
    INK,
    SEAL,
)
from demo.art.shapes import leaf, mirror, oval, path, smooth


def bear(c: Canvas, fur: str, dark: str, scarf: str) -> None:
    """The bear sits and looks at you."""
    c.shadow(548, 944, 300, 40)
    for side in (False, True):
        for shape in (oval(390, 690, 66, 130), oval(372, 868, 104, 84)):
            c.solid(mirror(shape) if side else shape, dark, 0.06, 0.1)
        foot = oval(368, 876, 60, 50)
        c.fill(mirror(foot) if side else foot, "#E6C4A6")
    c.solid(
        smooth((540, 540), (680, 600), (746, 760), (690, 900), (540, 944), (390, 900), (334, 760), (400, 600)),
        fur,
        0,
        0.14,
    )
    c.fill(oval(540, 786, 124, 120), "#E6C4A6")
    for side in (False, True):
        ear, inner = oval(372, 234, 84), oval(378, 242, 48)
        c.fill(mirror(ear) if side else ear, dark)
        c.fill(mirror(inner) if side else inner, "#E6C4A6")
    head = smooth((540, 190), (700, 240), (770, 390), (710, 540), (540, 594), (370, 540), (310, 390), (380, 240))
    c.solid(head, fur, 0, 0.16)
    c.fill(oval(440, 290, 90, 60), "#FFFFFF", alpha=0.16, blur=24)
    c.fill(oval(540, 470, 112, 86), "#EBCDB1")
    for x in (440, 640):
        c.fill(oval(x, 384, 22, 25), INK)
        c.fill(oval(x - 7, 375, 7), "#FFFFFF")
        c.fill(oval(x + (-54 if x < 540 else 54), 456, 38, 24), "#E39A80", alpha=0.45)
    c.fill(smooth((500, 428), (540, 420), (580, 428), (560, 458), (540, 468), (520, 458)), INK)
    c.line(smooth((540, 466), (534, 494), (508, 504), (486, 490), closed=False), INK, 8)
    c.line(smooth((540, 466), (546, 494), (572, 504), (594, 490), closed=False), INK, 8)
    band = smooth((366, 556), (540, 606), (714, 556), (722, 616), (540, 676), (358, 616))
    c.cast(band, 4, 12, 10, 0.2)
    c.solid(band, scarf, 0.1, 0.2)
    tail = smooth((610, 640), (690, 640), (700, 790), (630, 800))
    c.cast(tail, 6, 8, 8, 0.2)
    c.solid(tail, scarf, 0.14, 0.16)


def bear_brown() -> Canvas:
    c = wall(BLUSH)
    sun(c, 540, 520, 430, "#F7E9E1")
    bear(c, "#B97E57", "#A86F4B", "#C8321F")
    return c


def bears() -> Canvas:
    """Both colours and both sizes."""
    c = wall("#EFE0CC")
    table(c, "#DDC6A6", 800)
    with c.placed(-150, 20, 0.86):
        bear(c, "#B97E57", "#A86F4B", SEAL)
    with c.placed(280, 190, 0.52):
        bear(c, "#EADBC3", "#DCC8A8", "#6F8F9E")
    return c


def bodysuit() -> Canvas:
    c = wall(CLAY)
    sun(c, 540, 540, 430, "#F1DDCF")
    suit = path("M400 260 Q540 350 680 260 L860 360 L800 520 L726 490 L726 720 Q720 780 640 900 L440 900 "
                "Q360 780 354 720 L354 490 L280 520 L220 360 Z")  # fmt: skip
    c.cast(suit, 14, 22, 20, 0.2)
    c.solid(suit, "#FBF5EA", 0.3, 0.1)
    c.fill(path("M400 260 Q540 350 680 260 L706 276 Q540 388 374 276 Z"), "#D8B08F")
    for side in (False, True):
        cuff = path("M220 360 L280 520 L256 530 L198 372 Z")
        c.fill(mirror(cuff) if side else cuff, "#D8B08F")
        hole = path("M354 720 Q430 760 440 900 L416 900 Q360 790 348 730 Z")
        c.fill(mirror(hole) if side else hole, "#D8B08F")
        c.line(mirror(((354, 490), (354, 560))) if side else ((354, 490), (354, 560)), "#D9CDB8", 5)
    for x in (480, 540, 600):
        c.fill(oval(x, 872, 13), "#C9A98C")
    for x, y, turn in ((430, 460, 30), (560, 430, -20), (650, 500, 50), (470, 580, -40), (600, 600, 10), (420, 680, 20),
                       (540, 700, -30), (660, 690, 40), (520, 800, 0)):  # fmt: skip
        c.fill(leaf(x, y, 44, 24, turn), "#8FA878")
        c.fill(leaf(x, y, 36, 20, turn - 70), "#B3C49D")
    return c


DRAWINGS = {
    "bear": bear_brown,
    "bears": bears,
    "bodysuit": bodysuit,
}
