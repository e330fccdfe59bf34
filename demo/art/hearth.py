"""The kitchen: kettle, thermos flasks, bowls, the enamelled pot."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig, sun, table, wall
from demo.art.palette import BUTTER, CLAY, CREAM, INK, OAK, PAPER, SAGE, SKY, STONE, WOOD
from demo.art.shapes import mirror, oval, path, rect, smooth


def steam(c: Canvas, x: float, y: float, width: float = 14) -> None:
    c.line(smooth((x, y), (x + 26, y - 60), (x - 18, y - 120), (x + 14, y - 190), closed=False), "#FFFFFF", width, 0.6)


def kettle_body(c: Canvas, colour: str) -> None:
    """A gooseneck kettle that pours to the left."""
    c.shadow(570, 886, 270, 36)
    spout = smooth((420, 800), (330, 770), (300, 640), (280, 520), (200, 470), closed=False)
    c.line(spout, colour, 46)
    c.line(tuple((x - 8, y) for x, y in spout[:90]), "#FFFFFF", 10, 0.3)
    c.line(smooth((770, 500), (900, 490), (930, 620), (880, 740), (790, 760), closed=False), OAK, 46)
    c.line(smooth((770, 490), (896, 480), (920, 600), closed=False), WOOD, 14)
    body = path("M450 450 L720 450 Q780 660 830 850 Q832 884 800 884 L370 884 Q338 884 340 850 Q390 660 450 450 Z")
    c.solid(body, colour, 0.18, 0.22)
    c.solid(rect(440, 410, 290, 56, 24), colour, 0.18, 0.2)
    c.solid(path("M470 414 Q585 330 700 414 Z"), colour, 0.14, 0.2)
    c.solid(rect(555, 310, 60, 66, 26), OAK, 0.2, 0.2)


def kettle() -> Canvas:
    c = wall(BUTTER)
    table(c, "#E0C48C", 790)
    with c.placed(10, 0):
        kettle_body(c, "#3E5C55")
        c.fill(rect(540, 640, 90, 90, 45), CREAM, alpha=0.9)
        c.text(585, 685, "素", 54, "#3E5C55", 800)
    return c


def kettle_pour() -> Canvas:
    """Pouring into a coffee dripper."""
    c = wall("#E9D9C0")
    table(c, "#CFB38A", 820)
    with c.placed(24, -236, 0.68, -18):
        kettle_body(c, "#3E5C55")
    c.line(smooth((322, 338), (294, 410), (290, 505), closed=False), "#FFFFFF", 14, 0.9)
    c.shadow(290, 922, 190, 26)
    c.solid(path("M110 500 L470 500 L350 660 L230 660 Z"), PAPER, 0.4, 0.16)
    c.fill(oval(290, 500, 180, 36), "#5B3A22")
    c.fill(oval(290, 504, 120, 20), "#7B5232")
    c.solid(rect(180, 654, 220, 26, 10), OAK, 0.2, 0.2)
    glass = rect(160, 680, 260, 240, (20, 20, 60, 60))
    c.fill(glass, "#FFFFFF", alpha=0.5)
    c.fill(rect(160, 780, 260, 140), "#4A2D19", inside=glass)
    c.fill(oval(290, 780, 130, 20), "#6B452A")
    c.fill(rect(184, 690, 26, 200, 13), "#FFFFFF", alpha=0.5)
    steam(c, 190, 460)
    steam(c, 410, 450)
    return c


def flask(c: Canvas, x: float, foot: float, tall: float, colour: str) -> None:
    c.shadow(x + 6, foot - 2, 116, 22)
    c.solid(rect(x - 104, foot - tall, 208, tall, (30, 30, 36, 36)), colour, 0.2, 0.22)
    c.fill(rect(x - 104, foot - 40, 208, 10), INK, alpha=0.12)
    c.solid(rect(x - 84, foot - tall - 26, 168, 40, 8), "#D8D3CA", 0.5, 0.2)
    c.solid(rect(x - 96, foot - tall - 140, 192, 120, (40, 40, 12, 12)), colour, 0.2, 0.22)
    c.line(((x - 30, foot - tall - 146), (x + 30, foot - tall - 146)), INK, 14, 0.3)


def thermos() -> Canvas:
    c = wall(SKY)
    sun(c, 540, 500, 390, "#E8ECF1")
    c.solid(rect(190, 880, 700, 60, 14), WOOD, 0.14, 0.12)
    c.shadow(540, 944, 360, 22)
    with c.placed(0, 150, 1.28):
        flask(c, 540, 690, 420, "#34466B")
        c.text(540, 500, "素日", 52, PAPER, 600, 8)
        c.line(((510, 548), (570, 548)), PAPER, 4)
    return c


def thermos_four() -> Canvas:
    """All the colours and both sizes, in a row."""
    c = wall(STONE)
    table(c, "#CBC1B2", 800)
    for x, tall, colour in ((186, 470, "#34466B"), (422, 360, "#D58E6C"), (658, 470, "#8BA388"), (894, 360, "#EFE3CC")):
        with c.placed(0, 10, 0.92):
            flask(c, x, 880, tall, colour)
    return c


def bowl(c: Canvas, y: float, colour: str, rim: str) -> None:
    shape = path(
        f"M230 {y} C244 {y + 110} 340 {y + 190} 430 {y + 196} L650 {y + 196} C740 {y + 190} 836 {y + 110} 850 {y} Z"
    )
    c.fill(rect(440, y + 180, 200, 32, 8), colour)
    c.fill(rect(440, y + 180, 200, 32, 8), INK, alpha=0.3)
    c.solid(shape, colour, 0.16, 0.22)
    c.fill(oval(540, y, 310, 66), rim)
    c.fill(oval(540, y + 6, 286, 52), colour)
    c.fill(oval(540, y + 20, 240, 34), INK, alpha=0.12, blur=16)


def bowls() -> Canvas:
    c = wall(CLAY)
    table(c, "#CDA388", 760)
    c.shadow(552, 902, 260, 40)
    for y, colour, rim in ((690, "#6E7F80", "#9AA8A5"), (586, "#E9DFCB", "#F8F1E2"), (482, "#B9775A", "#D49A7C"),
                           (378, "#F2EBDD", "#FFFDF6")):  # fmt: skip
        bowl(c, y, colour, rim)
    for i in range(30):
        c.fill(oval(320 + (i * 131) % 440, 450 + (i * 47) % 84, 5, 4), "#9B8567", alpha=0.5)
    c.line(((180, 396), (890, 322)), "#8A4B2A", 16)
    c.line(((196, 420), (896, 360)), "#A35C36", 16)
    return c


def pot() -> Canvas:
    c = wall(SAGE)
    table(c, "#C4CDB2", 780)
    c.shadow(552, 886, 350, 44)
    for side in (False, True):
        grip = smooth((250, 560), (150, 540), (120, 590), (160, 640), (250, 630), closed=False)
        c.line(mirror(grip) if side else grip, "#A9472C", 38)
    c.solid(rect(220, 500, 640, 384, (20, 20, 120, 120)), "#C65B38", 0.16, 0.24)
    c.fill(rect(220, 500, 640, 60), INK, alpha=0.18, inside=rect(220, 500, 640, 384), blur=18)
    c.solid(path("M226 494 Q260 370 540 360 Q820 370 854 494 Z"), "#CF6540", 0.12, 0.22)
    c.solid(rect(200, 476, 680, 50, 25), "#D9754F", 0.2, 0.2)
    c.solid(rect(500, 300, 80, 74, 26), "#C9A25F", 0.3, 0.2)
    steam(c, 770, 420)
    steam(c, 300, 400)
    c.shadow(800, 968, 130, 14)
    carrot(c)
    return c


def carrot(c: Canvas) -> None:
    """A carrot in front, for the size of things."""
    with c.placed(300, 392, 0.8, 6):
        for turn in (-40, -10, 14):
            sprig(c, 620, 560, 130, turn, ("#6F8F4E", "#8FAE68"))
        c.solid(smooth((360, 590), (480, 540), (610, 528), (640, 566), (610, 604), (480, 606)), "#E58A36", 0.1, 0.16)
        for x in (450, 520, 580):
            c.line(((x, 548), (x + 6, 572)), "#C06A20", 6)


DRAWINGS = {
    "kettle": kettle,
    "kettle-pour": kettle_pour,
    "thermos": thermos,
    "thermos-four": thermos_four,
    "bowls": bowls,
    "pot": pot,
}
