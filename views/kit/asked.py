"""Small whole numbers that an address or a form asks with: a page, a place, how many rows were shown. What is none, or
lies outside, is the nearest that makes sense: such numbers are written by our own pages."""

from werkzeug.datastructures import MultiDict

from models.kernel.reading.numbers import decimal_digits

MOST = 2**31 - 1


def number_asked(source: MultiDict[str, str], name: str, default: int = 0, *, least: int = 0, most: int = MOST) -> int:
    """The number called `name`, from `least` to `most`; `default` where it is none."""
    digits = decimal_digits(source.get(name, ""))
    if digits is None or "." in digits:
        return default
    return max(least, min(int(digits), most))
