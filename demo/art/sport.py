"""Out of doors and on the mat: running shoes, yoga mat, umbrella, skipping rope."""

from demo.art.brush import Canvas
from demo.art.grounds import sun, table, wall
from demo.art.palette import CLAY, CREAM, INK, MIST, NAVY, OAK, PAPER, SAGE, SEAL, SKY, TERRA, WOOD
from demo.art.shapes import Point, mirror, oval, path, rect, smooth


def shoe(c: Canvas, upper: str, trim: str) -> None:
    """One running shoe, toe to the right."""
    c.shadow(560, 842, 440, 30)
    sole = path("M120 720 Q110 800 150 824 L880 828 Q990 826 984 760 Q980 730 930 728 Z")
    c.solid(sole, PAPER, 0.2, 0.12)
    c.fill(path("M140 790 L970 796 Q960 826 880 828 L150 824 Z"), trim)
    c.fill(path("M150 420 Q250 410 380 384 L340 470 L230 490 Z"), "#3A322B")
    c.solid(path("M318 450 L366 318 Q420 316 444 364 L430 440 Z"), trim, 0.1, 0.1)
    body = path("M150 420 Q230 480 330 430 L390 380 L640 560 Q700 600 800 616 Q960 640 970 740 Q700 770 130 750 "
                "Q110 600 150 420 Z")  # fmt: skip
    c.solid(body, upper, 0.12, 0.16)
    c.fill(path("M790 616 Q960 640 970 740 Q880 752 790 756 Q740 690 790 616 Z"), INK, alpha=0.14)
    c.fill(path("M150 420 Q190 450 230 456 Q250 600 220 754 L130 750 Q110 600 150 420 Z"), trim)
    c.fill(path("M310 640 Q460 640 560 560 L620 596 Q520 700 330 706 Z"), PAPER, alpha=0.95)
    for k in range(5):
        x, y = 400 + k * 52, 430 + k * 36
        c.line(((x - 18, y + 52), (x + 34, y - 6)), PAPER, 15)


def runners() -> Canvas:
    c = wall(SKY)
    sun(c, 560, 500, 390, "#E8ECF1")
    with c.placed(30, -150, 0.86, -14):
        shoe(c, "#2E456F", "#E9A23B")
    with c.placed(-10, 110, 0.92):
        shoe(c, SEAL, "#2E456F")
    return c


def runners_road() -> Canvas:
    """On the park path in the morning."""
    c = wall("#F2DFC3")
    c.fill(oval(800, 430, 150), "#F3B75E", alpha=0.9)
    c.fill(smooth((-40, 620), (200, 500), (480, 580), (760, 500), (1120, 600), (1120, 900), (-40, 900)), "#A9BC93")
    c.fill(smooth((-40, 700), (260, 620), (640, 690), (1120, 640), (1120, 1000), (-40, 1000)), "#7F9C74")
    for x, y, size in ((150, 560, 1.0), (300, 600, 0.7), (960, 580, 0.9)):
        c.fill(rect(x - 8 * size, y, 16 * size, 110 * size), "#7A5A3A")
        c.fill(oval(x, y - 40 * size, 74 * size, 96 * size), "#5F8060")
        c.fill(oval(x - 18 * size, y - 60 * size, 40 * size, 56 * size), "#FFFFFF", alpha=0.12)
    c.fill(rect(-10, 800, 1100, 290), "#D98E68", to="#C67750")
    for y in (880, 1000):
        c.fill(rect(-10, y, 1100, 8), PAPER, alpha=0.7)
    with c.placed(0, 90, 0.9):
        shoe(c, "#2E456F", "#E9A23B")
    return c


