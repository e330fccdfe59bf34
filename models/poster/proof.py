"""The proof that a finished poster can be scanned: it is degraded as a messenger would, and read back."""

from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_WIDTHS, QUALITY = (1080, 540, 360), 50


@dataclass(frozen=True, slots=True)
class Reading:
    width: int
    quality: int
    ok: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read back, and with which settings of the code."""

    version: int
    level: str
    module: int
    checks: tuple[Reading, ...]

    @property
    def ok(self) -> bool:
        return bool(self.checks) and all(check.ok for check in self.checks)


def prove(jpeg: bytes, payload: str) -> tuple[Reading, ...]:
    """Reads the poster's code from copies recompressed at each width; the text must be the payload every time.

    Only the light of the poster is recompressed: a JPEG keeps it apart from the colours and quantises it by a table of
    its own, so that it suffers exactly as in a copy in colour, and a reader looks at nothing else."""
    return prove_light(_light(jpeg), payload, _WIDTHS)


def prove_light(light: Image.Image, payload: str, widths: tuple[int, ...]) -> tuple[Reading, ...]:
    """Proves the light of a picture, however it came about; the text must be the payload every time."""
    return tuple(Reading(width, QUALITY, payload == read_qr(_degraded(light, width))) for width in widths)


def read_qr(jpeg: bytes) -> str | None:
    """The text of the one QR code in a picture, or None. It is looked for only at the size the picture has, which asks
    more of the code than a phone would."""
    found = zxingcpp.read_barcodes(_light(jpeg), formats=_QR, try_rotate=False, try_downscale=False, try_invert=False)
    return found[0].text if len(found) == 1 else None


def _light(jpeg: bytes) -> Image.Image:
    with Image.open(BytesIO(jpeg)) as opened:
        opened.draft("L", opened.size)
        opened.load()
    return opened if opened.mode == "L" else opened.convert("L")


def _degraded(whole: Image.Image, width: int) -> bytes:
    times, rest = divmod(whole.width, width)
    if rest:
        small = whole.resize((width, round(whole.height * width / whole.width)), Image.Resampling.BILINEAR)
    else:
        small = whole.reduce(times) if times > 1 else whole
    held = BytesIO()
    small.save(held, "JPEG", quality=QUALITY)
    return held.getvalue()
