"""What stands behind and below the goods: a lit wall, a table, a low sun, an arch, leaves. No goods are drawn here."""

from demo.art.brush import Canvas
from demo.art.palette import FERN, INK, MOSS, PAPER
from demo.art.shapes import leaf, oval, path, rect


def wall(ground: str, light: float = 0.35) -> Canvas:
    """A new canvas: one warm colour, with the light falling on it from the upper left."""
    c = Canvas(ground)
    c.fill(oval(330, 300, 460, 430), "#FFFFFF", alpha=light, blur=150)
    return c


def table(c: Canvas, colour: str, top: float = 800) -> None:
    """The table's edge to edge top, seen from slightly above."""
    c.fill(rect(-10, top, 1100, 1090 - top), colour)
    c.fill(rect(-10, top, 1100, 90), "#FFFFFF", alpha=0.16, blur=30)


def sun(c: Canvas, x: float, y: float, radius: float, colour: str, alpha: float = 1) -> None:
    """A flat disc behind the goods, to hold them together."""
    c.fill(oval(x, y, radius), colour, alpha=alpha)


def arch(c: Canvas, x: float, w: float, top: float, foot: float, colour: str) -> None:
    """A doorway-shaped niche."""
    c.fill(rect(x, top, w, foot - top, (w / 2, w / 2, 0, 0)), colour)


def window(c: Canvas, alpha: float = 0.3) -> None:
    """Slanting light from a window with one bar."""
    for left in (90, 330):
        c.fill(path(f"M{left} -20 L{left + 200} -20 L{left + 920} 1100 L{left + 720} 1100 Z"),
               PAPER, alpha=alpha, blur=6)  # fmt: skip


def sprig(c: Canvas, x: float, y: float, size: float, turn: float, colours: tuple[str, str] = (FERN, MOSS)) -> None:
    """One leaf with its vein, half of it in the light."""
    shape = leaf(x, y, size, size * 0.5, turn)
    c.fill(shape, colours[0])
    c.fill(shape[: len(shape) // 2 + 1], colours[1])


def twig(c: Canvas, points: tuple[tuple[float, float], ...], colour: str = "#8A6B47", width: float = 8) -> None:
    """A thin branch."""
    c.line(points, colour, width)


def ground_line(c: Canvas, y: float, alpha: float = 0.12) -> None:
    """The faint line where a wall meets a floor of the same colour."""
    c.fill(rect(-10, y, 1100, 1090 - y), INK, alpha=alpha)