def yoga_mat() -> Canvas:
    c = wall(SAGE)
    table(c, "#CDBB98", 700)
    sheet = path("M300 800 L1000 680 L1120 760 L1120 830 L420 960 Z")
    c.cast(sheet, 6, 16, 12, 0.2)
    c.fill(sheet, "#8AA7A0", to="#7A9890", across=True)
    for k in range(1, 5):
        c.line(((300 + k * 26, 800 + k * 34), (1000 + k * 30, 680 + k * 22)), "#A9C2BB", 4)
    c.shadow(330, 930, 220, 30)
    c.solid(path("M190 370 L450 370 L450 900 Q320 970 190 900 Z"), "#6F9089", 0.2, 0.22)
    c.fill(oval(320, 370, 130, 62), "#5B7A73")
    spiral: list[Point] = []
    for k in range(5):
        spiral.extend(oval(320, 370, 118 - k * 23, 54 - k * 10.5, 0, 360))
    c.line(tuple(spiral), "#9FBDB6", 8)
    for y in (500, 780):
        c.fill(path(f"M190 {y} Q320 {y + 66} 450 {y} L450 {y + 34} Q320 {y + 100} 190 {y + 34} Z"), CREAM)
    c.line(smooth((420, 530), (540, 560), (560, 700), (430, 800), closed=False), CREAM, 20)
    c.solid(rect(720, 590, 190, 120, 16), TERRA, 0.14, 0.16)
    c.fill(rect(740, 606, 150, 8, 4), "#FFFFFF", alpha=0.25)
    return c


def umbrella() -> Canvas:
    c = wall(MIST)
    for i in range(34):
        x, y = (i * 167) % 1080, (i * 223 + 40) % 1080
        c.line(((x, y), (x - 9, y + 40)), "#FFFFFF", 6, 0.75)
    with c.placed(0, 10, 1, 8):
        c.line(((540, 200), (540, 880)), "#4A3B30", 16)
        c.line(smooth((540, 860), (546, 920), (600, 950), (650, 920), (654, 880), closed=False), OAK, 30)
        dome = path("M130 560 C150 300 350 180 540 180 C730 180 930 300 950 560 Q882 510 814 560 Q746 510 677 560 "
                    "Q608 510 540 560 Q472 510 403 560 Q334 510 266 560 Q198 510 130 560 Z")  # fmt: skip
        c.cast(dome, 8, 30, 24, 0.18)
        c.fill(dome, "#E2A63B")
        near = path("M540 180 C430 240 400 400 403 560 Q334 510 266 560 C270 400 370 240 540 180 Z")
        far = path("M540 180 C370 200 160 320 130 560 Q198 510 266 560 C270 400 370 240 540 180 Z")
        for panel, light, dark in ((near, "#EFC06A", "#CE8F2A"), (far, "#F4CE85", "#B97D20")):
            c.fill(panel, light)
            c.fill(mirror(panel), dark)
        c.line(((540, 184), (540, 140)), "#4A3B30", 18)
    c.fill(oval(330, 960, 190, 26), "#BFD2CC")
    c.fill(oval(330, 956, 120, 14), "#D6E4DF")
    return c


def rope() -> Canvas:
    c = wall(CLAY)
    c.fill(smooth((130, 250), (540, 130), (950, 250), (980, 760), (560, 960), (110, 800)), "#F1DDCF")
    cord = smooth((300, 480), (230, 300), (420, 210), (680, 240), (830, 420), (790, 640), (600, 740), (400, 680),
                  (380, 500), (540, 400), (700, 480), (690, 640), closed=False)  # fmt: skip
    c.line(tuple((x + 8, y + 14) for x, y in cord), INK, 18, 0.16)
    c.line(cord, NAVY, 20)
    c.line(tuple((x - 3, y - 4) for x, y in cord), "#5E76A8", 6)
    for x, y, turn in ((310, 600, 6), (700, 760, -12)):
        with c.placed(x - 540, y - 540, 1, turn):
            grip = rect(498, 420, 84, 270, 34)
            c.cast(grip, 12, 18, 12, 0.24)
            c.solid(grip, WOOD, 0.24, 0.22)
            c.fill(rect(498, 450, 84, 22), SEAL)
            c.fill(rect(498, 640, 84, 12), OAK)
    return c


DRAWINGS = {
    "runners": runners,
    "runners-road": runners_road,
    "yoga-mat": yoga_mat,
    "umbrella": umbrella,
    "rope": rope,
}
