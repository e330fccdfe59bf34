"""What goods may not say: ways around the house, cures, praise without measure (⚙ lists), disguised or not."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from models.catalogue.goods.look import GoodsLook
from models.kernel.contacts import contacts_in
from models.kernel.errors import N_, Refused
from models.kernel.reading.disguises import disguise_in
from models.kernel.rules import Rules
from models.kernel.text import narrow

_TAG = re.compile(r"<[^<>]*>")
# Letters that may stand for plain ones, and signs that are no letters at all: these texts are looked at closely.
_ODD = re.compile(r"[^\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u2027]")
# Without one of these there is no contact in a text; looking closely is dear (models/kernel/contacts.py).
_DIGIT = "[\\d零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_MAYBE_CONTACT = re.compile(
    rf"{_DIGIT}(?:[\W_]{{0,2}}{_DIGIT}){{6}}|@|\.\s?[a-z]{{2}}|//"
    r"|[微薇威徽v✓]\s?信|微\s?号|chat|xin|wx|v\s?x|加\s?我?\s?[v薇威微]|q\s?q|扣扣|企鹅",
    re.IGNORECASE,
)


class ForbiddenText(NamedTuple):
    """A text that may not stand so. `place` is the fact that says it, by the column's name, an attribute's own name
    behind "attributes:"; `why` names the word."""

    place: str
    why: Refused


def forbidden_in(look: GoodsLook, known: GoodsLook | None, rules: Rules) -> list[ForbiddenText]:
    """What of these looks may not be said. What `known` says already was approved so."""
    before = dict(_texts(known)) if known else {}
    return list(forbidden_texts(((place, text) for place, text in _texts(look) if before.get(place) != text), rules))


def forbidden_texts(texts: Iterable[tuple[str, str]], rules: Rules) -> Iterator[ForbiddenText]:
    """The same of texts by their places."""
    for place, text in texts:
        why = _why(place, text, rules)
        if why is not None:
            yield ForbiddenText(place, why)


def field_of(place: str) -> str:
    """The field of a form where a place is written."""
    return {"option_names": "option1_name", "skus": "skus"}.get(place, place)


def _texts(look: GoodsLook) -> Iterator[tuple[str, str]]:
    yield "title", look.title
    yield "brand", look.brand
    yield "description", look.description
    for name, value in look.attributes.items():
        yield f"attributes:{name}", f"{name} {value}"
    yield "option_names", " / ".join(look.option_names)
    yield "skus", " / ".join(dict.fromkeys(value for sku in look.skus for value in sku.options))


def _why(place: str, text: str, rules: Rules) -> Refused | None:
    plain = unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    seen = plain if plain.isascii() else narrow(plain)
    if _MAYBE_CONTACT.search(seen):
        for start, end in contacts_in(plain, own_host=rules.own_host):
            return Refused(place, N_("不能写联系方式：“%(words)s”"), words=plain[start:end][:40])
    # Most texts have not all characters of any word: nobody looks for a disguise there.
    signs = None if _ODD.search(plain) else frozenset(seen.casefold())
    for words, message in (
        (rules.forbidden_contacts, N_("不能写联系方式：“%(words)s”")),
        (rules.forbidden_cures, N_("不能写疗效：“%(words)s”")),
        (rules.forbidden_praise, N_("不能说得太绝对：“%(words)s”")),
    ):
        possible = words if signs is None else [word for word, needed in _needed(tuple(words)) if needed <= signs]
        found = disguise_in(plain, possible) if possible else None
        if found is not None:
            return Refused(place, message, words=found.word)
    return None


@lru_cache(16)
def _needed(words: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The words with their characters."""
    return tuple((word, frozenset(narrow(word).casefold())) for word in words)
