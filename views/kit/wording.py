"""Words that are usual for a decision: offered where a reason is typed, and read by others in their own language."""

import functools
from collections.abc import Mapping

from flask import Flask
from flask_babel import force_locale, gettext

from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, named_in
from models.setting.wording import Template, Wording, templates_for, word_kinds
from views.kit import locale
from views.kit.house import house


def usual_words(kind: str) -> list[str]:
    """The sentences of a kind, in the reader's language."""
    return templates_for(kind, house().in_force.words, locale.current(), gettext)


def in_own_words(text: str) -> str | None:
    """What was chosen from such sentences, in the language of who reads it now; None for what was typed."""
    today = house().rulebook.last_known
    found = _by_text(today.number, _Known(today.words)).get(text)
    return named_in(locale.current(), found[SOURCE_LANGUAGE], found) if found else None


class _Known:
    """Words as the key of a cache: of one number there is one set."""

    def __init__(self, words: Mapping[str, Wording]) -> None:
        self.words = words

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.words == other.words

    def __hash__(self) -> int:
        return 0


@functools.lru_cache(maxsize=4)
def _by_text(number: int, known: _Known) -> dict[str, Template]:
    """Every sentence by its text in any language, ours and the network's own."""
    found: dict[str, Template] = {}
    for kind in word_kinds().values():
        for msgid in kind.ours:
            ours = {SOURCE_LANGUAGE: msgid} | {lang: _in_language(lang, msgid) for lang in LANGUAGES[1:]}
            found |= dict.fromkeys(ours.values(), ours)
    for one in (template for wording in known.words.values() for template in wording):
        found |= dict.fromkeys(one.values(), one)
    return found


def _in_language(language: str, msgid: str) -> str:
    with force_locale(language):
        return gettext(msgid)


def init_app(app: Flask) -> None:
    """Lets templates offer them."""
    app.jinja_env.globals["usual_words"] = usual_words
