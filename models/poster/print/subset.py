"""A subset: the glyphs that one page needs of one face at one weight, numbered in the order in which they came."""

from hashlib import sha256
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph as Shape

from models.poster.print.glyphs import Glyph, outline, upem
from models.poster.typeset.faces import Face

ASCENT, DESCENT, CAPITAL = 880, -120, 733  # Of a hanzi's square, in thousandths.
_MADE = 3_800_000_000  # A fixed moment, so that the same glyphs make the same file.
_NAMES = {400: "Regular", 500: "Medium", 600: "DemiBold", 700: "Bold", 800: "ExtraBold"}


class Subset:
    """A glyph that stands for two different texts, or that leaves two different widths, has two numbers, so that both
    are copied right."""

    def __init__(self, face: Face, weight: int) -> None:
        self.face, self.weight = face, weight
        self._codes: dict[tuple[int, str, int], int] = {}
        self._made: list[Glyph] = []

    def code(self, glyph: Glyph) -> int:
        """The glyph's number on the page. Number 0 is what a font draws for what it has not, and is never used."""
        key = glyph.number, glyph.text, round(glyph.advance * 1000)
        if key not in self._codes:
            self._made.append(glyph)
            self._codes[key] = len(self._made)
        return self._codes[key]

    @property
    def texts(self) -> dict[int, str]:
        return {code: text for (_, text, _), code in self._codes.items()}

    @property
    def widths(self) -> list[int]:
        """Advances in thousandths of an em, from number 0 on."""
        return [0, *(width for _, _, width in self._codes)]

    @property
    def name(self) -> str:
        """Subsets bear six letters before the font's name; these follow from what is in it."""
        held = sha256(repr((self.face, self.weight, sorted(self._codes))).encode()).digest()
        tag = "".join(chr(65 + part % 26) for part in held[:6])
        face = self.face.file.split(".")[0].split("[")[0].split("-VF")[0]
        return f"{tag}+{face}-{_NAMES.get(self.weight, str(self.weight))}"

    def file(self) -> bytes:
        """A TrueType font of these glyphs alone, without what only names and finds them: the page does that."""
        em = upem(self.face)
        shapes, metrics = {".notdef": Shape()}, {".notdef": (0, 0)}
        for code, glyph in enumerate(self._made, start=1):
            drawn = outline(self.face, self.weight, glyph.number)
            shapes[f"g{code}"] = Shape(drawn.data)
            metrics[f"g{code}"] = round(glyph.advance * em), drawn.left
        made = FontBuilder(em, isTTF=True)
        made.font.recalcTimestamp = False
        made.updateHead(created=_MADE, modified=_MADE)
        made.setupGlyphOrder(list(shapes))
        made.font["loca"], made.font["glyf"] = newTable("loca"), newTable("glyf")
        made.font["glyf"].glyphs, made.font["glyf"].glyphOrder = shapes, list(shapes)
        made.setupHorizontalMetrics(metrics)
        made.setupHorizontalHeader(ascent=ASCENT * em // 1000, descent=DESCENT * em // 1000)
        made.setupMaxp()
        held = BytesIO()
        made.save(held)
        return held.getvalue()
