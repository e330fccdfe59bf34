"""Uploads become clean squares, whatever phone or program made them; what is no picture is refused in words."""

import io
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from models.kernel.errors import Refused
from models.kernel.picture.colour import BACKGROUND
from models.kernel.pictures import normalise

Pixel = float | tuple[int, ...] | None
DATA = Path(__file__).resolve().parents[2] / "data"
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (250, 250, 250)


def quarters(size: tuple[int, int] = (400, 400)) -> Image.Image:
    """Red, green / blue, white: shows which way up it is."""
    image = Image.new("RGB", size, WHITE)
    half = (size[0] // 2, size[1] // 2)
    image.paste(RED, (0, 0, *half))
    image.paste(GREEN, (half[0], 0, size[0], half[1]))
    image.paste(BLUE, (0, half[1], half[0], size[1]))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes, side: int = 1080) -> Image.Image:
    image = Image.open(io.BytesIO(normalise(data).sizes[side]))
    image.load()
    return image


def near(colour: Pixel, expected: Pixel, by: int = 12) -> bool:
    assert isinstance(colour, tuple) and isinstance(expected, tuple)
    return all(abs(a - b) <= by for a, b in zip(colour, expected, strict=True))


def corners(image: Image.Image) -> list[Pixel]:
    near_edge, far = image.width // 8, image.width * 7 // 8
    return [image.getpixel(at) for at in ((near_edge, near_edge), (far, near_edge), (near_edge, far), (far, far))]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_every_format_becomes_three_jpeg_squares(kind: str) -> None:
    squares = normalise(saved(quarters(), kind))
    assert sorted(squares.sizes) == [270, 540, 1080]
    for side, data in squares.sizes.items():
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (side, side))
        assert all(near(*pair, by=25) for pair in zip(corners(image), (RED, GREEN, BLUE, WHITE), strict=True))


def test_equal_pictures_have_equal_digests_and_others_do_not() -> None:
    first, again = normalise(saved(quarters(), "PNG")), normalise(saved(quarters(), "PNG"))
    other = normalise(saved(quarters().rotate(90), "PNG"))
    assert first.digest == again.digest != other.digest
    assert len(first.digest) == 32


@pytest.mark.parametrize("size", [(900, 300), (300, 900), (301, 257), (4000, 3000)])
def test_the_centre_square_is_kept(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, RED)
    side = min(size)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    image.paste(BLUE, (left, top, left + side, top + side))
    assert all(near(colour, BLUE) for colour in corners(opened(saved(image, "JPEG", quality=95))))


# What each EXIF orientation does to the four quarters, read as top left, top right, bottom left, bottom right.
TURNS = {
    1: (RED, GREEN, BLUE, WHITE),
    2: (GREEN, RED, WHITE, BLUE),
    3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN),
    5: (RED, BLUE, GREEN, WHITE),
    6: (BLUE, RED, WHITE, GREEN),
    7: (WHITE, GREEN, BLUE, RED),
    8: (GREEN, WHITE, RED, BLUE),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", TURNS)
def test_pictures_are_turned_upright(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = opened(saved(quarters(), kind, exif=exif))
    assert all(near(*pair, by=25) for pair in zip(corners(image), TURNS[orientation], strict=True))


def test_metadata_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 5.0)
    data = saved(quarters(), "JPEG", exif=exif, comment=b"at my home")
    for clean in normalise(data).sizes.values():
        image = Image.open(io.BytesIO(clean))
        assert not dict(image.getexif()) and "comment" not in image.info and "icc_profile" not in image.info
        assert b"PhoneMaker" not in clean and b"at my home" not in clean


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_transparency_shows_paper(kind: str) -> None:
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert all(near(colour, BACKGROUND, by=3) for colour in corners(opened(saved(image, kind))))


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("L", (300, 300), 128), "JPEG", (128, 128, 128)),
        (Image.new("1", (300, 300), 1), "PNG", (255, 255, 255)),
        (Image.new("I;16", (300, 300), 32768), "PNG", (128, 128, 128)),
        (Image.new("I;16", (300, 300), 32768), "TIFF", (128, 128, 128)),
        (Image.new("CMYK", (300, 300), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("LA", (300, 300), (90, 255)), "PNG", (90, 90, 90)),
        (Image.new("RGB", (300, 300), RED).quantize(4), "GIF", RED),
        (Image.new("RGB", (300, 300), RED).quantize(4), "PNG", RED),
        (Image.new("F", (300, 300), 0.5), "TIFF", (0, 0, 0)),
        (Image.new("LAB", (300, 300), (255, 128, 128)), "TIFF", (255, 255, 255)),
    ],
    ids=lambda value: getattr(value, "mode", None),
)
def test_every_mode_is_understood(image: Image.Image, kind: str, expected: Pixel) -> None:
    assert near(opened(saved(image, kind)).getpixel((500, 500)), expected)


