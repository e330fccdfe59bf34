"""The pantry: honey and rice."""

from demo.art.brush import Canvas
from demo.art.grounds import sun, table, wall
from demo.art.palette import AMBER, BUTTER, CLAY, COCOA, INK, OAK, SAND, WOOD
from demo.art.shapes import oval, path, rect, smooth


def bee(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with c.placed(x - 540, y - 540, size, turn):
        for side in (-1, 1):
            c.fill(
                smooth((540, 530), (540 + 26 * side + 6, 468), (540 + 60 * side, 470), (556, 528)), "#FFFFFF", alpha=0.8
            )
        body = oval(540, 546, 54, 36)
        c.fill(body, "#E8A92E")
        for stripe in (522, 552, 580):
            c.fill(rect(stripe - 7, 500, 15, 90), INK, inside=body)
        c.fill(oval(490, 544, 24), INK)
        c.line(((478, 526), (466, 506)), INK, 5)


def honey() -> Canvas:
    c = wall(BUTTER)
    sun(c, 540, 520, 370, "#F8EDD3")
    c.shadow(548, 884, 230, 36)
    jar = rect(330, 350, 420, 534, (110, 110, 80, 80))
    c.fill(jar, "#EBAF3C", to="#C97F1B")
    c.solid(jar, "#E0A02E", 0.26, 0.16)
    c.fill(rect(330, 700, 420, 190), "#A8620F", alpha=0.35, inside=jar, blur=50)
    c.fill(rect(330, 556, 420, 200), "#FFF7E6")
    c.fill(rect(330, 574, 420, 6), AMBER)
    c.fill(rect(330, 732, 420, 6), AMBER)
    c.text(540, 652, "山蜜", 112, COCOA, 800, 12)
    c.solid(rect(356, 236, 368, 132, 34), "#7A4A1C")
    c.seal(716, 768, 78, "方")
    bee(c, 240, 380, 1.0, -14)
    bee(c, 860, 300, 0.8, 20)
    flight = smooth((300, 400), (330, 300), (270, 230), (190, 270), closed=False)
    for i in range(0, len(flight), 9):
        c.fill(oval(*flight[i], 4), COCOA, alpha=0.4)
    return c


def honey_spoon() -> Canvas:
    """A wooden dipper lifted out of a bowl, with the thread of honey that falls from it."""
    c = wall("#F1DDB4")
    table(c, "#E2C58E", 700)
    c.shadow(540, 912, 300, 40)
    bowl = path("M230 640 C240 820 370 914 440 914 L640 914 C710 914 840 820 850 640 Z")
    c.solid(bowl, "#F7F1E4", 0.6, 0.14)
    c.fill(oval(540, 640, 310, 92), "#E6DCC6")
    c.fill(oval(540, 654, 280, 74), "#D08A1D", to="#EDB446", across=True)
    c.fill(oval(540, 658, 90, 24), "#F6CC6A", alpha=0.8)
    c.fill(path("M520 470 C528 560 530 600 516 656 L564 656 C550 600 552 560 560 470 Z"), "#E9A62B")
    with c.placed(0, 0, 1, 24):
        c.line(((540, 60), (540, 300)), OAK, 30)
        c.line(((533, 60), (533, 300)), WOOD, 10)
        for i, half in enumerate((56, 78, 88, 84, 64)):
            c.solid(rect(540 - half, 300 + i * 40, half * 2, 32, 16), WOOD if i < 2 else "#DD9A2A", 0.25)
        c.fill(smooth((470, 420), (540, 390), (612, 420), (600, 500), (540, 520), (480, 496)), "#F0B440", alpha=0.75)
    c.fill(oval(536, 500, 34, 40), "#E9A62B")
    bee(c, 850, 330, 0.95, 8)
    return c


def grains(c: Canvas, x: float, y: float, w: float, h: float, count: int) -> None:
    """Rice grains strewn over an area, always in the same places."""
    for i in range(count):
        gx, gy = x + (i * 367 + i * i * 29) % w, y + (i * 89) % h
        with c.placed(gx - 540, gy - 540, 1, (i * 53) % 180):
            c.fill(oval(540, 544, 17, 7), "#CDBE9C", alpha=0.55)
            c.fill(oval(540, 540, 17, 7), "#FFFFFF" if i % 3 else "#F6EFDD")


def rice() -> Canvas:
    c = wall(SAND)
    table(c, "#D8C39B", 800)
    c.shadow(550, 900, 290, 40)
    sack = smooth((300, 420), (400, 390), (680, 390), (780, 420), (806, 640), (800, 860), (740, 902), (340, 902),
                  (280, 860), (274, 640))  # fmt: skip
    c.solid(sack, "#EFE3C9", 0.3, 0.2)
    neck = smooth(
        (380, 250),
        (470, 230),
        (540, 244),
        (620, 226),
        (704, 250),
        (660, 350),
        (690, 410),
        (540, 430),
        (392, 410),
        (424, 350),
    )
    c.solid(neck, "#E6D7B6", 0.25, 0.2)
    for x in (450, 500, 552, 606):
        c.line(((x, 290), (x * 0.7 + 162, 392)), "#CDB98C", 6)
    c.line(smooth((410, 372), (540, 392), (672, 372), closed=False), "#A8763E", 22)
    c.line(smooth((600, 384), (650, 440), (640, 490), closed=False), "#A8763E", 12)
    c.line(smooth((590, 384), (560, 440), (580, 500), closed=False), "#A8763E", 12)
    c.column(540, 660, "新米", 150, INK, 900)
    c.seal(668, 800, 80, "香")
    c.text(376, 806, "5 kg", 44, COCOA, 600)
    for x, lean in ((884, 10), (930, 26), (850, -8)):
        stalk = smooth((x - 20, 900), (x, 700), (x + lean, 520), (x + lean * 4, 430), closed=False)
        c.line(stalk, "#C49A44", 7)
        for i in range(9):
            px, py = stalk[-1 - i * 5]
            c.fill(oval(px + (10 if i % 2 else -10), py + 6, 9, 17), "#DDB65A" if i % 2 else "#CFA244")
    grains(c, 130, 926, 800, 90, 30)
    return c


def rice_bowl() -> Canvas:
    """Just cooked, with chopsticks."""
    c = wall(CLAY)
    table(c, "#CFA58A", 720)
    c.shadow(540, 926, 300, 40)
    heap = smooth((256, 570), (330, 460), (440, 400), (560, 384), (690, 416), (780, 500), (824, 570), (540, 640))
    c.fill(heap, "#FFFEFA", to="#EFE7D6")
    for i in range(90):
        x, y = 270 + (i * 127) % 540, 396 + (i * 71) % 190
        if ((x - 540) / 262) ** 2 + ((y - 590) / 190) ** 2 < 1:
            with c.placed(x - 540, y - 540, 0.9, (i * 47) % 180):
                c.fill(oval(541, 545, 19, 8), "#D9CDB4", alpha=0.6)
                c.fill(oval(540, 540, 19, 8), "#FFFFFF")
    bowl = path("M220 572 C230 780 350 924 440 928 L640 928 C730 924 850 780 860 572 Q540 640 220 572 Z")
    c.solid(bowl, "#3F5F6E", 0.16, 0.24)
    c.line(smooth((224, 590), (540, 656), (856, 590), closed=False), "#F3E6CF", 12)
    for x in (360, 480, 600, 720):
        c.line(smooth((x - 40, 740), (x, 716), (x + 40, 740), closed=False), "#F3E6CF", 8, 0.8)
    c.line(((640, 470), (960, 250)), "#8A4B2A", 18)
    c.line(((664, 492), (1000, 304)), "#A35C36", 18)
    for x in (430, 540):
        c.line(smooth((x, 340), (x + 26, 280), (x - 18, 220), (x + 14, 150), closed=False), "#FFFFFF", 14, 0.55)
    return c


DRAWINGS = {
    "honey": honey,
    "honey-spoon": honey_spoon,
    "rice": rice,
    "rice-bowl": rice_bowl,
}
