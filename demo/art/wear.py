"""To wear: the jumper, socks, the canvas bag, a scarf."""

from demo.art.brush import Canvas
from demo.art.grounds import sun, table, wall
from demo.art.palette import BLUSH, BUTTER, CREAM, INK, MIST, NAVY, OAK, PAPER, PINE, SAND, STONE, TERRA
from demo.art.shapes import mirror, moved, oval, path, rect, smooth

TORSO = path("M400 230 Q540 300 680 230 L790 290 Q800 560 790 880 L290 880 Q280 560 290 290 Z")
SLEEVE = path("M400 230 L290 290 Q220 340 190 480 L110 800 L236 840 L300 620 L330 400 Z")


def knit(c: Canvas, colour: str) -> None:
    """Rows of little V stitches."""
    for row in range(13):
        for step in range(15):
            x, y = 306 + step * 34, 330 + row * 38
            c.line(((x - 9, y), (x, y + 14), (x + 9, y)), colour, 5)


def jumper_body(c: Canvas, wool: str, stitch: str) -> None:
    for side in (False, True):
        sleeve = mirror(SLEEVE) if side else SLEEVE
        c.cast(sleeve, 14, 20, 20, 0.2)
        c.solid(sleeve, wool, 0.06, 0.16)
        cuff = path("M110 800 L236 840 L220 900 L92 856 Z")
        c.solid(mirror(cuff) if side else cuff, wool, 0, 0.1)
        for k in range(5):
            edge = ((116 + k * 26, 806 + k * 8), (100 + k * 26, 856 + k * 8))
            c.line(mirror(edge) if side else edge, INK, 4, 0.16)
    c.cast(TORSO, 10, 18, 20, 0.22)
    c.solid(TORSO, wool, 0.08, 0.14)
    knit(c, stitch)
    c.solid(rect(286, 858, 508, 64, 14), wool, 0.08, 0.14)
    for k in range(21):
        c.line(((302 + k * 24, 866), (302 + k * 24, 914)), INK, 4, 0.16)
    c.fill(path("M400 230 Q540 300 680 230 L650 196 Q540 240 430 196 Z"), INK, alpha=0.5)
    collar = smooth((400, 236), (430, 190), (540, 240), (650, 190), (680, 236), (540, 306))
    c.solid(collar, wool, 0, 0.1)
    for k in range(13):
        x = 424 + k * 19.4
        dip = 1 - ((x - 540) / 140) ** 2
        c.line(((x, 206 + dip * 34), (x, 240 + dip * 50)), INK, 4, 0.16)


def jumper() -> Canvas:
    c = wall(SAND)
    sun(c, 540, 550, 450, "#F3EBDC")
    jumper_body(c, "#E6D2B0", "#CDB48B")
    return c


def jumpers() -> Canvas:
    """Folded: three colours, one on another."""
    c = wall("#E8DACB")
    table(c, "#C9A985", 790)
    c.shadow(548, 888, 400, 36)
    for y, wool, stitch in ((730, "#A9502F", "#8C3F22"), (570, "#5E7466", "#495D51"), (410, "#E6D2B0", "#CDB48B")):
        pile = rect(170, y, 740, 156, 66)
        c.cast(pile, 6, 12, 12, 0.2)
        c.solid(pile, wool, 0.1, 0.16)
        for step in range(19):
            for row in range(3):
                x, top = 208 + step * 37, y + 26 + row * 38
                c.line(((x - 10, top), (x, top + 15), (x + 10, top)), stitch, 6)
        c.line(((230, y + 140), (850, y + 140)), INK, 5, 0.12)
    tag = rect(640, 480, 130, 170, 10)
    c.cast(tag, 6, 10, 8, 0.24)
    c.fill(tag, PAPER)
    c.fill(oval(705, 504, 9), "#C9A985")
    c.column(705, 580, "羊毛", 54, INK, 700)
    return c


def sock(c: Canvas, colour: str, trim: str) -> None:
    leg = "M440 250 L620 250 L616 560 C616 640 560 660 470 740 C420 790 330 810 300 750"
    shape = path(leg + " C270 690 320 640 380 590 C430 540 446 500 440 420 Z")
    c.cast(shape, 10, 16, 14, 0.2)
    c.solid(shape, colour, 0.1, 0.14)
    c.fill(rect(400, 250, 260, 76), trim, inside=shape)
    for k in range(9):
        c.line(((450 + k * 20, 258), (450 + k * 20, 318)), INK, 4, 0.14)
    c.fill(oval(300, 760, 76, 84), trim, inside=shape)
    c.fill(oval(640, 600, 80, 76), trim, inside=shape)
    for y in (380, 420):
        c.fill(rect(400, y, 260, 14), trim, inside=shape)


