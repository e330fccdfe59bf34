"""What a person meant by the text in the lookup box. Reading only: it knows shapes of text, and asks no database."""

import re
from dataclasses import dataclass

from models.kernel.codes import ALPHABET, read_code
from models.kernel.text import narrow

_LINK = re.compile(r"/q/([0-9a-z]{7})(?![0-9a-z])", re.IGNORECASE)
_PAGE = re.compile(r"/([1-9]\d{5})(?:/([0-9a-z]{6,8}))?(?![0-9a-z])", re.IGNORECASE)
_PLAIN = re.compile(r"(?<!\d)\d{6}(?!\d)")
_SPACED = re.compile(r"\d(?:[\s\-‐–—_.·]{0,3}\d){4,6}")
_NAMED = re.compile(r"(?:店铺号|小铺号|门牌号?|shop(?:\s*no\.?|\s*number)?)\D{0,3}(\d{6})(?!\d)", re.IGNORECASE)
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """`numbers`: what may be shop numbers, likeliest first (5 and 7 digits are slips). `goods`: a goods code that stood
    behind the first number. `link`: a link's code. `text`: what was typed, for a passphrase or for showing back."""

    text: str
    numbers: tuple[str, ...] = ()
    goods: str = ""
    link: str = ""


def read(typed: str) -> Meaning:
    """Full-width digits, spaces and dashes inside the number, a whole share text, a link: all are understood."""
    text = narrow(typed[:LONGEST]).strip()
    link = _LINK.search(text)
    if link:
        return Meaning(text, link=read_code(link[1]))
    page = _PAGE.search(text)
    if page:
        return Meaning(text, numbers=(page[1],), goods=read_code(page[2] or ""))
    numbers = _named_first(text) + _PLAIN.findall(text) + _spaced(text)
    if not numbers and len(text) == 7 and all(c in ALPHABET for c in read_code(text)) and not text.isdigit():
        return Meaning(text, link=read_code(text))
    return Meaning(text, numbers=tuple(dict.fromkeys(numbers)))


def _named_first(text: str) -> list[str]:
    return _NAMED.findall(text)


def _spaced(text: str) -> list[str]:
    """Runs of five to seven digits with separators between them; six come first, the others are likely slips."""
    runs = [re.sub(r"\D", "", run[0]) for run in _SPACED.finditer(text) if _stands_alone(text, run)]
    return sorted(runs, key=lambda digits: len(digits) != 6)


def _stands_alone(text: str, run: re.Match[str]) -> bool:
    """A piece of a longer number, such as a phone number, is no shop number."""
    before, after = text[: run.start()].rstrip(" -"), text[run.end() :].lstrip(" -")
    return not (before[-1:].isdigit() or after[:1].isdigit())
