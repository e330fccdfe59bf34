"""Sentences that the program stored long ago, in the language of who reads them now.

The domain keeps why goods were refused, or what they lack, as the Chinese sentence it said. For another reader the
sentence is led back to its msgid: exactly, or by the places in it. What a person wrote matches none and stays as it is.
"""

import functools
import re

from flask_babel import get_translations, gettext

from models.kernel.languages import SOURCE_LANGUAGE
from views.kit import locale
from views.kit.wording import in_own_words

_PLACE = re.compile(r"%\((\w+)\)[sd]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
# A msgid with fewer words of its own would match anything.
_LEAST_WORDS = 4
_JOINT = "；"


def said(text: str) -> str:
    """The text in the reader's language, sentence by sentence."""
    if not text:
        return text
    if (chosen := in_own_words(text)) is not None:
        return chosen
    if locale.current() == SOURCE_LANGUAGE:
        return text
    return "; ".join(_sentence(part) for part in text.split(_JOINT))


def _sentence(words: str) -> str:
    exact = gettext(words) if "%" not in words else words
    if exact != words:
        return exact
    for msgid, pattern in _patterns():
        found = pattern.fullmatch(words)
        if found:
            return _filled(str(get_translations().ugettext(msgid)), found.groupdict())
    return words


def _filled(translated: str, facts: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: facts[place[1]], translated).replace("%%", "%")


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every msgid with places as a pattern, those with most words first. There is one catalogue besides Chinese."""
    catalogue = getattr(get_translations(), "_catalog", {})
    wanted = [m for m in catalogue if isinstance(m, str) and "%(" in m and _words(m) >= _LEAST_WORDS]
    return [(msgid, _pattern(msgid)) for msgid in sorted(wanted, key=_words, reverse=True)]


def _words(msgid: str) -> int:
    return len(_HANZI.findall(_PLACE.sub("", msgid)))


def _pattern(msgid: str) -> re.Pattern[str]:
    """Each place ends where the words behind it first come, and is not tried longer: a person's text that is nearly
    such a sentence would else be read again for every end of every place."""
    first, *rest = _PLACE.split(msgid)
    names, words = rest[::2], [re.escape(part.replace("%%", "%")) for part in (first, *rest[1::2])]
    made = words[0]
    for at, (name, behind) in enumerate(zip(names, words[1:], strict=True)):
        place = f"(?P={name})" if name in names[:at] else f"(?P<{name}>.+?)"
        made += f"{place}{behind}" if at == len(names) - 1 else f"(?>{place}{behind})"
    return re.compile(made, re.DOTALL)
