"""To play and draw with: blocks, a train, crayons."""

from demo.art.brush import Canvas
from demo.art.grounds import table, wall
from demo.art.palette import (
    BUTTER,
    COCOA,
    CREAM,
    INK,
    MIST,
    OAK,
    SEAL,
    STONE,
    TERRA,
    WOOD,
)
from demo.art.shapes import oval, path, rect, smooth


def cube(c: Canvas, x: float, y: float, side: float, colour: str, word: str = "") -> None:
    box = rect(x, y, side, side, 14)
    c.solid(box, colour, 0.12, 0.1)
    c.fill(rect(x + 12, y + 12, side - 24, side - 24, 10), "#FFFFFF", alpha=0.14)
    if word:
        c.text(x + side / 2, y + side / 2, word, side * 0.55, CREAM, 800)


def blocks() -> Canvas:
    """A small castle."""
    c = wall(BUTTER)
    table(c, "#E2C990", 800)
    c.shadow(540, 896, 380, 40)
    for x in (210, 710):
        c.solid(rect(x, 420, 160, 470, 12), WOOD, 0.2, 0.16)
        c.solid(path(f"M{x - 24} 424 L{x + 80} 250 L{x + 184} 424 Z"), TERRA, 0.1, 0.16)
        c.fill(rect(x + 50, 520, 60, 100, (30, 30, 0, 0)), "#8A6236")
        c.fill(rect(x + 50, 700, 60, 100, (30, 30, 0, 0)), "#8A6236")
    cube(c, 378, 734, 156, "#5F7FA3", "木")
    cube(c, 546, 734, 156, "#7C9A58", "马")
    c.solid(path("M378 726 L702 726 L702 650 Q540 520 378 650 Z"), "#D9A93A", 0.1, 0.14)
    c.fill(path("M450 726 Q540 600 630 726 Z"), "#F3E0AE")
    cube(c, 474, 440, 132, "#C8574A", "宝")
    c.solid(oval(540, 384, 56), WOOD, 0, 0.2)
    c.fill(oval(522, 362, 16, 12), "#FFFFFF", alpha=0.4)
    c.solid(rect(880, 830, 110, 60, 10), "#5F7FA3", 0.16, 0.14)
    c.solid(path("M80 890 Q140 770 200 890 Z"), "#7C9A58", 0.1, 0.14)
    return c


def blocks_bag() -> Canvas:
    """Seen from above, poured out of their cotton bag."""
    c = wall("#E3E2D2")
    bag = smooth((150, 260), (330, 170), (470, 240), (520, 420), (430, 600), (260, 640), (120, 520), (90, 380))
    c.cast(bag, 18, 26, 24, 0.22)
    c.solid(bag, "#F1E8D6", 0.3, 0.16)
    c.fill(smooth((400, 270), (500, 360), (480, 520), (380, 580), (350, 430)), "#BDAE90")
    c.line(smooth((420, 260), (520, 390), (470, 540), (372, 590), closed=False), "#A8763E", 14)
    c.column(246, 400, "榉木", 92, "#8A6236", 800)
    pieces = ((560, 300, "#5F7FA3", 14), (720, 210, WOOD, -20), (860, 360, "#C8574A", 30), (640, 480, "#D9A93A", -12),
              (800, 560, "#7C9A58", 8), (560, 680, WOOD, 38), (730, 750, TERRA, -26), (380, 800, "#5F7FA3", 10),
              (900, 800, WOOD, 20), (220, 780, "#D9A93A", -34), (560, 900, "#7C9A58", 0))  # fmt: skip
    for i, (x, y, colour, turn) in enumerate(pieces):
        shape = (rect(480, 480, 120, 120, 14), oval(540, 540, 64), path("M470 600 L540 470 L610 600 Z"),
                 rect(450, 500, 180, 80, 14))[i % 4]  # fmt: skip
        with c.placed(x - 540, y - 540, 1, turn):
            c.cast(shape, 10, 14, 12, 0.24)
            c.solid(shape, colour, 0.14, 0.14)
    return c


