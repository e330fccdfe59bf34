"""Pictures that strangers upload, made safe and small, without metadata: JPEG squares of three sizes for goods and
shops, one JPEG of the whole picture for what people show each other. Where they are kept is not known here."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, TypeVar

from pi_heif import register_heif_opener
from PIL import Image, UnidentifiedImageError

from models.kernel.apart import BROKEN, unpacked_apart
from models.kernel.errors import N_, Refused
from models.kernel.picture.colour import on_paper, resizable
from models.kernel.picture.doubt import PictureDoubt, doubt_of
from models.kernel.picture.light import evened
from models.kernel.picture.subject import subject_box

FIELD = "pictures"
SIDES = (1080, 540, 270)
SMALLEST = 200
# What is only shown, never printed, may be smaller; a whole picture has at most so many pixels on its longer side.
SHOWN_SMALLEST, UNCROPPED_SIDE = 16, 1440
# What is read by a machine: a barcode on a shelf is a tenth of the photo.
_LEGIBLE_SIDE, _LEGIBLE_SMALLEST = 2400, 64
_BYTES = 20 * 1024 * 1024
# JPEG is decoded at a fraction of its size (`draft`); everything else unpacks whole, four bytes a pixel. Telephones of
# fifty megapixels make 8,192 × 6,144.
JPEG_PIXELS = 50_500_000
OTHER_PIXELS = 25_000_000
# Beyond these it is unpacked apart: up to sixteen bytes a pixel stand in memory on the way (a progressive JPEG: three).
HEAVY, HEAVY_PROGRESSIVE = 6_000_000, 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "HEIF")
_QUALITY = 85
# EXIF orientation to what puts the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112
# Photos of iPhones. One thread, as for every other format; nothing of a photo but the photo.
register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
# The library's own alarm, which counts for the whole process, at the same figure as ours.
Image.MAX_IMAGE_PIXELS = JPEG_PIXELS


_Made = TypeVar("_Made")
# A small file may unpack into a hundred megabytes: however many arrive at once, two are unpacked at a time.
DECODING = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Squares:
    """JPEG bytes by side in pixels (1080, 540, 270), and a digest that names them: equal pictures, equal digests. What
    is doubted of the picture is said beside it, and refuses nothing."""

    sizes: dict[int, bytes]
    digest: str
    doubt: PictureDoubt = ""


def normalise(data: bytes) -> Squares:
    """Decodes, turns upright, crops to the square that holds the subject, converts to sRGB and encodes anew. Raises
    Refused("pictures") with the reason; no input makes it raise anything else."""
    sniff(data)
    with DECODING:
        if not _is_heavy(data):
            return _squares(data)
        said, made = unpacked_apart("squares", data, FIELD)
        sizes = {}
        for side in SIDES:
            sizes[side], made = made[: said[str(side)]], made[said[str(side)] :]
        return Squares(sizes, said["digest"], said["doubt"])


def evenly_lit(square: bytes) -> Squares:
    """A stored square of 1080 pixels once more, its brightness evened."""
    with Image.open(io.BytesIO(square), formats=("JPEG",)) as image:
        return _encoded(evened(image.convert("RGB")), "")


def _squares(data: bytes) -> Squares:
    square, doubt = _decoded(data, _square, SMALLEST)
    return _encoded(square, doubt)


def _encoded(square: Image.Image, doubt: PictureDoubt) -> Squares:
    sizes = {side: _jpeg(square, side) for side in SIDES}
    return Squares(sizes, hashlib.sha256(sizes[SIDES[0]]).hexdigest()[:32], doubt)


@dataclass(frozen=True, slots=True)
class Uncropped:
    """JPEG bytes of an uncropped picture, and its size in pixels."""

    data: bytes
    width: int
    height: int


def uncropped(data: bytes) -> Uncropped:
    """Like `normalise`, but nothing is cropped: a photo of damage or a screenshot keeps its edges. At most 1440 pixels
    long. Raises Refused("pictures")."""
    sniff(data)
    with DECODING:
        if not _is_heavy(data):
            return whole_of(data)
        said, made = unpacked_apart("whole", data, FIELD)
        return Uncropped(made, said["width"], said["height"])


def legible_picture(data: bytes) -> Uncropped:
    """The whole picture, large enough that a code in it can be read. Raises Refused("pictures")."""
    sniff(data)
    with DECODING:
        if not _is_heavy(data):
            return whole_of(data, _LEGIBLE_SIDE, _LEGIBLE_SMALLEST)
        said, made = unpacked_apart("legible", data, FIELD)
        return Uncropped(made, said["width"], said["height"])


def whole_of(data: bytes, side: int = UNCROPPED_SIDE, least: int = SHOWN_SMALLEST) -> Uncropped:
    """The whole picture in this process, no side longer than `side`, none shorter than `least`. Raises Refused."""
    picture = _decoded(data, lambda image: _fitted(image, side), least)
    return Uncropped(as_jpeg(picture), picture.width, picture.height)


def told_of(wish: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What apart.py's process says of a picture, and its bytes."""
    if wish == "squares":
        made = _squares(data)
        sizes = {str(side): len(made.sizes[side]) for side in SIDES}
        return {"digest": made.digest, "doubt": made.doubt, **sizes}, b"".join(made.sizes[side] for side in SIDES)
    whole = whole_of(data, _LEGIBLE_SIDE, _LEGIBLE_SMALLEST) if wish == "legible" else whole_of(data)
    return {"width": whole.width, "height": whole.height}, whole.data


