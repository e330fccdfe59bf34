"""Long pictures, as suppliers draw them for the page of their goods: not cropped, as wide as a page, in two widths,
without metadata. Unpacked by apart.py's process alone: one may be sixteen thousand pixels high."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from models.kernel.apart import unpacked_apart
from models.kernel.errors import N_, Refused
from models.kernel.pictures import DECODING, FIELD, FORMATS, ORIENTATION, as_jpeg, sniff, whole_of

# For a page of 760 px and for phones; what is narrower stays as it is.
WIDTHS = (1080, 720)
LONG_SMALLEST = 200
# A JPEG can have 65,535 lines; what is longer than this no phone shows well, and it is better cut.
TALLEST = 16_000
# Lying on its side by its metadata.
_TURNED = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class LongPicture:
    """JPEG bytes by the widths of WIDTHS, the size in pixels of the widest, and a digest that names it."""

    sizes: dict[int, bytes]
    digest: str
    width: int
    height: int


def long_picture(data: bytes) -> LongPicture:
    """Decodes, turns upright, makes it no wider than a page and encodes anew. Raises Refused("pictures") with the
    reason; no input makes it raise anything else."""
    sniff(data)
    with DECODING:
        said, made = unpacked_apart("long", data, FIELD)
    wide = said["wide"]
    sizes = {WIDTHS[0]: made[:wide], WIDTHS[1]: made[wide:]}
    digest = hashlib.sha256(sizes[WIDTHS[0]]).hexdigest()[:32]
    return LongPicture(sizes, digest, said["width"], said["height"])


def told_of_long(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What apart.py's process says of a long picture, and its bytes."""
    whole = whole_of(data, _longer_side(data), LONG_SMALLEST)
    if whole.height > TALLEST:
        words = N_("这张图太长了：%(height)d 像素。切成几张，每张不超过 %(most)d")
        raise Refused(FIELD, words, height=whole.height, most=TALLEST)
    narrow = whole.data
    if whole.width > WIDTHS[1]:
        with Image.open(io.BytesIO(whole.data)) as wide:
            height = max(1, round(wide.height * WIDTHS[1] / wide.width))
            narrow = as_jpeg(wide.resize((WIDTHS[1], height), Image.Resampling.BICUBIC, reducing_gap=2.0))
    return {"width": whole.width, "height": whole.height, "wide": len(whole.data)}, whole.data + narrow


def _longer_side(data: bytes) -> int:
    """How long the longer side may be, so that the picture, upright, is as wide as a page. What cannot be opened is
    refused where it is decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if image.getexif().get(ORIENTATION, 1) in _TURNED:
                width, height = height, width
    except Exception:
        return WIDTHS[0]
    return max(1, round(max(width, height) * min(1.0, WIDTHS[0] / width)))
