"""What happens to a poster out there: 125 worn copies of one, as messengers, telephones and walls make them.

A copy is the light of the poster alone: every reader looks at nothing else, and a JPEG keeps it apart from the colours
and quantises it by a table of its own. The same poster wears the same way in every run.

The angles from the left and from above stop short of 45°, and what happens in a row is tried before white walls only:
harder() holds the rest, and scan.py says which bare codes survive it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from itertools import cycle
from math import cos, radians, tan
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

QUALITIES, WIDTHS = (30, 40, 50, 60, 70, 80), (1080, 540, 360, 240)
# The walls behind a poster that does not fill the telephone's view, by turns: their light above and below.
WALLS = {"white": (235, 250), "grey": (110, 126), "dark": (40, 60)}
_FINE = Image.Resampling.BICUBIC
Wear = Callable[[Image.Image], Image.Image]
_SIDES = {"right": (1, 0), "left": (-1, 0), "below": (0, 1), "above": (0, -1)}
# Degrees. A code in the lower right corner is seen still more aslant from the left and from above than the poster is.
_ANGLES = {"right": (15, 30, 45), "left": (15, 25, 35), "below": (15, 30, 45), "above": (15, 30, 40)}


@dataclass(frozen=True, slots=True)
class Copy:
    """One way to wear, and what it is called. `kind` is what it has in common with others."""

    kind: str
    name: str
    wear: Wear

    def of(self, light: Image.Image) -> Image.Image:
        """The worn copy of a poster's light."""
        return self.wear(light)


@cache
def copies() -> tuple[Copy, ...]:
    """All 125, kind by kind."""
    return (*_sent(), *_blurred(), *_tilted(), *_aside(_ANGLES), *_noisy(), *_lit(), *_far(), *_in_a_row())


@cache
def harder() -> tuple[Copy, ...]:
    """36 that are none of the 125: sharper angles, and what happens in a row before walls that are not white."""
    aslant = [copy for wall in WALLS for copy in _aside({"left": (45,), "above": (45,)}, (wall,))]
    return (*aslant, *_in_a_row("grey"), *_in_a_row("dark"))


def _sent() -> Iterator[Copy]:
    """24: recompressed at a smaller width, as messengers do."""
    for width in WIDTHS:
        for quality in QUALITIES:
            yield Copy("sent", f"JPEG {quality} at {width} px", partial(_passed_on, width=width, quality=quality))


def _blurred() -> Iterator[Copy]:
    """15: out of focus, by as much of the poster's width at every width."""
    for width in (1080, 540, 360):
        for blur in (1, 2, 3, 4, 5):
            sigma = blur * width / 1080
            yield Copy("blurred", f"blur σ{sigma:.1f} at {width} px", partial(_soft, width=width, sigma=sigma))


def _tilted() -> Iterator[Copy]:
    """20: the telephone is not held straight."""
    walls = cycle(WALLS)
    for width in (1080, 540):
        for turn in (-45, -30, -15, -7, -3, 3, 7, 15, 30, 45):
            wall = next(walls)
            name = f"tilted {turn}° at {width} px, {wall} wall"
            yield Copy("tilted", name, partial(_turned, width=width, turn=turn, wall=wall))


def _aside(angles: Mapping[str, tuple[int, ...]], walls: Iterable[str] = tuple(WALLS)) -> Iterator[Copy]:
    """24: seen from the left, the right, above and below."""
    by_turns = cycle(walls)
    for width in (1080, 540):
        for side, seen_from in angles.items():
            across, down = _SIDES[side]
            for angle in seen_from:
                wall = next(by_turns)
                seen = partial(_seen, width=width, across=across * angle, down=down * angle, wall=wall)
                yield Copy("aside", f"{angle}° from {side} at {width} px, {wall} wall", seen)


def _noisy() -> Iterator[Copy]:
    """12: taken in the dark."""
    for width in (1080, 540, 360):
        for strength in (10, 20, 30, 40):
            yield Copy("noisy", f"noise {strength} at {width} px", partial(_grained, width=width, strength=strength))


def _lit() -> Iterator[Copy]:
    """10: too dark, too bright, washed out."""
    for width in (1080, 540):
        for gain, contrast in ((0.35, 1.0), (0.6, 1.0), (1.4, 1.0), (1.8, 1.0), (1.0, 0.35)):
            name = f"light ×{gain} at {width} px" if contrast == 1 else f"contrast ×{contrast} at {width} px"
            yield Copy("lit", name, partial(_shone, width=width, gain=gain, contrast=contrast))


def _far() -> Iterator[Copy]:
    """8: a photograph of the wall on which it hangs."""
    walls = cycle(WALLS)
    for width in (480, 360, 300, 240):
        for turn in (0, 5):
            wall = next(walls)
            name = f"{width} px of a {wall} wall" + (f", tilted {turn}°" if turn else "")
            yield Copy("far", name, partial(_hung, width=width, turn=turn, wall=wall))