def train() -> Canvas:
    c = wall(MIST)
    table(c, "#C3D3CC", 760)
    c.shadow(560, 872, 450, 34)
    c.solid(rect(70, 846, 960, 26, 13), "#A8875A", 0, 0.1)
    cars = ((120, "#D9A93A"), (400, "#7C9A58"))
    for x, colour in cars:
        c.line(((x + 240, 770), (x + 300, 770)), INK, 14)
        c.solid(rect(x, 620, 240, 160, 18), colour, 0.16, 0.16)
    c.solid(oval(190, 590, 48), "#C8574A", 0, 0.16)
    c.solid(rect(246, 520, 90, 108, 8), WOOD, 0.16, 0.16)
    c.solid(path("M420 628 L520 480 L620 628 Z"), "#5F7FA3", 0, 0.16)
    c.solid(rect(680, 700, 300, 90, 18), SEAL, 0.08, 0.16)
    c.solid(rect(760, 560, 210, 150, (16, 75, 75, 16)), WOOD, 0.14, 0.18)
    c.solid(rect(680, 440, 150, 270, 14), SEAL, 0.12, 0.14)
    c.fill(rect(708, 490, 94, 90, 12), "#F6E7C6")
    c.solid(rect(660, 410, 190, 42, 16), OAK, 0.16, 0.14)
    c.solid(path("M890 566 L882 480 L958 480 L946 566 Z"), "#4A3B30", 0.14, 0.1)
    for x, r in ((180, 58), (300, 58), (460, 58), (580, 58), (740, 66), (900, 66)):
        c.solid(oval(x, 856 - r, r), OAK, 0, 0.2)
        c.fill(oval(x, 856 - r, r * 0.62), WOOD)
        c.fill(oval(x, 856 - r, r * 0.2), "#6B4A2A")
    for x, y, r in ((926, 410, 40), (866, 330, 56), (766, 260, 72)):
        c.fill(oval(x, y, r), "#FFFFFF", alpha=0.75)
    return c


def crayons() -> Canvas:
    c = wall(STONE)
    c.line(
        smooth((90, 250), (260, 170), (420, 270), (600, 170), (780, 260), (980, 160), closed=False), "#C8574A", 20, 0.8
    )
    c.line(
        smooth((90, 320), (260, 240), (420, 340), (600, 240), (780, 330), (980, 230), closed=False), "#D9A93A", 20, 0.8
    )
    colours = ("#C8321F", "#E08A3C", "#E3BE4A", "#7C9A58", "#4F8A8B", "#5F7FA3", "#8A6AA3", "#7A4A1C")
    c.shadow(548, 930, 380, 36)
    for i, colour in enumerate(colours):
        x, lift = 206 + i * 84, (0, 36, 12, 54, 22, 44, 6, 30)[i]
        c.solid(path(f"M{x + 8} {470 - lift} L{x + 26} {392 - lift} Q{x + 37} {376 - lift} {x + 48} {392 - lift} "
                     f"L{x + 66} {470 - lift} Z"), colour, 0.14, 0.16)  # fmt: skip
        c.solid(rect(x, 464 - lift, 74, 360, 6), colour, 0.2, 0.16)
        c.fill(rect(x, 500 - lift, 74, 10), INK, alpha=0.3)
    box = rect(176, 600, 728, 330, 18)
    c.solid(box, "#F3E2B8", 0.24, 0.12)
    c.fill(rect(176, 600, 728, 18), INK, alpha=0.12, inside=box, blur=8)
    c.text(540, 730, "大豆蜡笔", 104, INK, 800, 10)
    c.text(540, 840, "画完擦得掉", 44, COCOA, 500, 4)
    return c


DRAWINGS = {
    "blocks": blocks,
    "blocks-bag": blocks_bag,
    "train": train,
    "crayons": crayons,
}
