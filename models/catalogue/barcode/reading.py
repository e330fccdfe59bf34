"""Barcodes read from a photo: EAN, UPC, ISBN, and QR codes that name a product. The same light is looked at several
ways, easy ones first, until something is found or the time is over."""

import io
import re
import time
from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from models.catalogue.barcode.number import BARCODE_FIELD, Barcode, barcode_readings
from models.kernel.errors import N_, Refused
from models.kernel.pictures import legible_picture

_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.EANUPC, zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.ITF14]
)
# Of processor, for all the ways together: a page waits for it.
_SECONDS = 1.2
_LOCAL, _GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
_TURNS = (20, -20, 40, -40)
_FEW = 4
_NOTHING = N_("这张照片里没有读出条码。靠近一点，拍正，避开反光再试；或者把条码下面的数字打进来")


def barcodes_of(data: bytes) -> list[Barcode]:
    """What a photo's code can be, the likeliest first: several where it shows several, or one of two kinds. Raises
    Refused("barcode")."""
    try:
        seen = legible_picture(data)
    except Refused as no:
        raise Refused(BARCODE_FIELD, no.message, **no.params) from None
    with Image.open(io.BytesIO(seen.data)) as picture:
        return barcodes_in(picture.convert("L"))


def barcodes_in(light: Image.Image) -> list[Barcode]:
    """The same of a photo's light alone. Raises Refused."""
    until = time.thread_time() + _SECONDS
    refused: Refused | None = None
    for view, binarizer in _views(light):
        try:
            found = _named(view, binarizer)
        except Refused as no:
            found, refused = [], no
        if found:
            return found
        if time.thread_time() > until:
            break
    raise refused or Refused(BARCODE_FIELD, _NOTHING)


def _named(view: Image.Image, binarizer: zxingcpp.Binarizer) -> list[Barcode]:
    """What the codes in a picture name, the largest code first. Raises Refused where there is one that names
    nothing."""
    found: list[Barcode] = []
    refused: Refused | None = None
    for code in zxingcpp.read_barcodes(view, _FORMATS, binarizer=binarizer):
        try:
            found += barcode_readings(_written(code))
        except Refused as no:
            refused = no
    if refused is not None and not found:
        raise refused
    return list(dict.fromkeys(found))


def _written(code: zxingcpp.Barcode) -> str:
    """A UPC-E comes expanded to thirteen digits; everything else as it stands."""
    return re.sub(r"\s.*", "", code.text) if code.format == zxingcpp.BarcodeFormat.EANUPC else code.text


def _views(light: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer]]:
    """The ways to look: as it is, blur sharpened, glare taken away, noise averaged along the bars, turned, larger."""
    yield light, _LOCAL
    half = light.reduce(2) if max(light.size) > 1600 else light
    yield ImageOps.autocontrast(half, cutoff=1), _GLOBAL
    yield half.filter(ImageFilter.UnsharpMask(radius=4, percent=300, threshold=0)), _LOCAL
    even = _unshone(half)
    yield even, _GLOBAL
    for flat in _flattened(light):
        yield flat, _LOCAL
    for turn in _TURNS:
        yield half.rotate(turn, Image.Resampling.BILINEAR, expand=True, fillcolor=128), _LOCAL
    for large in _closer(light):
        yield large, _LOCAL
        yield large.filter(ImageFilter.UnsharpMask(radius=5, percent=350, threshold=0)), _GLOBAL


def _unshone(light: Image.Image) -> Image.Image:
    """The bars against the light around them, so that a shine over half of them does not matter."""
    around = light.filter(ImageFilter.BoxBlur(max(8, min(light.size) // 24)))
    return ImageOps.autocontrast(ImageChops.subtract(light, around, scale=1, offset=128), cutoff=1)


def _flattened(light: Image.Image) -> Iterator[Image.Image]:
    """The middle with each few rows made one: what a dark sensor adds goes away, and the bars, which go on through all
    of them, stay. Then the same of columns, for a code that stands on its side."""
    middle = _middle(light)
    for size in ((middle.width, max(1, middle.height // _FEW)), (max(1, middle.width // _FEW), middle.height)):
        yield ImageOps.autocontrast(middle.resize(size, Image.Resampling.BOX), cutoff=0.5)


def _closer(light: Image.Image) -> Iterator[Image.Image]:
    """The middle, where people hold what they mean, twice as large."""
    middle = _middle(light)
    yield middle.resize((middle.width * 2, middle.height * 2), Image.Resampling.BICUBIC)
    if max(light.size) <= 1600:
        yield light.resize((light.width * 2, light.height * 2), Image.Resampling.BICUBIC)


def _middle(light: Image.Image) -> Image.Image:
    wide, high = light.width // 2, light.height // 2
    left, top = (light.width - wide) // 2, (light.height - high) // 2
    return light.crop((left, top, left + wide, top + high))
