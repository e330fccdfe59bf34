"""Care for hair and hands: shampoo, comb, hand cream."""

from demo.art.brush import Canvas
from demo.art.care import bubbles
from demo.art.grounds import sprig, sun, table, wall
from demo.art.palette import (
    BLUSH,
    COCOA,
    INK,
    PAPER,
    SKY,
    STONE,
)
from demo.art.shapes import oval, path, rect, smooth


def tube(c: Canvas, x: float, colour: str, name: str, turn: float) -> None:
    with c.placed(x - 540, 0, 1, turn):
        body = path("M420 220 L660 220 L644 760 Q642 790 610 790 L470 790 Q438 790 436 760 Z")
        c.cast(body, 10, 14, 14, 0.18)
        c.solid(body, colour, 0.26, 0.18)
        c.fill(rect(416, 200, 248, 52, 8), colour)
        for i in range(11):
            c.fill(rect(428 + i * 21, 208, 6, 36, 3), INK, alpha=0.12)
        c.solid(rect(456, 786, 168, 104, (6, 6, 22, 22)), PAPER, 0.4, 0.16)
        c.column(540, 470, name, 66, INK, 700)
        c.text(540, 700, "护手霜", 34, INK, 500, 4)


def hand_cream() -> Canvas:
    c = wall(BLUSH)
    sun(c, 540, 560, 400, "#F7E9E1")
    tube(c, 280, "#E5B7A0", "桂花", -6)
    tube(c, 800, "#A9BC93", "茶树", 6)
    tube(c, 540, "#F4E7D3", "白茶", 0)
    return c


def shampoo() -> Canvas:
    c = wall(STONE)
    table(c, "#CFC5B5", 800)
    c.shadow(548, 900, 220, 34)
    bottle = rect(350, 420, 380, 480, (70, 70, 44, 44))
    c.line(((540, 300), (540, 200)), INK, 34)
    c.line(((548, 196), (390, 200), (376, 236)), INK, 40)
    c.solid(rect(470, 296, 140, 70, 12), "#2C2620", 0.2, 0)
    c.solid(rect(500, 340, 80, 90), "#4A3527", 0.2, 0.2)
    c.solid(bottle, "#6B4A33", 0.18, 0.24)
    c.label(406, 530, 268, 272, "", 10)
    c.text(540, 610, "无患子", 74, INK, 800, 4)
    c.text(540, 690, "洗发露", 48, COCOA, 500, 8)
    c.text(540, 758, "500 mL", 32, COCOA, 500)
    for x, y, r in ((196, 872, 56), (290, 904, 44), (880, 880, 58), (800, 916, 40)):
        c.shadow(x, y + r * 0.8, r * 0.9, r * 0.24, 0.26, 8)
        c.solid(oval(x, y, r), "#C58B2F", 0.2, 0.24)
        c.fill(oval(x - r * 0.1, y - r * 0.75, r * 0.2, r * 0.16), "#7A5420")
    bubbles(c, ((280, 250, 40), (210, 350, 24), (300, 380, 16)))
    return c


def comb() -> Canvas:
    c = wall(SKY)
    c.fill(smooth((120, 300), (540, 200), (960, 320), (1000, 760), (560, 900), (90, 760)), "#E8ECF1")
    with c.placed(0, 0, 1, -24):
        back = path("M200 420 Q540 300 880 420 Q908 432 900 466 L896 520 L184 520 L180 466 Q172 432 200 420 Z")
        c.cast(back, 12, 20, 16, 0.2)
        for i in range(23):
            x = 190 + i * 30.6
            tooth = path(f"M{x} 510 L{x + 19} 510 L{x + 14} 730 Q{x + 9.5} 744 {x + 5} 730 Z")
            c.cast(tooth, 8, 12, 8, 0.14)
            c.fill(tooth, "#A66A3C", to="#8A5230")
        c.fill(back, "#B27443", to="#98602F")
        for lift in (26, 54, 78):
            c.line(smooth((240, 408 + lift), (540, 352 + lift), (840, 408 + lift), closed=False), "#7E4A26", 4, 0.5)
        c.fill(path("M200 420 Q540 300 880 420 Q540 326 200 432 Z"), "#FFFFFF", alpha=0.25)
        c.text(540, 462, "檀木", 54, "#F3DDBF", 700, 20)
    sprig(c, 820, 900, 180, -30, ("#6F8F8A", "#8FAAA5"))
    sprig(c, 820, 900, 140, -90, ("#7C9A95", "#A3BAB5"))
    return c


DRAWINGS = {
    "hand-cream": hand_cream,
    "shampoo": shampoo,
    "comb": comb,
}
