"""The phone number in a pasted text: a mobile one of the mainland, else one of Hong Kong, Macau or Taiwan."""

import re

from models.kernel import regions
from models.kernel.reading.phones import reachable

_MAINLAND = re.compile(r"(?<![0-9])(?:\(?(?:\+|00)?86\)?[ \-]*)?(1[3-9][0-9](?:[ \-]?[0-9]){8})(?![0-9])")
# With a country code, or eight to ten figures of their own.
_BEYOND = re.compile(
    r"(?<![0-9+])((?:\+|00)(?:852|853|886)[ \-]?[0-9](?:[ \-]?[0-9]){7,9}|[0-9](?:[ \-]?[0-9]){7,9})(?![0-9])"
)


def phone_in(words: str, mark: str) -> tuple[str, str]:
    """The first number that a courier can call, and the words with a mark in its place; "" where there is none. One
    without a country code counts as one of Hong Kong, Macau or Taiwan where the words lead there."""
    found = _MAINLAND.search(words)
    if found is not None:
        return re.sub(r"[ \-]", "", found[1]), _marked(words, found, mark)
    region = regions.find(words)
    for found in _BEYOND.finditer(words):
        phone = reachable(found[1], region.code if region else "")
        if phone:
            return phone, _marked(words, found, mark)
    return "", words


def _marked(words: str, found: re.Match[str], mark: str) -> str:
    return f"{words[: found.start()]}{mark}{words[found.end() :]}"
