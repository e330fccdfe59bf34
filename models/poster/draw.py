"""From a sheet to finished, proven bytes. Where they are kept, and for which link, is not decided here."""

from dataclasses import dataclass, fields, replace
from hashlib import sha256
from io import BytesIO

from PIL import Image

from models.kernel.errors import N_, Refused
from models.poster.proof import Proof, prove
from models.poster.qr import Code, make
from models.poster.sheet import Sheet
from models.poster.sizes import PHONE
from models.poster.styles import Drawing, Style, styles
from models.poster.typeset import legible

_TEXTS = ("shop_name", "keeper_name", "reason", "title", "introduction")
_DESIGN = 2  # Counts up when what all styles share draws differently.


@dataclass(frozen=True, slots=True)
class Drawn:
    """A poster that was read back. `dropped` holds the characters that no face has."""

    jpeg: bytes
    proof: Proof
    dropped: str


def draw_poster(sheet: Sheet, style: str, size: tuple[int, int] = PHONE) -> Drawn:
    """Draws, encodes and proves a poster. A code that cannot be read back is tried once more, larger and with more
    correction. Raises Refused when that fails as well, or when the style is not made for the sheet."""
    chosen = style_for(style, sheet)
    clean, dropped = cleaned(sheet)
    for boost in (False, True):
        code = make(sheet.payload, boost)
        jpeg = encoded(chosen.draw(clean, size, code).picture)
        proof = Proof(code.version, code.level, code.module, prove(jpeg, sheet.payload))
        if proof.ok:
            return Drawn(jpeg, proof, dropped)
    raise Refused("poster", N_("这张海报上的二维码没能读出来，换一张图片再试试"))


def drawing(sheet: Sheet, style: str, size: tuple[int, int] = PHONE, code: Code | None = None) -> Drawing:
    """The picture alone: not encoded, not proven."""
    return style_for(style, sheet).draw(cleaned(sheet)[0], size, code or make(sheet.payload))


def as_png(jpeg: bytes) -> bytes:
    """The proven poster as PNG: the very same pixels, for those who ask for them."""
    held = BytesIO()
    with Image.open(BytesIO(jpeg)) as poster:
        poster.save(held, "PNG", compress_level=1)
    return held.getvalue()


def fingerprint(sheet: Sheet, style: str, size: tuple[int, int] = PHONE) -> str:
    """32 hexadecimal digits that are the same exactly when the poster would be: its name in the store."""
    made = sha256(f"{_DESIGN} {style} {styles()[style].design} {size[0]}x{size[1]}".encode())
    for field in fields(sheet):
        value = getattr(sheet, field.name)
        if value is False:
            # What does not hold leaves no mark: posters of before it was known stay the same.
            continue
        value = "1" if value is True else value
        held = value if isinstance(value, bytes) else b"" if value is None else value.encode()
        made.update(f"|{field.name}:{'-' if value is None else len(held)}:".encode() + held)
    return made.hexdigest()[:32]


def cleaned(sheet: Sheet) -> tuple[Sheet, str]:
    """The sheet with what can be drawn, and what was dropped from it."""
    clean: dict[str, str] = {}
    lost = ""
    for name in _TEXTS:
        if value := getattr(sheet, name):
            clean[name], dropped = legible(value)
            lost += dropped
    return replace(sheet, **clean), "".join(dict.fromkeys(lost))  # type: ignore[arg-type]


def encoded(picture: Image.Image) -> bytes:
    held = BytesIO()
    picture.save(held, "JPEG", quality=85, subsampling="4:2:0")
    return held.getvalue()


def style_for(name: str, sheet: Sheet) -> Style:
    style = styles().get(name)
    if style is None or not style.suits(sheet):
        raise Refused("style", N_("没有这种海报样式"))
    return style
