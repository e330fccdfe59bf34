"""The languages that the program speaks: Chinese, in which it is written, and each that has a catalogue in
translations/. A catalogue's folder is called `xx` or `xx_YY`; nothing else lists languages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
SOURCE_LANGUAGE = "zh_CN"


def languages_in(folder: Path) -> tuple[str, ...]:
    """The language the program is written in, then those that have a catalogue in the folder."""
    found = {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


LANGUAGES = languages_in(TRANSLATIONS)
# What names in the program's own language are to be given in besides.
OTHER_LANGUAGES = LANGUAGES[1:]


def primary(language: str) -> str:
    """The first part of a language tag, in small letters: "zh" of "zh_CN" and of "zh-Hant-TW"."""
    return language.replace("_", "-").split("-")[0].lower()


def tag(language: str) -> str:
    """As HTML writes it: "zh-CN"."""
    return language.replace("_", "-")


@cache
def language_name(language: str, reader: str) -> str:
    """What a language is called in the reader's: 中文, Chinese."""
    return Locale.parse(language).get_language_name(reader) or language


def named_in(language: str, name: str, others: Mapping[str, str] | None) -> str:
    """A thing's name in a language. Where it has none: the Chinese one to whoever reads Chinese, to others the first
    that it has in another language."""
    known = others or {}
    reads_it = primary(language) == primary(SOURCE_LANGUAGE)
    return known.get(language) or (name if reads_it else next(iter(known.values()), name))