def _is_heavy(data: bytes) -> bool:
    """Whether a picture would unpack into more than a web process should hold, by its header. What cannot be opened
    is told in place."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            pixels = image.width * image.height
            if image.format in ("JPEG", "MPO"):
                # A progressive one is held whole, whatever size is asked for.
                return bool(image.info.get("progressive")) and pixels > HEAVY_PROGRESSIVE
            return HEAVY < pixels <= OTHER_PIXELS
    except Exception:
        return False


def _decoded(data: bytes, cut: Callable[[Image.Image], _Made], least: int) -> _Made:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _measure(image, least)
            return cut(image)
    except (Refused, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(JPEG_PIXELS) from None
    except UnidentifiedImageError:
        raise _unknown() from None
    except Exception:
        # Broken files meet the decoders with any of a dozen exception types; each means the same to the person.
        raise Refused(FIELD, BROKEN) from None


def sniff(data: bytes) -> None:
    """Refuses by the first bytes, before any decoder sees them."""
    if not data:
        raise Refused(FIELD, N_("图片是空的，请重新选择"))
    if len(data) > _BYTES:
        raise Refused(FIELD, N_("图片超过 %(most)d MB，请压缩后再传"), most=_BYTES // 1024 // 1024)
    # A WebP decoder takes memory for the whole canvas as soon as it is opened, so the canvas is measured first.
    width, height = _webp_canvas(data)
    if width * height > OTHER_PIXELS:
        raise _too_large()


def _webp_canvas(data: bytes) -> tuple[int, int]:
    """Width and height of an extended WebP, the only kind that may be animated; (0, 0) for anything else."""
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X" or len(data) < 30:
        return 0, 0
    return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")


def _measure(image: Image.Image, least: int) -> None:
    """Refuses by the size that the header states, before a pixel is decoded."""
    width, height = image.size
    most = JPEG_PIXELS if image.format in ("JPEG", "MPO") else OTHER_PIXELS
    if width * height > most:
        raise _too_large(most)
    if min(width, height) < least:
        message = N_("图片太小了：%(width)d×%(height)d。短边至少 %(least)d 像素，印出来才清楚")
        if least != SMALLEST:
            message = N_("图片太小了：%(width)d×%(height)d。短边至少 %(least)d 像素")
        raise Refused(FIELD, message, width=width, height=height, least=least)


def _fitted(image: Image.Image, side: int) -> Image.Image:
    """The whole picture, no side longer than `side`, upright, sRGB."""
    scale = min(1.0, side / max(image.size))
    width, height = (max(1, round(one * scale)) for one in image.size)
    image.draft(None, (width, height))
    image.load()
    turn = UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    flat = resizable(image)
    small = flat.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
    colour = on_paper(small, profile)
    return colour.transpose(turn) if turn is not None else colour


def _square(image: Image.Image) -> tuple[Image.Image, PictureDoubt]:
    """The subject's square in 1080 pixels, upright, sRGB, and what is doubted of the whole. A subject stays one however
    the picture is turned, so it is turned last, when it is small."""
    side, largest = min(image.size), SIDES[0]
    image.draft(None, (image.width * largest // side, image.height * largest // side))
    image.load()
    turn = UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    flat = resizable(image)
    box = subject_box(flat)
    small = flat.resize((largest, largest), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    colour = on_paper(small, profile)
    return (colour.transpose(turn) if turn is not None else colour), doubt_of(image, flat)


def _orientation(image: Image.Image) -> int:
    """1 where the metadata is missing or broken: a picture is not refused for it."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def _jpeg(square: Image.Image, side: int) -> bytes:
    return as_jpeg(square if square.width == side else square.resize((side, side), Image.Resampling.LANCZOS))


def small_square(made: bytes, side: int) -> bytes:
    """The middle of a JPEG that was made here, as a square of so many pixels: what a list shows of it."""
    with Image.open(io.BytesIO(made), formats=("JPEG",)) as image:
        short = min(image.size)
        left, top = (image.width - short) // 2, (image.height - short) // 2
        return as_jpeg(image.resize((side, side), Image.Resampling.LANCZOS, (left, top, left + short, top + short)))


def as_jpeg(picture: Image.Image) -> bytes:
    """A JPEG of it, without metadata."""
    picture.info.clear()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _too_large(most: int = OTHER_PIXELS) -> Refused:
    return Refused(FIELD, N_("图片的像素太多了，请缩小到 %(most)d00 万像素以内再传"), most=most // 1_000_000)


def _unknown() -> Refused:
    return Refused(FIELD, N_("这不是能用的图片。请上传 JPG、PNG、HEIC、WebP、GIF、AVIF 或 TIFF"))