def socks() -> Canvas:
    c = wall(MIST)
    sun(c, 540, 540, 440, "#E9F0ED")
    pairs = (("#E8D9B8", TERRA), ("#5F7FA3", CREAM), ("#7C9A78", CREAM), (TERRA, "#F3E0C4"), ("#F6F1E6", NAVY))
    for i, (colour, trim) in enumerate(pairs):
        with c.placed(-220 + i * 142, 10 + (i % 2) * 80, 0.98, 6):
            sock(c, colour, trim)
    return c


def tote_bag(c: Canvas, cloth: str) -> None:
    c.shadow(550, 930, 310, 30)
    c.line(smooth((400, 430), (404, 260), (540, 150), (676, 260), (680, 430), closed=False), "#C2AD86", 30)
    body = path("M270 410 L810 410 L836 890 Q838 930 798 930 L282 930 Q242 930 244 890 Z")
    c.solid(body, cloth, 0.16, 0.14)
    c.fill(path("M270 410 L810 410 L813 460 L267 460 Z"), INK, alpha=0.07)
    c.line(smooth((400, 490), (396, 320), (540, 210), (684, 320), (680, 490), closed=False), "#D8C49C", 32)
    for x in (400, 680):
        c.line(((x - 12, 470), (x + 12, 494)), OAK, 5)
        c.line(((x + 12, 470), (x - 12, 494)), OAK, 5)


def tote() -> Canvas:
    c = wall(BLUSH)
    sun(c, 540, 560, 420, "#F7E9E1")
    tote_bag(c, "#F1E6CE")
    c.fill(oval(540, 690, 150), PINE)
    c.fill(smooth((400, 750), (480, 660), (530, 700), (600, 620), (690, 740), (640, 830), (440, 830)), "#7C9A58",
           inside=oval(540, 690, 150))  # fmt: skip
    c.fill(oval(590, 620, 34), "#F2C66D")
    c.text(540, 886, "慢 慢 走", 42, PINE, 700, 4)
    return c


def tote_market() -> Canvas:
    """Back from the market: bread, leek and oranges look out."""
    c = wall(BUTTER)
    table(c, "#E2C990", 820)
    with c.placed(-70, -10, 1, -10):
        loaf = rect(350, 190, 150, 420, 74)
        c.solid(loaf, "#C98B4A", 0.14, 0.2)
        for y in (250, 330, 410):
            c.line(((390, y + 24), (460, y)), "#F0CF9A", 14)
    for x, turn in ((640, -70), (690, -62), (600, -84), (660, -100)):
        c.line(((640, 520), (x, 300)), "#8FAE68", 24)
        c.fill(
            smooth((x - 16, 320), (x - 40, 210), (x + (turn + 80) * 3, 130), (x + 26, 220), (x + 16, 320)), "#6F8F4E"
        )
    for x, y in ((536, 400), (470, 420), (600, 420)):
        c.solid(oval(x, y, 62), "#E58A36", 0.1, 0.16)
    tote_bag(c, "#F1E6CE")
    c.text(540, 690, "慢慢走", 96, PINE, 800, 12)
    c.solid(oval(900, 890, 56), "#E58A36", 0.1, 0.16)
    c.fill(oval(900, 842, 9, 6), PINE)
    return c


def scarf() -> Canvas:
    c = wall(STONE)
    sun(c, 540, 530, 430, "#EFEBE3")
    tail = path("M560 420 L760 400 L790 900 L590 916 Z")
    under = path("M330 470 L520 440 L470 860 L280 836 Z")
    for shape, left, right, foot in ((under, 284, 470, 838), (tail, 596, 790, 908)):
        c.cast(shape, 14, 20, 16, 0.2)
        c.solid(shape, "#8C3F35", 0.08, 0.14)
        for k in range(4):
            c.fill(moved(rect(0, 0, 1080, 22), 0, 560 + k * 86), "#E9D5B0", alpha=0.85, inside=shape)
            c.fill(moved(rect(0, 0, 1080, 8), 0, 596 + k * 86), NAVY, alpha=0.7, inside=shape)
        for k in range(9):
            x = left + (right - left) * (k + 0.4) / 9
            c.line(((x, foot - 4), (x - 2, foot + 44)), "#8C3F35", 10)
    loop = smooth((250, 330), (400, 220), (540, 200), (690, 220), (830, 330), (800, 450), (640, 520), (540, 530),
                  (430, 516), (280, 450))  # fmt: skip
    c.cast(loop, 8, 18, 16, 0.24)
    c.solid(loop, "#9B4A3E", 0.08, 0.2)
    c.fill(smooth((360, 320), (540, 268), (720, 320), (640, 372), (540, 384), (440, 372)), "#5E2820")
    c.line(smooth((290, 390), (540, 460), (790, 390), closed=False), "#E9D5B0", 18)
    c.line(smooth((300, 426), (540, 494), (780, 426), closed=False), NAVY, 8)
    return c


DRAWINGS = {
    "jumper": jumper,
    "jumpers": jumpers,
    "socks": socks,
    "tote": tote,
    "tote-market": tote_market,
    "scarf": scarf,
}
