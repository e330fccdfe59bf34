"""Who looks at a document is written across all of it."""

import io

from PIL import Image, ImageDraw

from models.poster.typeset import legible, line, width_of

_QUALITY = 80
# Of the picture's width; a mark is read, and what is under it too.
_SIGN, _LEAST_SIGN, _SLANT = 28, 18, 30
_LIGHT, _DARK = "#FFFFFF78", "#00000058"


def marked_picture(data: bytes, name: str, words: str) -> bytes:
    """The picture as JPEG, with the looker's name and these words all over it."""
    with Image.open(io.BytesIO(data)) as picture:
        marked = picture.convert("RGB")
    _write_across(marked, f"{legible(name)[0]} {words}")
    file = io.BytesIO()
    marked.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _write_across(picture: Image.Image, words: str) -> None:
    size = max(_LEAST_SIGN, min(picture.width, picture.height) // _SIGN)
    wide, high = int(width_of(words, size)) + 3 * size, 3 * size
    sign = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sign)
    # Light above dark: one of them is seen on any ground.
    for off, ink in ((1, _DARK), (-1, _LIGHT)):
        line(pen, words, (size + off, 2 * size + off), size, ink, 700)
    turned = sign.rotate(_SLANT, Image.Resampling.BICUBIC, expand=True)
    for row, top in enumerate(range(-turned.height // 2, picture.height, turned.height // 2)):
        for left in range(-(row % 2) * turned.width // 2, picture.width, turned.width):
            picture.paste(turned, (left, top), turned)
