"""The quiet room: lamp, candle, towels, cushion."""

from demo.art.brush import Canvas
from demo.art.grounds import arch, ground_line, sprig, sun, table, wall, window
from demo.art.palette import COCOA, CREAM, INK, MIST, OAK, PAPER, SAND, STONE, TERRA, WOOD
from demo.art.shapes import Shape, leaf, oval, path, rect, smooth


def lamp_body(c: Canvas, shade: str) -> None:
    """A ceramic foot and a linen shade."""
    c.shadow(550, 892, 210, 32)
    c.solid(smooth((500, 560), (580, 560), (600, 620), (690, 720), (680, 850), (610, 892), (470, 892), (400, 850),
                   (390, 720), (480, 620)), "#F4EEE3", 0.5, 0.18)  # fmt: skip
    c.fill(rect(512, 500, 56, 76, 8), OAK)
    cone = path("M408 190 L672 190 L782 540 Q540 580 298 540 Z")
    c.fill(cone, shade, to="#F7DB98")
    c.fill(path("M408 190 L480 190 L420 558 Q350 552 298 540 Z"), "#FFFFFF", alpha=0.26)
    c.fill(path("M610 190 L672 190 L782 540 Q740 550 690 556 Z"), COCOA, alpha=0.1)


def lamp() -> Canvas:
    c = wall(STONE)
    table(c, "#CDBFA9", 780)
    lamp_body(c, "#EFC466")
    c.solid(rect(790, 836, 190, 34, 6), TERRA, 0.14, 0.1)
    c.solid(rect(806, 800, 164, 36, 6), "#5F7FA3", 0.14, 0.1)
    c.fill(rect(940, 806, 30, 24), PAPER)
    c.fill(rect(960, 842, 20, 22), PAPER)
    return c


def lamp_night() -> Canvas:
    """The same lamp at night: it makes a warm pool in a dark blue room."""
    c = Canvas("#2B3550")
    c.fill(rect(120, 130, 250, 330, (125, 125, 8, 8)), "#1E2740")
    c.fill(rect(134, 144, 222, 306, (111, 111, 4, 4)), "#33446B", to="#50638F")
    c.fill(oval(300, 250, 34), "#F4E5B6")
    c.fill(rect(238, 144, 12, 310), "#1E2740")
    c.fill(oval(540, 560, 520, 480), "#F2B85A", alpha=0.34, blur=120)
    c.fill(oval(540, 520, 300, 320), "#FFD98A", alpha=0.42, blur=80)
    c.fill(rect(-10, 800, 1100, 290), "#5A4436", to="#463529")
    c.fill(oval(540, 880, 430, 60), "#F2C176", alpha=0.5, blur=40)
    lamp_body(c, "#FFE3A0")
    c.fill(path("M408 190 L672 190 L782 540 Q540 580 298 540 Z"), "#FFF3CF", alpha=0.45)
    return c


def candle() -> Canvas:
    c = wall("#E6D8C9")
    arch(c, 240, 600, 150, 860, "#EFE5D8")
    table(c, "#CDB7A0", 800)
    c.fill(oval(540, 330, 230, 230), "#FFDFA0", alpha=0.6, blur=70)
    c.shadow(550, 896, 240, 34)
    cup = rect(330, 470, 420, 426, (18, 18, 70, 70))
    c.solid(cup, "#B9775A", 0.2, 0.24)
    c.fill(oval(540, 486, 206, 40), "#9A5E44")
    c.fill(oval(540, 494, 188, 32), "#F7EBD2")
    c.fill(oval(540, 496, 70, 13), "#FFF8DD")
    c.line(((540, 494), (540, 438)), INK, 8)
    c.fill(smooth((540, 290), (584, 390), (570, 440), (540, 456), (510, 440), (496, 390)), "#F29B38", to="#F6C553")
    c.fill(smooth((540, 356), (562, 412), (540, 448), (518, 412)), "#FFF3C4")
    c.label(420, 600, 240, 196, "", 10)
    c.text(540, 664, "桂花", 80, INK, 700, 12)
    c.text(540, 744, "大豆蜡 200 g", 34, COCOA, 500)
    for x, y, turn in ((230, 860, -130), (250, 880, -60), (850, 880, -30), (870, 870, -100)):
        sprig(c, x, y, 120, turn)
    for x, y in ((200, 880), (226, 896), (262, 890), (850, 906), (884, 896), (908, 908), (820, 900)):
        c.fill(oval(x, y, 13), "#E3A63A")
        c.fill(oval(x - 2, y - 3, 6), "#F3CB6B")
    return c


