"""The washstand: cream, soap, toothbrushes."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig, sun, table, wall
from demo.art.nuts import camellia
from demo.art.palette import COCOA, INK, MIST, OAK, ROSE, SAGE, TERRA, WOOD
from demo.art.shapes import oval, rect, smooth


def cream() -> Canvas:
    c = wall(ROSE)
    table(c, "#E3C2BC", 740)
    c.fill(oval(540, 900, 410, 70), "#D2A9A2")
    c.fill(rect(130, 830, 820, 70), "#DDB8B1")
    c.fill(oval(540, 830, 410, 70), "#F3DFDB")
    c.shadow(550, 832, 280, 40, 0.24)
    jar = rect(290, 520, 500, 316, (24, 24, 90, 90))
    c.solid(jar, "#FCF8F3", 0.6, 0.14)
    c.fill(rect(290, 520, 500, 44), INK, alpha=0.12, inside=jar, blur=12)
    c.solid(rect(272, 380, 536, 160, 34), "#C99A83", 0.24, 0.2)
    c.fill(rect(272, 500, 536, 8), COCOA, alpha=0.2)
    c.text(540, 670, "山茶花", 78, INK, 700, 16)
    c.text(540, 748, "保湿面霜 50 g", 36, "#8A6A60", 500, 4)
    camellia(c, 868, 812, 1.0)
    return c


def cream_open() -> Canvas:
    """The lid is off: a swirl of cream, and some of it on a wooden spatula."""
    c = wall("#EDD7D2")
    c.shadow(500, 640, 350, 320, 0.22, 30)
    c.fill(oval(470, 580, 340), "#FDFAF6", to="#EADFD8")
    c.fill(oval(470, 580, 286), "#D9CBC3")
    c.fill(oval(474, 586, 280), "#FFFDFA", to="#F3EAE3")
    for radius, start in ((220, 10), (160, 100), (100, 200), (48, 300)):
        swirl = oval(474, 586, radius, radius * 0.96, start, start + 250)
        c.line(tuple((x + 4, y + 10) for x, y in swirl), "#D8C6BC", 16, 0.5)
        c.line(swirl, "#FFFFFF", 18)
    c.shadow(850, 300, 170, 160, 0.2, 24)
    c.fill(oval(830, 260, 176), "#C99A83", to="#B3826B")
    c.fill(oval(830, 260, 140), "#D3A892", to="#BE8F79")
    with c.placed(250, 300, 1, -38):
        stick = rect(330, 520, 420, 56, 28)
        c.cast(stick)
        c.solid(stick, WOOD, 0.3, 0.1)
        c.fill(smooth((320, 548), (360, 500), (430, 506), (470, 552), (400, 600), (340, 590)), "#FFFDFA")
        c.fill(smooth((350, 560), (390, 530), (440, 552), (390, 586)), "#EFE3DA")
    return c


def bubbles(c: Canvas, spots: tuple[tuple[float, float, float], ...]) -> None:
    for x, y, r in spots:
        c.fill(oval(x, y, r), "#FFFFFF", alpha=0.45)
        c.fill(oval(x, y, r * 0.86), "#CFE0DA", alpha=0.4)
        c.line(oval(x, y, r * 0.66, None, 200, 260), "#FFFFFF", max(4, r * 0.12))


def soap() -> Canvas:
    c = wall(MIST)
    c.shadow(550, 868, 350, 44)
    for y, colour, dx in ((720, "#C9B98F", 0), (572, "#F2ECDD", 20), (424, "#A9BC93", -16)):
        bar = rect(236 + dx, y, 608, 148, 56)
        if y < 700:
            c.cast(bar, 6, 12, 12, 0.2)
        c.solid(bar, colour, 0.2, 0.16)
        c.fill(rect(262 + dx, y + 6, 556, 52, 26), "#FFFFFF", alpha=0.22)
    c.text(556, 650, "茶籽皂", 66, "#B9AE94", 800, 20)
    c.line(((330, 800), (750, 800)), "#A8976A", 8, 0.6)
    c.line(((330, 506), (720, 506)), "#8AA074", 8, 0.7)
    bubbles(c, ((300, 290, 62), (430, 190, 36), (700, 270, 84), (842, 170, 42), (900, 360, 30), (180, 420, 28)))
    sprig(c, 180, 900, 150, -150)
    sprig(c, 182, 900, 130, -92, ("#8FAE68", "#A6C181"))
    return c


def soap_foam() -> Canvas:
    """A bar on its slatted dish, in foam."""
    c = wall("#D6E2DE")
    table(c, "#BCD0C9", 640)
    c.shadow(550, 840, 380, 50)
    for x in range(190, 860, 92):
        c.solid(rect(x, 700, 66, 128, 14), WOOD, 0.2, 0.16)
    c.solid(rect(150, 730, 780, 54, 27), OAK, 0.2, 0.2)
    bar = rect(250, 520, 580, 206, 76)
    c.cast(bar, 4, 18, 14, 0.24)
    c.solid(bar, "#F4EEDF", 0.4, 0.16)
    c.fill(rect(284, 530, 512, 70, 35), "#FFFFFF", alpha=0.5)
    c.text(540, 652, "茶籽皂", 70, "#B5AA8D", 800, 20)
    for x, y, r in ((300, 510, 60), (390, 476, 78), (486, 500, 56), (560, 470, 46), (770, 520, 44), (240, 560, 36)):
        c.fill(oval(x + 3, y + 8, r), "#A9C2B9", alpha=0.5)
        c.fill(oval(x, y, r), "#FFFFFF", alpha=0.92)
        c.line(oval(x, y, r * 0.66, None, 200, 260), "#D3E4DE", 7)
    bubbles(c, ((250, 290, 46), (430, 210, 30), (690, 250, 66), (850, 380, 36)))
    return c


def toothbrush(c: Canvas, x: float, tone: str, turn: float) -> None:
    with c.placed(x - 540, 0, 1, turn):
        handle = smooth((540, 200), (566, 230), (560, 420), (572, 620), (568, 860), (540, 900), (512, 860), (508, 620),
                        (520, 420), (514, 230))  # fmt: skip
        c.cast(handle, 12, 12, 12, 0.18)
        c.solid(handle, WOOD, 0.3, 0.22)
        for row in range(5):
            c.fill(rect(560, 226 + row * 34, 62, 26, 6), tone)
            c.fill(rect(600, 226 + row * 34, 22, 26, 6), "#FFFFFF", alpha=0.5)
        c.fill(rect(512, 780, 56, 16), tone)


def toothbrushes() -> Canvas:
    c = wall(SAGE)
    sun(c, 540, 540, 420, "#E8ECDD")
    for x, tone, turn in ((300, "#7C9A58", -7), (460, TERRA, -2), (620, "#5F7FA3", 2), (780, "#D9A93A", 7)):
        toothbrush(c, x, tone, turn)
    return c


def toothbrush_cup() -> Canvas:
    c = wall("#DCE4D8")
    table(c, "#C2CFBC", 780)
    with c.placed(-40, -90, 0.9):
        toothbrush(c, 480, "#7C9A58", -12)
        toothbrush(c, 650, TERRA, 14)
    c.shadow(548, 900, 220, 34)
    mug = rect(340, 480, 400, 420, (14, 14, 60, 60))
    c.solid(mug, "#F8F4EC", 0.6, 0.16)
    c.line(oval(746, 650, 84, 96, -82, 82), "#E2D8C8", 36)
    for i in range(26):
        x, y = 364 + (i * 139) % 352, 520 + (i * 83) % 350
        c.fill(oval(x, y, 6 + i % 4, 5 + i % 3), "#8A7A66", alpha=0.5)
    sprig(c, 220, 880, 170, -100)
    sprig(c, 216, 880, 120, -150, ("#8FAE68", "#A6C181"))
    return c


DRAWINGS = {
    "cream": cream,
    "cream-open": cream_open,
    "soap": soap,
    "soap-foam": soap_foam,
    "toothbrushes": toothbrushes,
    "toothbrush-cup": toothbrush_cup,
}
