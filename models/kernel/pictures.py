"""Pictures that strangers upload, made safe and small, without metadata: JPEG squares of three sizes for goods and
shops, one JPEG of the whole picture for what people show each other. Where they are kept is not known here."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from pi_heif import register_heif_opener
from PIL import Image, ImageCms, UnidentifiedImageError

from models.kernel.apart import BROKEN, unpacked_apart
from models.kernel.errors import N_, Refused

FIELD = "pictures"
SIDES = (1080, 540, 270)
SMALLEST = 200
# What is only shown, never printed, may be smaller; a whole picture has at most so many pixels on its longer side.
SHOWN_SMALLEST, UNCROPPED_SIDE = 16, 1440
_BYTES = 20 * 1024 * 1024
# JPEG is decoded at a fraction of its size (`draft`); everything else unpacks whole, four bytes a pixel.
JPEG_PIXELS = 120_000_000
OTHER_PIXELS = 25_000_000
# Beyond these it is unpacked apart: up to sixteen bytes a pixel stand in memory on the way (a progressive JPEG: three).
HEAVY, HEAVY_PROGRESSIVE = 6_000_000, 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "HEIF")
_QUALITY = 85
# What shows through transparent parts: the shop's paper.
BACKGROUND = (0xFF, 0xFD, 0xF9)
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


# A small file may unpack into a hundred megabytes: however many arrive at once, two are unpacked at a time.
_decoding = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Squares:
    """JPEG bytes by side in pixels (1080, 540, 270), and a digest that names them: equal pictures, equal digests."""

    sizes: dict[int, bytes]
    digest: str


def normalise(data: bytes) -> Squares:
    """Decodes, turns upright, crops to the centre square, converts to sRGB and encodes anew. Raises
    Refused("pictures") with the reason; no input makes it raise anything else."""
    _sniff(data)
    with _decoding:
        if not _is_heavy(data):
            return _squares(data)
        said, made = unpacked_apart("squares", data, FIELD)
        sizes = {}
        for side in SIDES:
            sizes[side], made = made[: said[str(side)]], made[said[str(side)] :]
        return Squares(sizes, said["digest"])


def _squares(data: bytes) -> Squares:
    square = _decoded(data, _square, SMALLEST)
    sizes = {side: _jpeg(square, side) for side in SIDES}
    return Squares(sizes, hashlib.sha256(sizes[SIDES[0]]).hexdigest()[:32])


@dataclass(frozen=True, slots=True)
class Uncropped:
    """JPEG bytes of an uncropped picture, and its size in pixels."""

    data: bytes
    width: int
    height: int


def uncropped(data: bytes) -> Uncropped:
    """Like `normalise`, but nothing is cropped: a photo of damage or a screenshot keeps its edges. At most 1440 pixels
    long. Raises Refused("pictures")."""
    _sniff(data)
    with _decoding:
        if not _is_heavy(data):
            return _whole(data)
        said, made = unpacked_apart("whole", data, FIELD)
        return Uncropped(made, said["width"], said["height"])


def _whole(data: bytes) -> Uncropped:
    picture = _decoded(data, _fitted, SHOWN_SMALLEST)
    return Uncropped(_encoded(picture), picture.width, picture.height)


def told_of(wish: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What apart.py's process says of a picture, and its bytes."""
    if wish == "squares":
        made = _squares(data)
        sizes = {str(side): len(made.sizes[side]) for side in SIDES}
        return {"digest": made.digest, **sizes}, b"".join(made.sizes[side] for side in SIDES)
    whole = _whole(data)
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


def _decoded(data: bytes, cut: Callable[[Image.Image], Image.Image], least: int) -> Image.Image:
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


def _sniff(data: bytes) -> None:
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
        if least == SHOWN_SMALLEST:
            message = N_("图片太小了：%(width)d×%(height)d。短边至少 %(least)d 像素")
        raise Refused(FIELD, message, width=width, height=height, least=least)


def _fitted(image: Image.Image) -> Image.Image:
    """The whole picture, no side longer than WHOLE, upright, sRGB."""
    scale = min(1.0, UNCROPPED_SIDE / max(image.size))
    width, height = (max(1, round(side * scale)) for side in image.size)
    image.draft(None, (width, height))
    image.load()
    turn = UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    flat = _resizable(image)
    small = flat.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
    colour = _on_paper(small, profile)
    return colour.transpose(turn) if turn is not None else colour


def _square(image: Image.Image) -> Image.Image:
    """The centre square in 1080 pixels, upright, sRGB. The centre stays the centre however the picture is turned, so
    it is turned last, when it is small."""
    side, largest = min(image.size), SIDES[0]
    image.draft(None, (image.width * largest // side, image.height * largest // side))
    image.load()
    turn = UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    flat = _resizable(image)
    side = min(flat.size)
    left, top = (flat.width - side) // 2, (flat.height - side) // 2
    box = (left, top, left + side, top + side)
    small = flat.resize((largest, largest), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    colour = _on_paper(small, profile)
    return colour.transpose(turn) if turn is not None else colour


def _orientation(image: Image.Image) -> int:
    """1 where the metadata is missing or broken: a picture is not refused for it."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def _resizable(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resized smoothly: palettes and bits unpacked, deep greys brought to eight
    bits."""
    if image.mode.startswith("I;16") and isinstance(image.info.get("transparency"), int):
        return _grey_with_a_hole(image)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I") or image.mode == "F":
        deep = image.convert("F")
        low, high = (0.0, 65535.0) if image.mode.startswith("I") else _extrema(deep)
        scale = 255.0 / ((high - low) or 1.0)
        return deep.point(lambda value: value * scale - low * scale).convert("L")
    return image if image.mode in ("L", "RGB", "CMYK", "LAB", "YCbCr") else image.convert("RGB")


def _grey_with_a_hole(image: Image.Image) -> Image.Image:
    """Sixteen-bit grey of which one shade means "nothing here": the library would make all of it white."""
    deep, shade = image.convert("I"), image.info["transparency"]
    flat = deep.point([value >> 8 for value in range(65_536)], "L")
    mask = deep.point([0 if value == shade else 255 for value in range(65_536)], "L")
    return Image.merge("RGBA", (flat, flat, flat, mask))


def _extrema(image: Image.Image) -> tuple[float, float]:
    low, high = image.getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        raise ValueError("one band was expected")
    return float(low), float(high)


def _on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in sRGB, transparent parts laid on paper."""
    if image.mode != "RGBA":
        return _srgb(image, profile)
    paper = Image.new("RGB", image.size, BACKGROUND)
    paper.paste(_srgb(image.convert("RGB"), profile), mask=image.getchannel("A"))
    return paper


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Through the embedded profile where it fits the picture; a profile that does not is ignored, as browsers do."""
    if profile or image.mode == "LAB":
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return turned if turned is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image if image.mode == "RGB" else image.convert("RGB")


def _jpeg(square: Image.Image, side: int) -> bytes:
    return _encoded(square if square.width == side else square.resize((side, side), Image.Resampling.LANCZOS))


def _encoded(picture: Image.Image) -> bytes:
    picture.info.clear()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _too_large(most: int = OTHER_PIXELS) -> Refused:
    return Refused(FIELD, N_("图片的像素太多了，请缩小到 %(most)d00 万像素以内再传"), most=most // 1_000_000)


def _unknown() -> Refused:
    return Refused(FIELD, N_("这不是能用的图片。请上传 JPG、PNG、HEIC、WebP、GIF、AVIF 或 TIFF"))
