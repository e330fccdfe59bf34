"""What happens to a poster out there: 125 worn copies of one, as messengers, telephones and walls make them.

A copy is the light of the poster alone: every reader looks at nothing else, and a JPEG keeps it apart from the colours
and quantises it by a table of its own. The same poster wears the same way in every run.

How hard the wear is was set by bare codes of 300 px in the corner of a poster: 30 characters in upper case at level M
are just read from all copies, 60 bytes at level H with modules of half the size from five in six."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from math import cos, radians, tan
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

QUALITIES, WIDTHS = (30, 40, 50, 60, 70, 80), (1080, 540, 360, 240)
# The wall behind a poster that does not fill the telephone's view: white, darker above than below. Before a dark wall,
# seen aslant, a dark thing in the middle of a light picture makes the whole poster one large finder pattern (dark,
# light, dark, light, dark), inside of which zxing-cpp looks for no other, whatever the code's size.
_WALL = (235, 250)
_FINE = Image.Resampling.BICUBIC
Wear = Callable[[Image.Image], Image.Image]


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
    return (*_sent(), *_blurred(), *_tilted(), *_aside(), *_noisy(), *_lit(), *_far(), *_in_a_row())


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
    for width in (1080, 540):
        for turn in (-45, -30, -15, -7, -3, 3, 7, 15, 30, 45):
            yield Copy("tilted", f"tilted {turn}° at {width} px", partial(_turned, width=width, turn=turn))


def _aside() -> Iterator[Copy]:
    """24: seen from the left, the right, above and below. From 45° WeChat's detector reads no code of any size."""
    for width in (1080, 540):
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            for angle in (15, 25, 35):
                side = {(1, 0): "right", (-1, 0): "left", (0, 1): "below", (0, -1): "above"}[across, down]
                seen = partial(_seen, width=width, across=across * angle, down=down * angle)
                yield Copy("aside", f"{angle}° from {side} at {width} px", seen)


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
    for width in (480, 360, 300, 270):
        for turn in (0, 5):
            name = f"{width} px of a wall" + (f", tilted {turn}°" if turn else "")
            yield Copy("far", name, partial(_hung, width=width, turn=turn))


def _in_a_row() -> Iterator[Copy]:
    """12: photographed, and sent on again and again."""
    for width in (540, 360, 300):
        for turn, angle in ((4, 15), (-4, -15), (10, 25), (-10, -25)):
            name = f"tilted {turn}°, {angle}° aside, noise, JPEG 50 twice at {width} px"
            yield Copy("in a row", name, partial(_resent, width=width, turn=turn, angle=angle))


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


def _turned(light: Image.Image, *, width: int, turn: float) -> Image.Image:
    return jpeg(_rotated(narrow(light, width), turn), 70)


def _seen(light: Image.Image, *, width: int, across: float, down: float) -> Image.Image:
    return jpeg(_aslant(narrow(light, width), across, down), 70)


def _grained(light: Image.Image, *, width: int, strength: float) -> Image.Image:
    return jpeg(_noise(narrow(light, width), strength), 70)


def _shone(light: Image.Image, *, width: int, gain: float, contrast: float) -> Image.Image:
    shone = ImageEnhance.Brightness(narrow(light, width)).enhance(gain)
    return jpeg(ImageEnhance.Contrast(shone).enhance(contrast), 70)


def _hung(light: Image.Image, *, width: int, turn: float) -> Image.Image:
    poster = narrow(light, width)
    tilted = _rotated(poster, turn) if turn else poster
    hung = _wall((1080, 1440))
    hung.paste(tilted, ((hung.width - tilted.width) // 2, (hung.height - tilted.height) // 2))
    return jpeg(_noise(hung.filter(ImageFilter.GaussianBlur(0.6)), 6), 60)


def _resent(light: Image.Image, *, width: int, turn: float, angle: float) -> Image.Image:
    taken = _turned(_aslant(light, angle, 0), width=1080, turn=turn)
    once = jpeg(_noise(narrow(taken, 720), 8), 50)
    return jpeg(narrow(once, width), 50)


def _noise(light: Image.Image, strength: float) -> Image.Image:
    """Every pixel by itself, evenly spread, with this standard deviation in 256 steps of light."""
    grain = Image.frombytes("L", light.size, Random(strength).randbytes(light.width * light.height))
    table = [round(128 + (value - 127.5) / 127.5 * strength * 3**0.5) for value in range(256)]
    return ImageChops.add(light, grain.point(table), offset=-128)


def _aslant(light: Image.Image, across: float, down: float) -> Image.Image:
    """Turned away from the eye by degrees around its upright and its lying axis, an eye two widths away."""
    far, small = 2.0 * light.width, 0.8
    x, y = light.width / 2, light.height / 2
    wide, tall = 1 / cos(radians(across)) / small, 1 / cos(radians(down)) / small
    turn, nod = tan(radians(across)) / far / small, tan(radians(down)) / far / small
    whole = 1 - turn * x - nod * y
    plane = (x * turn + wide, x * nod, x * (whole - wide), y * turn, y * nod + tall, y * (whole - tall), turn, nod)
    flat = [part / whole for part in plane]
    return _before_a_wall(light, lambda it: it.transform(it.size, Image.Transform.PERSPECTIVE, flat, _FINE))


def _rotated(light: Image.Image, turn: float) -> Image.Image:
    return _before_a_wall(light, lambda it: it.rotate(turn, _FINE, expand=True))


def _before_a_wall(light: Image.Image, move: Wear) -> Image.Image:
    moved, where = move(light), move(Image.new("L", light.size, 255))
    return Image.composite(moved, _wall(moved.size), where)


def _wall(size: tuple[int, int]) -> Image.Image:
    dark, bright = _WALL
    return Image.linear_gradient("L").resize(size).point([dark + (bright - dark) * step // 255 for step in range(256)])
