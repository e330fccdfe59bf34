"""The QR code: as few modules as the text allows, drawn in whole pixels. Reading it back is proof.py's matter."""

from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageColor
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import QRData

from models.kernel.errors import N_, Refused

QUIET = 4  # modules of light ground on every side
MASK = 3  # Choosing the best of eight masks costs five times the rest, and loses no reader anything when left out.
_LARGEST = 40
# Pixels. With 15 a module (25 of them for 30 characters) WeChat's detector reads nearly all posters that are 240 px
# wide on a photograph of a wall, held askew; with 13 and with 14 it misses several: bench/scan.py.
_SIDE, _SECOND, _MOST, _MODULE = 375, 425, 450, 12
_LEVELS = (("L", ERROR_CORRECT_L), ("M", ERROR_CORRECT_M), ("Q", ERROR_CORRECT_Q), ("H", ERROR_CORRECT_H))


@dataclass(frozen=True, slots=True)
class Code:
    """`rows` hold a byte a module, 1 for dark. `module` is the side of one module in pixels."""

    payload: str
    version: int
    level: str
    module: int
    rows: tuple[bytes, ...]

    @property
    def side(self) -> int:
        return len(self.rows) * self.module

    @property
    def quiet(self) -> int:
        return QUIET * self.module

    def at(self, module: int) -> "Code":
        return replace(self, module=module)

    def image(self, ink: str, paper: str) -> Image.Image:
        """The code without its quiet zone, which the drawing keeps light around it."""
        count = len(self.rows)
        small = Image.frombytes("P", (count, count), b"".join(self.rows))
        small.putpalette([*ImageColor.getrgb(paper)[:3], *ImageColor.getrgb(ink)[:3]])
        return small.resize((self.side, self.side), Image.Resampling.NEAREST).convert("RGB")


def make(payload: str, boost: bool = False) -> Code:
    """The smallest version that holds the payload, the highest level that this version still allows, and modules of at
    least 12 pixels in a code of at least 375 where a width of 1080 has room for them. `boost` makes the code larger,
    and its level one higher: the second try when a first one could not be read back."""
    code = _matrix(payload)
    if boost and code.level != "H":
        code = _matrix(payload, above=code.level)
    return code.at(module_for(len(code.rows), least=_SECOND if boost else _SIDE))


def module_for(count: int, least: int, most: int = _MOST) -> int:
    """Whole pixels a module for a code of `count` modules whose side lies between `least` and, if it can, `most`."""
    return max(_MODULE if _MODULE * count <= most else max(1, most // count), -(-least // count))


@lru_cache(maxsize=256)
def _matrix(payload: str, above: str = "") -> Code:
    names = [name for name, _ in _LEVELS]
    first = names.index(above) + 1 if above else 0
    version = _version(payload, _LEVELS[first][1])
    chosen = first
    while chosen + 1 < len(_LEVELS) and _version(payload, _LEVELS[chosen + 1][1]) == version:
        chosen += 1
    if version > _LARGEST:
        raise Refused("poster", N_("二维码里的网址太长了"))
    code = _coder(payload, _LEVELS[chosen][1], version)
    code.make(fit=False)
    rows = tuple(bytes(map(bool, row)) for row in code.modules)
    return Code(payload, version, _LEVELS[chosen][0], 1, rows)


def _coder(payload: str, level: int, version: int | None) -> QRCode:
    """An upper-case address is written in alphanumeric mode, 5.5 bits a character instead of 8."""
    code = QRCode(version=version, error_correction=level, border=0, mask_pattern=MASK)
    code.add_data(QRData(payload))
    return code


def _version(payload: str, level: int) -> int:
    try:
        return int(_coder(payload, level, None).best_fit())
    except (DataOverflowError, ValueError):  # The library says either, depending on how much too long it is.
        return _LARGEST + 1
