"""What the number of a barcode is: a GTIN in any of its spellings, a book, something weighed in a shop.

A GTIN of 8, 12, 13 or 14 digits is one number with zeros before it, and UPC-E is a UPC-A written short (GS1 General
Specifications, 1.4 and 5.2). What shops print for themselves names nothing outside of them. Pure.
"""

import re
from dataclasses import dataclass
from typing import Literal

from models.catalogue.goods.gtin import check_digit, valid_gtin
from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain

BARCODE_FIELD = "barcode"
Kind = Literal["gtin", "isbn", "weighed", "in_store"]
# A link that names a product (GS1 Digital Link), and the same as marks of a GS1 code: application identifier 01.
_LINK = re.compile(r"^https?://[^?#]*/(?:01|gtin)/(\d{8}|\d{12,14})(?:[/?#]|$)", re.IGNORECASE)
_MARKED = re.compile(r"^(?:\]Q3|\]C1|\]d2|\x1d)?(?:\(01\)|01)(\d{14})(?=$|[(\x1d]|\d{2})")
_ISBN_10 = re.compile(r"\d{9}[\dX]", re.IGNORECASE)
# The first digits of thirteen.
_WEIGHED, _IN_STORE = re.compile("2|02"), re.compile("04")
_COUPON, _BOOK = re.compile("05|98[0-4]|99"), re.compile("97[89]")


@dataclass(frozen=True, slots=True)
class Barcode:
    """`gtin` is how the number is kept: 8 digits of an EAN-8, else 13, or 14 of a case; "" of what a shop printed for
    itself. `item` is such a shop's own number, without the weight or price in it."""

    kind: Kind
    gtin: str
    item: str = ""


def read_barcode(text: str) -> Barcode:
    """What was typed or read is, at first sight. Raises Refused("barcode")."""
    return barcode_readings(text)[0]


def barcode_readings(text: str) -> list[Barcode]:
    """All that it can be, the likeliest first: eight digits may be an EAN-8 and a UPC-E. Raises Refused("barcode")."""
    written = plain(text).strip()
    named = _LINK.match(written) or _MARKED.match(written)
    digits = named[1] if named else re.sub(r"[\s'’-]", "", written)
    if _ISBN_10.fullmatch(digits):
        return [_book(digits.upper())]
    if not (digits.isascii() and digits.isdigit()) or not 8 <= len(digits) <= 14 or len(digits) in (9, 10):
        raise Refused(BARCODE_FIELD, N_("条码要是 8、12、13 或 14 位数字"))
    found = []
    if valid_gtin(digits):
        found.append(_of_gtin(digits))
    if len(digits) == 8 and digits[0] in "01" and valid_gtin(expanded(digits)):
        found.append(_of_gtin(expanded(digits)))
    if not found:
        raise Refused(BARCODE_FIELD, N_("条码的校验位不对，请对照包装再看一遍"))
    # An EAN-8 that begins with 0 is a shop's own: what the trade knows comes first.
    return sorted(dict.fromkeys(found), key=lambda one: not one.gtin)


def expanded(digits: str) -> str:
    """The UPC-A that the eight digits of a UPC-E stand for."""
    system, six, check = digits[0], digits[1:7], digits[7]
    last = six[5]
    if last in "012":
        middle = six[:2] + last + "0000" + six[2:5]
    elif last == "3":
        middle = six[:3] + "00000" + six[3:5]
    elif last == "4":
        middle = six[:4] + "00000" + six[4]
    else:
        middle = six[:5] + "0000" + last
    return system + middle + check


def spellings(gtin: str) -> tuple[str, ...]:
    """Every way in which this number may have been written down: with and without zeros before it."""
    bare = gtin.lstrip("0")
    return tuple(dict.fromkeys(gtin.zfill(14)[-length:] for length in (8, 12, 13, 14) if len(bare) <= length))


def _of_gtin(digits: str) -> Barcode:
    if len(digits) == 8:
        own = digits[0] in "02"
        return Barcode("in_store", "", digits) if own else Barcode("gtin", digits)
    full = digits.zfill(14)
    if full[0] != "0":
        return Barcode("gtin", full)
    number = full[1:]
    if number.startswith("00000"):
        return _of_gtin(number[-8:])
    if _COUPON.match(number):
        raise Refused(BARCODE_FIELD, N_("这是优惠券或退款单上的码，不是商品的条码"))
    if _WEIGHED.match(number):
        return Barcode("weighed", "", number[:7])
    if _IN_STORE.match(number):
        return Barcode("in_store", "", number)
    return Barcode("isbn" if _BOOK.match(number) else "gtin", number)


def _book(digits: str) -> Barcode:
    """The thirteen digits of a book whose ten are known."""
    total = sum((10 if digit == "X" else int(digit)) * (10 - place) for place, digit in enumerate(digits))
    if total % 11:
        raise Refused(BARCODE_FIELD, N_("条码的校验位不对，请对照包装再看一遍"))
    number = "978" + digits[:9]
    return Barcode("isbn", number + check_digit(number))