def test_transparent_palette_shows_paper() -> None:
    image = Image.new("P", (300, 300), 0)
    image.putpalette([10, 20, 30, 200, 30, 30])
    assert near(opened(saved(image, "GIF", transparency=0)).getpixel((9, 9)), BACKGROUND, by=3)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_the_first_frame_of_an_animation_is_taken(kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in (GREEN, RED, BLUE)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert near(opened(data).getpixel((500, 500)), GREEN, by=25)


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    """A profile in which red and blue have changed places: only who applies it sees the red as blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)
    for kind, image in (
        ("JPEG", Image.new("RGB", (300, 300), RED)),
        ("PNG", Image.new("RGBA", (300, 300), (*RED, 255))),
    ):
        assert near(opened(saved(image, kind, icc_profile=profile)).getpixel((500, 500)), RED)
        assert near(opened(saved(image, kind, icc_profile=swapped)).getpixel((500, 500)), RED[::-1])


@pytest.mark.parametrize("profile", [b"junk", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes) -> None:
    image = Image.new("RGB", (300, 300), BLUE)
    assert near(opened(saved(image, "JPEG", icc_profile=profile)).getpixel((9, 9)), BLUE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_refuse_a_picture() -> None:
    assert opened(saved(quarters(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\1\x12")).size == (1080, 1080)


def webp_canvas(width: int, height: int) -> bytes:
    body = b"WEBPVP8X" + (10).to_bytes(4, "little") + b"\2\0\0\0"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + bytes(64)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def png_header(width: int, height: int) -> bytes:
    data = bytearray(saved(Image.new("RGB", (300, 300)), "PNG"))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"junk" * 100, "不是能用的图片"),
        (b"%PDF-1.7\n" + b"x" * 100, "不是能用的图片"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>', "不是能用的图片"),
        (saved(quarters(), "BMP"), "不是能用的图片"),
        (saved(quarters(), "PPM"), "不是能用的图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(200), "HEIC"),
        (saved(quarters((199, 900)), "JPEG"), "太小"),
        (saved(quarters((1, 1)), "PNG"), "太小"),
        (saved(quarters(), "JPEG")[:2000], "不完整"),
        (saved(quarters(), "PNG")[:400], "不完整"),
        (saved(quarters(), "WEBP")[:200], "图片"),
        (saved(quarters(), "AVIF")[:300], "图片"),
        (saved(Image.effect_noise((400, 400), 90), "GIF")[:9000], "不完整"),
        (b"\xff" * (20 * 1024 * 1024 + 1), "20 MB"),
        (png_header(20_000, 20_000), "像素"),
        (png_header(8_000, 8_000), "像素"),
        (png_header(2**31 - 1, 2**31 - 1), "像素"),
        (webp_canvas(16_000, 16_000), "像素"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise(data)
    assert refused.value.field == "pictures"
    assert words in str(refused.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_damage_anywhere_ends_in_a_picture_or_a_refusal(kind: str) -> None:
    whole = saved(quarters((240, 240)), kind)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            assert len(normalise(damaged).sizes) == 3
        except Refused as no:
            assert no.field == "pictures"


def test_the_pixels_that_are_too_many_are_said_as_they_are() -> None:
    with pytest.raises(Refused, match="2500 万像素"):
        normalise(png_header(6_000, 6_000))
    with pytest.raises(Refused, match="5000 万像素"):
        normalise(saved(Image.new("L", (16, 16)), "JPEG").replace(b"\0\x10\0\x10", b"\x20\0\x20\0"))


@pytest.mark.parametrize("shade", [0, 700, 65_535])
def test_a_deep_grey_with_a_hole_is_seen_as_it_looks(shade: int) -> None:
    # Put together from bytes: the library's own paste writes only half of a deep shade.
    left, light_right, dark_right = (one.to_bytes(2, "little") * 200 for one in (shade, 60_000, 20_000))
    image = Image.frombytes("I;16", (400, 400), (left + light_right) * 200 + (left + dark_right) * 200)
    hole, light, below, dark = corners(opened(saved(image, "PNG", transparency=shade)))
    assert near(hole, BACKGROUND, by=3) and near(below, BACKGROUND, by=3)
    assert near(light, (234, 234, 234), by=3) and near(dark, (78, 78, 78), by=3)


@pytest.mark.parametrize(
    ("name", "expected"), [("upright.heic", (RED, GREEN, BLUE, WHITE)), ("turned.heic", (BLUE, RED, WHITE, GREEN))]
)
def test_a_photo_of_an_iphone_is_taken_and_tells_nothing(name: str, expected: tuple[Pixel, ...]) -> None:
    data = (DATA / name).read_bytes()
    assert b"Apple" in data
    assert all(near(*pair, by=25) for pair in zip(corners(opened(data)), expected, strict=True))
    for clean in normalise(data).sizes.values():
        assert b"Apple" not in clean and not dict(Image.open(io.BytesIO(clean)).getexif())


def test_damage_in_a_photo_of_an_iphone_ends_in_a_picture_or_a_refusal() -> None:
    whole = (DATA / "upright.heic").read_bytes()
    for at in range(0, len(whole), 31):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                assert len(normalise(damaged).sizes) == 3
            except Refused as no:
                assert no.field == "pictures"


PEAK = """
import io, resource, sys
from PIL import Image
from models.kernel.pictures import normalise
normalise(open(sys.argv[1], "rb").read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert sorted(normalise(open(sys.argv[2], "rb").read()).sizes) == [270, 540, 1080]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_50_megapixel_photo_does_not_unpack_into_memory(tmp_path: Path) -> None:
    small, large = tmp_path / "small.jpg", tmp_path / "large.jpg"
    Image.new("RGB", (1200, 1200), RED).save(small)
    Image.new("RGB", (8_192, 6_144), RED).save(large)
    done = subprocess.run([sys.executable, "-c", PEAK, small, large], capture_output=True, text=True, check=True)
    # Unpacked whole it would be 192 MB.
    assert int(done.stdout) < 60
