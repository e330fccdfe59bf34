"""Phone numbers. An account and a buyer on the mainland have eleven digits; where the address lies in Hong Kong, Macau
or Taiwan a local number is taken too and kept with its country code ("+85291234567").

Numbers beyond the mainland are checked by phonenumbers, the library that phones themselves use.
"""

import re

import phonenumbers

from models.kernel.reading.letters import plain, with_plain_dashes

# E.164 has at most fifteen digits, behind a plus.
LONGEST_PHONE = 16
MAINLAND = re.compile(r"1[3-9][0-9]{9}")
# By the first two digits of a region's code: Taiwan, Hong Kong, Macau.
REGIONS = {"71": ("TW", 886), "81": ("HK", 852), "82": ("MO", 853)}
_CODES = {code: name for name, code in REGIONS.values()}
# What no number is.
NO_PHONE = "-"
_AROUND = re.compile(
    r"[\s\-().·/_,;、~]|^\s*(?:联系|收货)?(?:tel|mobile|mob|phone|cell|电话|電話|手机|手機)(?:号码|號碼|号|號)?[:.]?",
    re.IGNORECASE,
)
# A country code, and the 0 that is dialled before a number of another town.
_BEFORE = ("+860", "00860", "860", "086", "+86", "0086", "86", "0")


def mobile(text: str) -> str:
    """A mainland mobile number as eleven digits, however it was written. "" where it is none."""
    digits = _digits(text)
    for prefix in _BEFORE:
        if digits.startswith(prefix) and MAINLAND.fullmatch(digits[len(prefix) :]):
            return digits[len(prefix) :]
    return digits if MAINLAND.fullmatch(digits) else ""


def reachable(text: str, region_code: str = "") -> str:
    """Whom a courier can call: a mainland mobile number, or a number of Hong Kong, Macau or Taiwan. Without a country
    code it is read as one of the region it goes to. "" where it is none."""
    digits = _digits(text)
    region = REGIONS.get(region_code[:2])
    local = _beyond(digits, region[0]) if region and not digits.startswith(("+", "00")) else ""
    return local or mobile(text) or _beyond(digits, None)


def readings(text: str) -> tuple[str, ...]:
    """Every number that this may mean where no region is known: the mainland's, and each region's. The same many
    whatever was typed, so that whoever compares them takes the same time."""
    return tuple(reachable(text, code) or NO_PHONE for code in ("", *REGIONS))


def _digits(text: str) -> str:
    return _AROUND.sub("", with_plain_dashes(plain(text[:60])))


def _beyond(digits: str, region: str | None) -> str:
    typed = "+" + digits.removeprefix("00") if digits.startswith("00") else digits
    if not re.fullmatch(r"\+?[0-9]{8,15}", typed):
        return ""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return ""
    name = _CODES.get(number.country_code or 0)
    if name is None or not phonenumbers.is_valid_number_for_region(number, name):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
