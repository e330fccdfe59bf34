"""Numbers as people write them. A comma, space or apostrophe only separates thousands; anything else is refused, since
a decimal comma read as nothing costs a hundred times more."""

import re
import unicodedata

from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain, with_plain_dashes

_SIGNS = str.maketrans(
    {"٫": ".", "٬": ",", "。": ".", "﹒": ".", "،": ",", "、": ",", "’": "'", "\u00a0": " ", "\u202f": " "}
)
# Thousands in threes, by one and the same mark throughout; behind a leading zero the comma is a decimal sign.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:([,' ])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_MOST_DIGITS = 40
_NOTHING = re.compile(r"(?!)")
# What a spreadsheet program makes of a long number when it saves CSV: the last digits are gone for good.
ROUNDED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_PERCENT = re.compile(r"(?<!\s)\s*%$")


def decimal_digits(text: str, *, around: re.Pattern[str] = _NOTHING) -> str | None:
    """The number as "-1280.50": digits with at most one point. `around` is what may stand before or behind it. None
    where it is no number, or could be two."""
    typed = with_plain_dashes(around.sub("", plain(text[:200])).translate(_SIGNS))
    # A superscript or a circled digit would become a plain one: 5² is no 52.
    if len(typed) > _MOST_DIGITS or any(unicodedata.category(character) == "No" for character in text[:200]):
        return None
    if _GROUPED.fullmatch(typed):
        return re.sub(r"[,' ]", "", typed)
    return typed if _DECIMAL.fullmatch(typed) else None


def whole(text: str, field: str = "", *, least: int = 0, most: int) -> int:
    """A whole number from `least` to `most`; "20.0" is 20. Raises Refused."""
    digits = decimal_digits(text)
    head, _, tail = (digits or "").partition(".")
    if digits is None or head in ("", "-") or tail.strip("0"):
        raise Refused(field, N_("“%(text)s”不是整数，请写成 20 这样"), text=shown(text))
    number = int(head)
    if not least <= number <= most:
        raise Refused(field, N_("要在 %(least)s 到 %(most)s 之间"), least=least, most=most)
    return number


def rate(text: str, field: str = "", *, most: int = 10_000) -> int:
    """Basis points from per cent: "12.5" and "12.5%" are 1250, at most two decimals. Raises Refused."""
    digits = decimal_digits(text, around=_PERCENT)
    head, _, tail = (digits or "").partition(".")
    if digits is None or digits.startswith("-") or len(tail.rstrip("0")) > 2:
        raise Refused(field, N_("“%(text)s”不是百分数，请写成 10 或 12.5%%，最多两位小数"), text=shown(text))
    bp = int(head or "0") * 100 + int(tail[:2].ljust(2, "0"))
    if bp > most:
        raise Refused(field, N_("最高 %(most)s%%"), most=f"{most / 100:g}")
    return bp


def shown(text: str) -> str:
    """What was typed, short enough to be said back."""
    return plain(text)[:40]
