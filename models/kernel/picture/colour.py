"""The colours of a picture, brought to eight bits of sRGB: palettes, deep greys, print inks, profiles, see-through
parts."""

import io

from PIL import Image, ImageCms

# What shows through transparent parts: the shop's paper.
BACKGROUND = (0xFF, 0xFD, 0xF9)


def resizable(image: Image.Image) -> Image.Image:
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


def on_paper(image: Image.Image, profile: bytes | None) -> Image.Image:
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
