"""The picture book of the moon that moves house, closed and open."""

from demo.art.brush import Canvas
from demo.art.grounds import sun, table, wall
from demo.art.palette import (
    CREAM,
    INK,
    NAVY,
    PAPER,
    SKY,
)
from demo.art.shapes import Shape, mirror, oval, path, rect, smooth


def star(x: float, y: float, size: float) -> Shape:
    ring = oval(x, y, size, None, -90, 270)
    step = (len(ring) - 1) / 10
    points = [ring[round(i * step)] for i in range(10)]
    return tuple(p if i % 2 == 0 else (x + (p[0] - x) * 0.45, y + (p[1] - y) * 0.45) for i, p in enumerate(points))


def night(c: Canvas, frame: Shape) -> None:
    """The book's own picture: the moon being carried over the hills."""
    c.fill(frame, "#2E3F66", to="#5B6E97")
    c.fill(oval(640, 400, 92), "#F6DE9A", inside=frame)
    c.fill(oval(606, 380, 18), "#E5C877", alpha=0.8)
    c.fill(oval(668, 436, 24), "#E5C877", alpha=0.8)
    for x, y, size in ((400, 330, 20), (470, 470, 13), (750, 300, 15), (380, 520, 12), (720, 540, 14)):
        c.fill(star(x, y, size), "#FBF0CC")
    c.fill(
        smooth((250, 760), (420, 640), (560, 700), (720, 630), (900, 740), (860, 1000), (260, 1000)),
        "#3F6B5E",
        inside=frame,
    )
    c.fill(smooth((250, 840), (400, 750), (620, 800), (860, 740), (860, 1000), (260, 1000)), "#2F5A4A", inside=frame)


def picture_book() -> Canvas:
    c = wall(SKY)
    sun(c, 540, 540, 430, "#E7EBF1")
    with c.placed(0, 0, 1, -5):
        pages = rect(300, 190, 530, 700, 10)
        c.cast(pages, 16, 26, 22, 0.28)
        c.fill(pages, "#F4EDDF")
        for i in range(4):
            c.fill(rect(812, 200, 3 + i * 5, 680), INK, alpha=0.05)
        cover = rect(270, 170, 540, 700, (6, 16, 16, 6))
        night(c, cover)
        c.fill(rect(270, 170, 36, 700), INK, alpha=0.2, inside=cover)
        c.text(556, 238, "月亮搬家", 82, CREAM, 900, 10)
        c.text(560, 822, "文 / 小满　图 / 阿禾", 28, CREAM, 500)
        mouse(c, 500, 676, 1.0)
    return c


def mouse(c: Canvas, x: float, y: float, size: float) -> None:
    """A mouse who pulls the moon by a string."""
    with c.placed(x - 540, y - 540, size):
        c.line(smooth((580, 540), (640, 470), (660, 360), closed=False), CREAM, 4)
        c.line(smooth((480, 580), (430, 570), (410, 530), closed=False), "#C9B8A6", 7)
        c.fill(smooth((540, 500), (590, 560), (570, 610), (500, 610), (484, 560)), "#D9C9B8")
        for ex in (516, 570):
            c.fill(oval(ex, 466, 24), "#C9B8A6")
            c.fill(oval(ex, 466, 13), "#E5A999")
        c.fill(oval(544, 496, 40, 34), "#E3D5C5")
        c.fill(oval(560, 490, 5), INK)
        c.fill(oval(584, 500, 6), "#C8574A")


def book_open() -> Canvas:
    c = wall("#E6DCCB")
    table(c, "#D3C3A6", 700)
    c.shadow(540, 840, 440, 46)
    for side in (False, True):
        cover = path("M540 330 Q320 260 110 320 L110 830 Q320 780 540 850 Z")
        page = path("M540 310 Q320 240 130 300 L130 800 Q320 750 540 820 Z")
        c.fill(mirror(cover) if side else cover, NAVY)
        c.fill(mirror(page) if side else page, PAPER)
        if not side:
            inner = path("M540 310 Q320 240 130 300 L130 800 Q320 750 540 820 Z")
            c.fill(inner, "#2E3F66", to="#5B6E97")
            c.fill(oval(360, 430, 84), "#F6DE9A")
            c.fill(oval(334, 412, 16), "#E5C877")
            c.fill(oval(386, 460, 20), "#E5C877")
            for x, y in ((210, 390), (480, 400), (230, 560), (490, 560)):
                c.fill(star(x, y, 15), "#FBF0CC")
            c.fill(
                smooth((120, 700), (260, 600), (400, 660), (560, 590), (560, 900), (120, 900)), "#3F6B5E", inside=inner
            )
            mouse(c, 330, 636, 0.9)
    c.fill(rect(540, 310, 40, 520), INK, alpha=0.1, blur=16)
    for i, line in enumerate(("月亮太大了，", "搬不进树洞。", "小老鼠想了想：", "那我就住在", "月亮下面吧。")):
        c.text(606, 412 + i * 68, line, 44, INK, 500, align=0)
    return c


DRAWINGS = {
    "picture-book": picture_book,
    "book-open": book_open,
}
