"""The proof that a finished poster can be scanned: it is degraded as a messenger would, and read back."""

from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
WIDTHS, QUALITY = (1080, 540, 360), 50


@dataclass(frozen=True, slots=True)
class Check:
    width: int
    quality: int
    ok: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read back, and with which settings of the code."""

    version: int
    level: str
    module: int
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return bool(self.checks) and all(check.ok for check in self.checks)


def prove(jpeg: bytes, payload: str) -> tuple[Check, ...]:
    """Reads the poster's code from copies recompressed at each width; the text must be the payload every time."""
    with Image.open(BytesIO(jpeg)) as whole:
        whole.load()
    return tuple(Check(width, QUALITY, payload == read(_degraded(whole, width))) for width in WIDTHS)


def read(jpeg: bytes) -> str | None:
    """The text of the one QR code in a picture, or None. Only the light of it is decoded, because a reader looks at
    nothing else, and only at the size it has, which asks more of the code than a phone would."""
    with Image.open(BytesIO(jpeg)) as opened:
        opened.draft("L", opened.size)
        opened.load()
    light = opened if opened.mode == "L" else opened.convert("L")
    found = zxingcpp.read_barcodes(light, formats=_QR, try_rotate=False, try_downscale=False, try_invert=False)
    return found[0].text if len(found) == 1 else None


def _degraded(whole: Image.Image, width: int) -> bytes:
    times, rest = divmod(whole.width, width)
    if rest:
        small = whole.resize((width, round(whole.height * width / whole.width)), Image.Resampling.BILINEAR)
    else:
        small = whole.reduce(times) if times > 1 else whole
    held = BytesIO()
    small.save(held, "JPEG", quality=QUALITY)
    return held.getvalue()
