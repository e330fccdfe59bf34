"""Tea: the green tin and its cup, the jasmine canister, the little cans of black tea."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig, sun, table, wall
from demo.art.palette import BLUSH, CREAM, INK, OAK, PAPER, PINE, SAGE, SAND, TERRA
from demo.art.shapes import oval, path, rect, smooth


def tin(c: Canvas) -> None:
    """The tea tin alone, for the picture and for the shop's logo."""
    c.shadow(550, 872, 270, 42)
    c.solid(rect(300, 400, 480, 470, (10, 10, 70, 70)), PINE)
    c.fill(rect(300, 400, 480, 60), INK, alpha=0.2, inside=rect(300, 400, 480, 470), blur=14)
    c.solid(rect(410, 208, 260, 130, 34), "#2A5142")
    c.solid(rect(278, 296, 524, 126, 40), "#3B6E5B", shade=0.14)
    c.label(388, 520, 304, 218, "白茶", 118)
    c.seal(690, 730, 86, "福")


def white_tea() -> Canvas:
    c = wall(SAND)
    tin(c)
    sprig(c, 872, 760, 180, -52)
    sprig(c, 868, 764, 120, -112)
    sprig(c, 190, 830, 180, -108, ("#8FAE68", "#A6C181"))
    return c


def cup(c: Canvas, x: float, y: float, tea: str) -> None:
    """A small white bowl of tea, seen from above the rim; x, y is the middle of the rim."""
    c.shadow(x, y + 172, 128, 26, 0.24, 12)
    body = path(f"M{x - 170} {y} C{x - 165} {y + 110} {x - 100} {y + 170} {x - 70} {y + 176} "
                f"L{x + 70} {y + 176} C{x + 100} {y + 170} {x + 165} {y + 110} {x + 170} {y} Z")  # fmt: skip
    c.solid(body, "#FDFAF4", 0.5, 0.16)
    c.fill(oval(x, y, 170, 52), "#EFE8DB")
    c.fill(oval(x, y + 10, 148, 40), tea, to="#E9B765", across=True)
    c.fill(oval(x - 40, y + 4, 60, 12), "#FFFFFF", alpha=0.3, blur=6)
    for side in (-44, 30):
        steam = smooth((x + side, y - 40), (x + side + 26, y - 100), (x + side - 14, y - 160), (x + side + 18, y - 230),
                       closed=False)  # fmt: skip
        c.line(steam, "#FFFFFF", 12, 0.5)


def white_tea_cake() -> Canvas:
    """The pressed cake lies in its half-open wrapper; a cup is already poured."""
    c = wall(SAND)
    table(c, "#D9C6A3", 560)
    c.shadow(420, 720, 330, 150, 0.22, 26)
    c.fill(smooth((110, 640), (300, 500), (600, 500), (740, 640), (700, 830), (420, 900), (150, 830)), PAPER)
    c.fill(smooth((110, 640), (300, 500), (330, 620), (210, 780), (150, 830)), "#EDE2CC")
    c.fill(oval(430, 712, 252, 160), "#4E4A33")
    c.fill(oval(426, 694, 252, 160), "#7C7350", to="#5C573B")
    for i in range(74):
        x, y = 430 + ((i * 97) % 430 - 215) * 1.06, 694 + ((i * 61) % 250 - 125) * 1.06
        if ((x - 426) / 236) ** 2 + ((y - 694) / 146) ** 2 < 1:
            tone = ("#96895F", "#4C4930", "#A99A6D", "#6B6443")[i % 4]
            c.line(((x - 16, y), (x + 16, y + ((i * 37) % 24) - 12)), tone, 9)
    c.fill(oval(426, 690, 44, 26), "#45422C", to="#5C573B")
    cup(c, 800, 660, "#D79A45")
    sprig(c, 176, 470, 150, -60)
    sprig(c, 180, 474, 110, -118, ("#8FAE68", "#A6C181"))
    return c


def jasmine(c: Canvas, x: float, y: float, size: float) -> None:
    """One open jasmine flower."""
    with c.placed(x - 540, y - 540, size):
        for turn in range(0, 360, 60):
            with c.placed(turn=turn):
                petal = smooth((540, 540), (506, 488), (540, 436), (574, 488))
                c.cast(petal, 3, 6, 6, 0.14)
                c.fill(petal, "#FFFFFF", to="#F3EEDF")
        c.fill(oval(540, 540, 17), "#E6C04F")


def jasmine_tea() -> Canvas:
    c = wall(SAGE)
    sun(c, 540, 500, 390, "#EBEEDF")
    c.shadow(545, 880, 230, 36)
    c.solid(rect(340, 330, 400, 550, 26), "#F4EFE3", 0.5, 0.14)
    c.fill(rect(340, 560, 400, 216), "#6F8F5C")
    c.fill(rect(372, 560, 52, 216), "#FFFFFF", alpha=0.16)
    c.fill(rect(660, 560, 80, 216), INK, alpha=0.14, inside=rect(340, 560, 400, 216), blur=30)
    c.text(540, 640, "茉莉花茶", 78, PAPER, 800, 6)
    c.text(540, 724, "七窨一提", 38, "#E6ECD9", 500, 10)
    c.solid(rect(326, 228, 428, 128, 24), "#C9A25F")
    c.text(540, 460, "云 岭", 58, "#6F8F5C", 700, 6)
    for x, y, size in ((278, 800, 1.25), (206, 900, 0.9), (826, 850, 1.35), (900, 760, 0.8), (330, 912, 0.72)):
        jasmine(c, x, y, size)
    sprig(c, 880, 900, 130, -20)
    sprig(c, 150, 830, 120, -140)
    return c


def black_tea() -> Canvas:
    """Six little cans, built up like a pyramid."""
    c = wall(BLUSH)
    table(c, "#DDBCA8", 770)
    rows = ((880, (250, 540, 830)), (660, (395, 685)), (440, (540,)))
    colours = ("#7E2F23", TERRA, "#B04A2F", "#8F3A2A", "#C9853F", "#7E2F23")
    number = 0
    for foot, middles in rows:
        for x in middles:
            if foot == 880:
                c.shadow(x, foot - 2, 138, 26)
            c.solid(rect(x - 130, foot - 190, 260, 190, 22), colours[number])
            c.solid(rect(x - 136, foot - 220, 272, 58, 18), "#D9B27A", 0.3)
            c.fill(oval(x, foot - 88, 66), CREAM)
            c.text(x, foot - 88, "红" if number % 2 else "茶", 70, INK, 800)
            number += 1
    sprig(c, 920, 600, 150, -70, ("#9C7A4A", OAK))
    sprig(c, 150, 650, 150, -110, ("#9C7A4A", OAK))
    return c


DRAWINGS = {
    "white-tea": white_tea,
    "white-tea-cake": white_tea_cake,
    "jasmine-tea": jasmine_tea,
    "black-tea": black_tea,
}
