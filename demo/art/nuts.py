"""Nuts and oil from the hills: hickory nuts, camellia oil, and the camellia that other pictures borrow."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig, sun, wall
from demo.art.palette import (
    COCOA,
    CREAM,
    INK,
    OAK,
    PAPER,
    SAGE,
)
from demo.art.shapes import oval, path, rect, smooth


def walnut(c: Canvas, x: float, y: float, size: float, turn: float = 0) -> None:
    """A whole hickory nut with its ridges."""
    with c.placed(x - 540, y - 540, size, turn):
        c.shadow(546, 618, 78, 18, 0.26, 10)
        nut = smooth((540, 440), (610, 480), (632, 550), (596, 616), (540, 634), (484, 616), (448, 550), (470, 480))
        c.solid(nut, "#B07A45", 0.16, 0.26)
        for bend in (-46, 0, 46):
            c.line(
                smooth((540, 452), (540 + bend, 500), (540 + bend * 1.2, 560), (540 + bend * 0.5, 626), closed=False),
                "#8B5A2E",
                6,
            )


def walnuts() -> Canvas:
    c = wall(SAGE)
    sun(c, 560, 470, 350, "#E8ECDD")
    c.shadow(548, 800, 250, 40)
    bag = path("M326 300 L754 300 L782 770 Q782 806 746 806 L334 806 Q298 806 298 770 Z")
    c.solid(bag, "#C79A66", 0.16, 0.18)
    c.fill(path("M326 300 L754 300 L757 350 L323 350 Z"), "#A87B48")
    c.fill(path("M330 224 L360 244 L392 224 L424 244 L456 224 L488 244 L520 224 L552 244 L584 224 L616 244 L648 224 "
                "L680 244 L712 224 L750 244 L754 304 L326 304 Z"), "#B5884F")  # fmt: skip
    c.label(388, 424, 304, 274, "", 10)
    c.text(540, 516, "山核桃", 88, INK, 800)
    c.text(540, 608, "手剥 · 原味", 40, COCOA, 500)
    c.fill(rect(440, 652, 200, 4), OAK)
    for x, y, size, turn in ((250, 850, 1.0, -12), (420, 884, 1.12, 20), (640, 884, 1.06, -30), (836, 848, 1.0, 14)):
        walnut(c, x, y, size, turn)
    sprig(c, 900, 720, 160, -64)
    return c


def walnuts_open() -> Canvas:
    """A plate of them, one cracked."""
    c = wall("#E5DCC8")
    c.shadow(560, 620, 420, 330, 0.24, 30)
    c.fill(oval(540, 570, 420), "#F7F2E8", to="#E9E0CF")
    c.fill(oval(540, 570, 330), "#EFE7D8")
    c.fill(oval(544, 576, 322), "#FAF6EE")
    for x, y, size, turn in ((400, 430, 1.05, 10), (600, 380, 1.05, -24), (720, 520, 1.1, 40), (350, 620, 1.1, -40),
                             (470, 740, 1.0, 16)):  # fmt: skip
        walnut(c, x, y, size, turn)
    for dx, turn in ((-6, -16), (150, 24)):
        with c.placed(dx - 20, 90, 1.15, turn):
            c.shadow(546, 596, 84, 40, 0.24, 10)
            c.fill(oval(540, 560, 84, 76), "#8B5A2E")
            c.fill(oval(540, 556, 68, 60), "#E3BE8B")
            for side in (-1, 1):
                c.fill(
                    smooth(
                        (540 + side * 8, 508), (540 + side * 52, 530), (540 + side * 48, 592), (540 + side * 10, 606)
                    ),
                    "#C98F52",
                )
                c.line(
                    smooth((540 + side * 20, 530), (540 + side * 36, 556), (540 + side * 18, 584), closed=False),
                    "#A87038",
                    6,
                )
    sprig(c, 130, 160, 170, 30)
    sprig(c, 130, 160, 130, 84, ("#8FAE68", "#A6C181"))
    return c


def camellia_oil() -> Canvas:
    c = wall("#EBDDBF")
    sun(c, 540, 470, 360, "#F4EBD5")
    c.shadow(548, 900, 190, 32)
    bottle = path("M460 330 C460 400 380 420 372 520 L372 850 Q372 900 422 900 L658 900 Q708 900 708 850 L708 520 "
                  "C700 420 620 400 620 330 L620 240 L460 240 Z")  # fmt: skip
    c.fill(bottle, "#D9A93A", to="#B9831F")
    c.solid(bottle, "#CF9C30", 0.28, 0.22)
    c.fill(rect(456, 300, 168, 90), "#FFF6DC", alpha=0.45, inside=bottle, blur=20)
    c.solid(rect(448, 150, 184, 116, 20), INK, 0.14, 0)
    c.fill(rect(372, 540, 336, 262), CREAM)
    c.text(540, 632, "山茶油", 92, INK, 800, 4)
    c.text(540, 728, "500 mL · 物理压榨", 34, COCOA, 500)
    for x, y, size in ((212, 838, 1.15), (884, 850, 1.0)):
        camellia(c, x, y, size)
    return c


def camellia(c: Canvas, x: float, y: float, size: float) -> None:
    """A white camellia with two leaves."""
    with c.placed(x - 540, y - 540, size):
        for turn in (-150, -30):
            sprig(c, 540, 540, 170, turn, ("#4F7A4C", "#668F5E"))
        for ring, (far, wide) in enumerate(((92, 62), (58, 44))):
            for step in range(6):
                with c.placed(turn=step * 60 + ring * 30):
                    petal = smooth(
                        (540, 545), (540 - wide, 540 - far * 0.7), (540, 540 - far), (540 + wide, 540 - far * 0.7)
                    )
                    c.cast(petal, 2, 5, 6, 0.12)
                    c.fill(petal, PAPER if ring else "#F6E9E2")
        c.fill(oval(540, 540, 24), "#E6B93F")
        for step in range(8):
            with c.placed(turn=step * 45):
                c.fill(oval(540, 518, 6), "#C98F1F")


DRAWINGS = {
    "walnuts": walnuts,
    "walnuts-open": walnuts_open,
    "camellia-oil": camellia_oil,
}
