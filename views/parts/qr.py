"""A QR code on a page, drawn as one path of an SVG."""

from dataclasses import dataclass

QUIET = 4


@dataclass(frozen=True, slots=True)
class Square:
    """`side` in modules with the quiet zone; `path` is what an SVG's path says of the dark ones."""

    side: int
    path: str


def square(text: str) -> Square:
    """The code of a text."""
    # Late: only who pays by a code on a screen needs it.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Square(len(rows), "".join(dark))
