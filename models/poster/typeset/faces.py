"""The faces a poster is set in, and which characters each of them has. Sizes and weights are fonts.py's matter."""

import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fontTools.ttLib import TTFont


@dataclass(frozen=True, slots=True)
class Face:
    """`index` picks one face of a collection; `scale` makes a face sit beside hanzi at the same size."""

    package: str
    file: str
    index: int = 0
    scale: float = 1.0
    shaped: bool = True

    @property
    def path(self) -> str:
        return str(resources.files(self.package) / self.file)


HANZI = Face("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", index=2, shaped=False)
EMOJI = Face("manimgx_fonts", "NotoEmoji[wght].ttf", scale=0.86)
_SCRIPTS = (
    "", "Arabic", "Hebrew", "Thai", "Devanagari", "Bengali", "Armenian", "Georgian", "Ethiopic", "Gujarati", "Gurmukhi",
    "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu",
)  # fmt: skip
OTHERS = tuple(Face("manimgx_fonts", f"NotoSans{script}[wght].ttf") for script in _SCRIPTS)
SYMBOLS = Face("manimgx_fonts", "NotoSansSymbols[wght].ttf")
FACES = (HANZI, *OTHERS, SYMBOLS, EMOJI)


@cache
def _ranges(face: Face) -> "tuple[array[int], array[int]]":
    """First and last code points of the face's runs of characters. Decoding the table into a dictionary of 45,000
    characters takes a quarter of a second and 40 MB; its runs are all that the question "has it?" needs."""
    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        table: bytes = font.reader["cmap"]
    runs = sorted(_runs(table))
    return array("L", (first for first, _ in runs)), array("L", (last for _, last in runs))


def _runs(table: bytes) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        found[struct.unpack_from(">H", table, offset)[0]] = offset if (platform, encoding) != (1, 0) else 0
    if offset := found.get(12, 0):
        count = struct.unpack_from(">L", table, offset + 12)[0]
        groups = struct.iter_unpack(">LLL", table[offset + 16 : offset + 16 + 12 * count])
        return [(first, last) for first, last, _ in groups]
    offset = found[4]
    segments = struct.unpack_from(">H", table, offset + 6)[0] // 2
    lasts = struct.unpack_from(f">{segments}H", table, offset + 14)
    firsts = struct.unpack_from(f">{segments}H", table, offset + 16 + 2 * segments)
    return [(first, last) for first, last in zip(firsts, lasts, strict=True) if first != 0xFFFF]


@cache
def has(face: Face, character: str) -> bool:
    firsts, lasts = _ranges(face)
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


@cache
def face_of(character: str) -> Face | None:
    """The first face that has the character; emoji come before symbols for what is an emoji by default."""
    if ord(character) >= 0x1F000 and has(EMOJI, character):
        return EMOJI
    return next((face for face in FACES if has(face, character)), None)