def fold(c: Canvas, y: float, colour: str, line: str, dx: float = 0) -> None:
    """One folded towel in a pile, its round fold to the front."""
    towel = rect(190 + dx, y, 700, 118, 58)
    c.cast(towel, 6, 12, 10, 0.16)
    c.solid(towel, colour, 0.14, 0.16)
    c.line(smooth((240 + dx, y + 40), (540, y + 34), (850 + dx, y + 40), closed=False), INK, 5, 0.1)
    c.line(smooth((240 + dx, y + 76), (540, y + 82), (850 + dx, y + 76), closed=False), INK, 5, 0.1)
    c.fill(rect(700 + dx, y + 2, 24, 114), line, alpha=0.8)
    c.fill(rect(738 + dx, y + 2, 10, 114), line, alpha=0.8)


def towels() -> Canvas:
    c = wall(MIST)
    sun(c, 540, 470, 370, "#E9F0ED")
    c.shadow(548, 886, 370, 36)
    for y, colour, line, dx in ((768, "#8FA6A0", PAPER, 0), (650, "#EFE4D0", "#C9A97C", 12),
                                (532, "#D99E84", PAPER, -12), (414, "#F8F4EC", "#8FA6A0", 8)):  # fmt: skip
        fold(c, y, colour, line, dx)
    c.solid(smooth((420, 330), (540, 300), (660, 330), (650, 412), (430, 412)), "#C9A97C", 0.1, 0.16)
    for turn in (-150, -115, -90, -60, -30):
        c.fill(leaf(540, 330, 210, 54, turn), "#7C9A78" if turn % 2 else "#96B08C")
    return c


def towel_hung() -> Canvas:
    c = wall("#E5E4DA")
    window(c, 0.4)
    c.line(((120, 230), (960, 230)), OAK, 30)
    c.line(((120, 222), (960, 222)), WOOD, 10)
    for x in (170, 910):
        c.solid(rect(x - 22, 150, 44, 110, 20), OAK)
    for x, wide, foot, colour, line in ((250, 330, 860, "#D99E84", PAPER), (620, 250, 640, "#F8F4EC", "#8FA6A0")):
        cloth = rect(x, 206, wide, foot - 206, (16, 16, 8, 8))
        c.cast(cloth, 18, 22, 20, 0.2)
        c.solid(cloth, colour, 0.12, 0.12)
        c.fill(rect(x, 236, wide, 30), INK, alpha=0.12, inside=cloth, blur=10)
        for k in range(3):
            c.fill(rect(x + wide * (0.28 + 0.24 * k), 240, 26, foot), INK, alpha=0.07, inside=cloth, blur=12)
        c.fill(rect(x, foot - 130, wide, 34), line)
        c.fill(rect(x, foot - 84, wide, 12), line)
        for step in range(int(wide / 15)):
            c.line(((x + 8 + step * 15, foot - 4), (x + 8 + step * 15, foot + 16)), colour, 7)
    return c


def cushion_shape() -> Shape:
    return smooth((190, 300), (540, 336), (890, 300), (936, 330), (900, 600), (936, 870), (890, 900), (540, 866),
                  (190, 900), (144, 870), (180, 600), (144, 330))  # fmt: skip


def cushion() -> Canvas:
    c = wall(SAND)
    ground_line(c, 900, 0.06)
    sun(c, 540, 540, 450, "#F2EADB")
    with c.placed(0, -40, 0.9, -6):
        shape = cushion_shape()
        c.cast(shape, 20, 34, 28, 0.24)
        c.solid(shape, "#A9B79A", 0.12, 0.16)
        for y in range(340, 900, 46):
            c.fill(rect(100, y, 900, 8), "#F3EEDD", alpha=0.5, inside=shape)
        c.fill(rect(420, 200, 240, 800), "#F3EEDD", alpha=0.92, inside=shape)
        for y, turn in ((470, -60), (570, -120), (670, -60), (770, -120)):
            c.fill(leaf(540, y, 110, 50, turn), "#7C9A78")
        c.line(((540, 420), (540, 800)), "#7C9A78", 7)
        for x, y in ((196, 340), (884, 340), (196, 860), (884, 860)):
            c.fill(oval(x - 540 + 540, y, 10), CREAM)
    return c


DRAWINGS = {
    "lamp": lamp,
    "lamp-night": lamp_night,
    "candle": candle,
    "towels": towels,
    "towel-hung": towel_hung,
    "cushion": cushion,
}
