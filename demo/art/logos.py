"""The shops' own signs. They are shown small and cropped round or square, so each is one bold thing in the middle."""

from demo.art.brush import Canvas
from demo.art.grounds import sprig
from demo.art.palette import INK, PAPER, PINE, SEAL, TERRA
from demo.art.shapes import oval, path, rect, smooth


def forest() -> Canvas:
    """林间: hills, two trees, the morning sun."""
    c = Canvas("#DDE3D0")
    c.fill(oval(720, 360, 150), "#F2C66D")
    c.fill(smooth((-60, 760), (240, 600), (560, 700), (860, 580), (1140, 740), (1140, 1200), (-60, 1200)), "#A9BC93")
    for x, foot, size, tone in ((400, 850, 1.25, PINE), (690, 860, 0.95, "#3B6E5B")):
        c.fill(rect(x - 16 * size, foot - 90 * size, 32 * size, 110 * size), "#6B4A2A")
        for k in range(3):
            wide, top = (190 - k * 40) * size, foot - (210 + k * 130) * size
            tree = path(f"M{x} {top - 130 * size} L{x + wide} {top + 130 * size} L{x - wide} {top + 130 * size} Z")
            c.fill(tree, tone)
            c.fill(path(f"M{x} {top - 130 * size} L{x} {top + 130 * size} L{x - wide} {top + 130 * size} Z"),
                   "#FFFFFF", alpha=0.1)  # fmt: skip
    c.fill(smooth((-60, 900), (300, 820), (640, 890), (1140, 820), (1140, 1200), (-60, 1200)), "#7C9A58")
    return c


def sprout() -> Canvas:
    """豆豆妈: a bean sprout in a round pot with a face."""
    c = Canvas("#F3DFD3")
    c.fill(oval(540, 560, 420), "#F9EBE2")
    c.line(smooth((540, 560), (530, 440), (540, 330), closed=False), "#7C9A58", 34)
    sprig(c, 540, 350, 270, -150)
    sprig(c, 540, 350, 270, -30)
    pot = path("M290 540 L790 540 Q790 900 600 920 L480 920 Q290 900 290 540 Z")
    c.solid(pot, TERRA, 0.14, 0.18)
    c.solid(rect(260, 500, 560, 96, 40), "#D98561", 0.16, 0.16)
    for x in (460, 620):
        c.fill(oval(x, 700, 24), INK)
        c.fill(oval(x - 8, 692, 8), PAPER)
        c.fill(oval(x + (-64 if x < 540 else 64), 750, 36, 24), "#F3A98A", alpha=0.7)
    c.line(smooth((486, 752), (508, 780), (540, 792), (572, 780), (594, 752), closed=False), INK, 16)
    return c


def clock() -> Canvas:
    """慢半拍: the clock that has all the time."""
    c = Canvas("#D9DFE8")
    c.fill(oval(540, 540, 410), "#34466B")
    c.fill(oval(540, 540, 350), PAPER)
    for turn in range(0, 360, 30):
        with c.placed(turn=turn):
            c.fill(rect(530, 216, 20, 66 if turn % 90 == 0 else 34, 8), INK)
    c.line(((540, 540), (400, 420)), INK, 34)
    c.line(((540, 540), (640, 330)), INK, 24)
    c.fill(oval(540, 540, 34), SEAL)
    c.text(540, 690, "慢", 150, "#34466B", 900)
    return c


DRAWINGS = {
    "logo-forest": forest,
    "logo-bean": sprout,
    "logo-slow": clock,
}
