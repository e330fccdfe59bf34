"""Dried goods from the hills: shiitake in a basket, persimmons on their string."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig, sun, table, wall
from demo.art.palette import BUTTER, CREAM, INK, OAK, SAND, WOOD
from demo.art.shapes import leaf, oval, path, rect, smooth


def shiitake(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """One dried shiitake with its flower-like cracks."""
    with c.placed(x - 540, y - 540, size, turn):
        stem = path("M508 560 Q520 620 500 668 L580 668 Q562 620 574 560 Z")
        c.solid(stem, "#E9D6B4", 0.2, 0.24)
        cap = smooth((400, 566), (430, 480), (540, 436), (650, 480), (680, 566), (610, 596), (540, 602), (470, 596))
        c.cast(cap, 4, 14, 12, 0.22)
        c.solid(cap, "#7B5236", 0.12, 0.28)
        for points in (((470, 512), (520, 480), (500, 540)), ((546, 470), (610, 490), (560, 520)),
                       ((520, 552), (560, 534), (586, 574)), ((620, 520), (652, 550), (616, 566)),
                       ((430, 556), (462, 540), (470, 580))):  # fmt: skip
            c.fill(smooth(*points), "#E2C9A4", inside=cap)


def mushrooms() -> Canvas:
    c = wall(SAND)
    table(c, "#D3BC93", 760)
    c.shadow(548, 890, 350, 44)
    for x, y, size, turn in ((380, 500, 1.0, -24), (690, 490, 1.02, 22), (536, 440, 1.12, 0), (300, 600, 0.9, -30),
                             (780, 600, 0.9, 28), (450, 590, 1.0, -6), (640, 596, 1.0, 12)):  # fmt: skip
        shiitake(c, x, y, size, turn)
    basket = path("M206 640 L874 640 L806 864 Q798 896 762 896 L318 896 Q282 896 274 864 Z")
    c.solid(basket, WOOD, 0.14, 0.22)
    for row in range(5):
        for step in range(15):
            x = 216 + step * 46 + (23 if row % 2 else 0)
            c.fill(rect(x, 676 + row * 44, 34, 26, 10), "#A9793F", alpha=0.55, inside=basket)
    c.solid(rect(182, 620, 716, 56, 28), OAK, 0.2, 0.2)
    c.label(440, 720, 200, 112, "香菇", 76)
    shiitake(c, 190, 880, 0.86, -14)
    shiitake(c, 900, 884, 0.8, 18)
    return c


def persimmon(c: Canvas, x: float, y: float, size: float) -> None:
    """A dried persimmon: flat, frosted, with its calyx."""
    with c.placed(x - 540, y - 540, size):
        fruit = smooth((540, 466), (640, 480), (676, 552), (636, 626), (540, 646), (444, 626), (404, 552), (440, 480))
        c.cast(fruit, 8, 16, 14, 0.2)
        c.fill(fruit, "#E88A3C", to="#C45E22")
        c.solid(fruit, "#DB7430", 0.1, 0.2)
        c.fill(oval(510, 560, 96, 56), "#FFF1DD", alpha=0.42, inside=fruit, blur=18)
        for turn in (200, 250, 290, 340):
            c.fill(leaf(540, 486, 62, 40, turn), "#8C7A42")
        c.fill(oval(540, 482, 16, 12), "#5F5230")


def persimmons() -> Canvas:
    c = wall(BUTTER)
    sun(c, 540, 500, 400, "#F8ECD0")
    c.line(((120, 150), (960, 118)), OAK, 26)
    c.line(((120, 144), (960, 112)), WOOD, 8)
    for x, feet in ((300, (330, 520)), (540, (300, 500, 700)), (780, (290, 490))):
        c.line(((x, 136), (x, feet[-1])), "#B99A62", 7)
        for y in feet:
            persimmon(c, x, y, 0.72)
    tag = rect(240, 640, 124, 190, 12)
    c.cast(tag)
    c.fill(tag, CREAM)
    c.line(((300, 592), (302, 660)), "#B99A62", 6)
    c.column(302, 742, "柿饼", 64, INK, 800)
    sprig(c, 820, 640, 190, 70, ("#B5652E", "#D08A45"))
    sprig(c, 800, 640, 140, 120, ("#A85A28", "#C97B3C"))
    return c


def persimmons_plate() -> Canvas:
    c = wall("#E9D5C0")
    table(c, "#CDA987", 620)
    c.shadow(550, 830, 400, 70, 0.26, 26)
    c.fill(oval(540, 780, 400, 116), "#5E7478")
    c.fill(oval(540, 764, 400, 116), "#8DA3A3")
    c.fill(oval(540, 768, 330, 88), "#7C9494")
    for x, y, size in ((420, 610, 0.9), (660, 612, 0.9), (310, 704, 0.94), (770, 704, 0.94), (540, 720, 1.05)):
        persimmon(c, x, y, size)
    with c.placed(250, 440, 0.94, 8):
        cut_persimmon(c)
    return c


def cut_persimmon(c: Canvas) -> None:
    """One half, cut side up, with its seeds."""
    half = smooth((540, 388), (640, 410), (664, 470), (540, 520), (416, 470), (440, 410))
    c.cast(half, 6, 12, 12, 0.2)
    c.fill(half, "#C45E22")
    c.fill(smooth((540, 404), (622, 424), (640, 466), (540, 502), (440, 466), (458, 424)), "#F0A04C", to="#D9702A")
    for x, turn in ((480, 60), (540, 90), (600, 120)):
        c.fill(leaf(x, 436, 40, 18, turn), "#8A4318")


DRAWINGS = {
    "mushrooms": mushrooms,
    "persimmons": persimmons,
    "persimmons-plate": persimmons_plate,
}
