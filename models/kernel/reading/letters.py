"""What a person can see of a text: invisible characters go, and a text is empty when nothing visible is left.

Source: Unicode's Default_Ignorable_Code_Point and the blanks that are letters by name only (Hangul fillers, the empty
Braille cell). Joiners and variation selectors stay where they join or vary something visible: emoji and rare forms of
names are made of them.
"""

import re
import unicodedata

# Direction marks, zero-width spaces, soft hyphens, fillers, invisible operators, tags' language mark, lone surrogates.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e001f\ud800-\udfff]"
)
_EMPTY_CELL = "\u2800"
# What only has a meaning beside something visible.
_HANGING = "\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
_HANGS_LOOSE = re.compile(f"(?:^|(?<=[\\s]))[{_HANGING}]+")


def without_unseen(text: str) -> str:
    """The text without what nobody sees; line breaks and tabs stay."""
    return _HANGS_LOOSE.sub("", _UNSEEN.sub("", text.replace(_EMPTY_CELL, " ")))


def is_blank(text: str) -> bool:
    """Whether nothing visible is left of it."""
    return not any(_is_visible(character) for character in without_unseen(text))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS"


def plain(text: str) -> str:
    """The text for comparing or parsing: full-width signs as their plain forms (NFKC), every script's digits as 0 to 9,
    nothing unseen, ends trimmed."""
    seen = without_unseen(unicodedata.normalize("NFKC", without_unseen(text)))
    return "".join(_digit(character) for character in seen).strip()


def _digit(character: str) -> str:
    if character.isascii():
        return character
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


_DASHES = re.compile("[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc\u2500\u2501]")


def with_plain_dashes(text: str) -> str:
    """Every dash, hyphen and minus as "-"."""
    return _DASHES.sub("-", text)
