"""Small files that unpack into a flood, large pictures, forms without end."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl
from PIL import Image

_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def _workbook(blocks: Iterable[bytes]) -> bytes:
    usual, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(usual)
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name in old.namelist():
            if name != _SHEET:
                book.writestr(name, old.read(name))
        with book.open(_SHEET, "w") as sheet:
            sheet.write(_HEAD)
            for block in blocks:
                sheet.write(block)
    return made.getvalue()


def wide_workbook() -> bytes:
    """One row of twenty million cells."""
    return _workbook((b"<row>", *([b"<c/>" * 1_000_000] * 20)))


def long_workbook() -> bytes:
    """One cell of 590 MB."""
    return _workbook((b'<row><c t="inlineStr"><is><t>', *([b"n" * 10_000_000] * 59)))


def pictures() -> dict[str, bytes]:
    """Noise, which packs badly, at the most pixels that are taken."""
    noise = Image.effect_noise((300, 200), 60)
    deep = noise.resize((5_500, 4_300)).convert("I").point(lambda value: value * 200)
    made = {
        "PNG, 24 megapixels with a see-through part": (noise.resize((6_000, 4_000)).convert("RGBA"), "PNG", {}),
        "PNG, 24 megapixels of deep grey": (deep.convert("I;16"), "PNG", {}),
        "WebP, 24 megapixels": (noise.resize((6_000, 4_000)).convert("RGB"), "WEBP", {"quality": 40}),
        "JPEG, 50 megapixels": (noise.resize((8_192, 6_144)).convert("RGB"), "JPEG", {"quality": 30}),
        "JPEG, 48 megapixels, progressive": (
            noise.resize((8_000, 6_000)).convert("RGB"),
            "JPEG",
            {"quality": 40, "progressive": True},
        ),
    }
    return {name: _saved(picture, kind, options) for name, (picture, kind, options) in made.items()}


def _saved(picture: Image.Image, kind: str, options: Mapping[str, Any]) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def fields(count: int, length: int = 1) -> dict[str, str]:
    """A form's."""
    return {f"f{n}": "x" * length for n in range(count)}