def _in_a_row(wall: str = "white") -> Iterator[Copy]:
    """12: photographed, and sent on again and again.

    Before a wall that is not white, a dark thing in the middle of a light picture can make one large finder pattern of
    the whole (dark, light, dark, light, dark), inside of which zxing-cpp looks for no other. A larger code does not
    help: modules of 13 to 20 px were tried. Those walls are among the harder."""
    for width in (540, 360, 300):
        for turn, angle in ((4, 15), (-4, -15), (10, 25), (-10, -25)):
            name = f"tilted {turn}°, {angle}° aside, noise, JPEG 50 twice at {width} px, {wall} wall"
            yield Copy("in a row", name, partial(_resent, width=width, turn=turn, angle=angle, wall=wall))


def narrow(light: Image.Image, width: int) -> Image.Image:
    """As wide as said, as messengers do it."""
    if width == light.width:
        return light
    return light.resize((width, round(light.height * width / light.width)), Image.Resampling.BILINEAR)


def jpeg(light: Image.Image, quality: int) -> Image.Image:
    """Compressed and opened again."""
    held = BytesIO()
    light.save(held, "JPEG", quality=quality)
    with Image.open(held) as opened:
        opened.load()
        return opened


def _passed_on(light: Image.Image, *, width: int, quality: int) -> Image.Image:
    return jpeg(narrow(light, width), quality)


def _soft(light: Image.Image, *, width: int, sigma: float) -> Image.Image:
    return jpeg(narrow(light, width).filter(ImageFilter.GaussianBlur(sigma)), 70)


def _turned(light: Image.Image, *, width: int, turn: float, wall: str) -> Image.Image:
    return jpeg(_rotated(narrow(light, width), turn, wall), 70)


def _seen(light: Image.Image, *, width: int, across: float, down: float, wall: str) -> Image.Image:
    return jpeg(_aslant(narrow(light, width), across, down, wall), 70)


def _grained(light: Image.Image, *, width: int, strength: float) -> Image.Image:
    return jpeg(_noise(narrow(light, width), strength), 70)


def _shone(light: Image.Image, *, width: int, gain: float, contrast: float) -> Image.Image:
    shone = ImageEnhance.Brightness(narrow(light, width)).enhance(gain)
    return jpeg(ImageEnhance.Contrast(shone).enhance(contrast), 70)


def _hung(light: Image.Image, *, width: int, turn: float, wall: str) -> Image.Image:
    poster = narrow(light, width)
    tilted = _rotated(poster, turn, wall) if turn else poster
    hung = _wall((1080, 1440), wall)
    hung.paste(tilted, ((hung.width - tilted.width) // 2, (hung.height - tilted.height) // 2))
    return jpeg(_noise(hung.filter(ImageFilter.GaussianBlur(0.6)), 6), 60)


def _resent(light: Image.Image, *, width: int, turn: float, angle: float, wall: str) -> Image.Image:
    taken = _turned(_aslant(light, angle, 0, wall), width=1080, turn=turn, wall=wall)
    once = jpeg(_noise(narrow(taken, 720), 8), 50)
    return jpeg(narrow(once, width), 50)


def _noise(light: Image.Image, strength: float) -> Image.Image:
    """Every pixel by itself, evenly spread, with this standard deviation in 256 steps of light."""
    grain = Image.frombytes("L", light.size, Random(strength).randbytes(light.width * light.height))
    table = [round(128 + (value - 127.5) / 127.5 * strength * 3**0.5) for value in range(256)]
    return ImageChops.add(light, grain.point(table), offset=-128)


def _aslant(light: Image.Image, across: float, down: float, wall: str) -> Image.Image:
    """Turned away from the eye by degrees around its upright and its lying axis, an eye two widths away."""
    far, small = 2.0 * light.width, 0.8
    x, y = light.width / 2, light.height / 2
    wide, tall = 1 / cos(radians(across)) / small, 1 / cos(radians(down)) / small
    turn, nod = tan(radians(across)) / far / small, tan(radians(down)) / far / small
    whole = 1 - turn * x - nod * y
    plane = (x * turn + wide, x * nod, x * (whole - wide), y * turn, y * nod + tall, y * (whole - tall), turn, nod)
    flat = [part / whole for part in plane]
    return _before(wall, light, lambda it: it.transform(it.size, Image.Transform.PERSPECTIVE, flat, _FINE))


def _rotated(light: Image.Image, turn: float, wall: str) -> Image.Image:
    return _before(wall, light, lambda it: it.rotate(turn, _FINE, expand=True))


def _before(wall: str, light: Image.Image, move: Wear) -> Image.Image:
    moved, where = move(light), move(Image.new("L", light.size, 255))
    return Image.composite(moved, _wall(moved.size, wall), where)


def _wall(size: tuple[int, int], wall: str) -> Image.Image:
    dark, bright = WALLS[wall]
    return Image.linear_gradient("L").resize(size).point([dark + (bright - dark) * step // 255 for step in range(256)])
