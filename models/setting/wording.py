"""Templates of words: what a kind of decision or message is usually said in, in every language of the program.

A kind is a file in word_kinds/, with sentences of ours. What an operator makes of them is a setting like any other:
`words.` and the kind's name, a list with a text for each language in each place; none means ours.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.kernel.errors import N_, Refused
from models.kernel.kinds import kinds_in
from models.kernel.languages import LANGUAGES, SOURCE_LANGUAGE, named_in

WORDS = "words."
TEMPLATE_LIMIT, MOST_TEMPLATES = 200, 12
# A text for each language; that of the program's own language is never empty.
Template = Mapping[str, str]
Wording = tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class WordKind:
    """`called` and `ours` are msgids: what is said with these words, and the words to begin with."""

    name: str
    called: str
    place: int
    ours: tuple[str, ...]


def word_kinds() -> dict[str, WordKind]:
    """All of them, in order."""
    return kinds_in("models.setting.word_kinds", "WORDING")


def templates_for(kind: str, words: Mapping[str, Wording], language: str, translate: Callable[[str], str]) -> list[str]:
    """The sentences of a kind in the reader's language: the network's own where it has some, else ours."""
    if kind in words:
        return [named_in(language, one[SOURCE_LANGUAGE], one) for one in words[kind]]
    return [translate(msgid) for msgid in word_kinds()[kind].ours]


def words_in(rows: Mapping[str, str]) -> dict[str, Wording]:
    """The networks' own words among what is set, by kind. What cannot be read is let pass."""
    kinds = {name.removeprefix(WORDS): kept for name, kept in rows.items() if name.startswith(WORDS)}
    return {kind: found for kind, kept in kinds.items() if (found := wording_of(kept)) is not None}


def wording_of(kept: str) -> Wording | None:
    """Words as they were kept; None where that is something else."""
    try:
        return checked_wording(json.loads(kept))
    except (ValueError, TypeError, AttributeError, RecursionError, Refused):
        return None


def checked_wording(templates: Sequence[Mapping[str, str]]) -> Wording:
    """Words as they may be kept: the program's own language everywhere, short enough, each once. Raises Refused."""
    made = [
        {lang: text.strip() for lang in LANGUAGES if (text := str(one.get(lang) or "")).strip()} for one in templates
    ]
    if any(SOURCE_LANGUAGE not in one for one in made):
        raise Refused("", N_("每一句都要有中文"))
    if any(len(text) > TEMPLATE_LIMIT for one in made for text in one.values()):
        raise Refused("", N_("一句最多 %(most)s 个字"), most=TEMPLATE_LIMIT)
    if len(made) > MOST_TEMPLATES:
        raise Refused("", N_("最多 %(most)s 句"), most=MOST_TEMPLATES)
    if len({one[SOURCE_LANGUAGE] for one in made}) < len(made):
        raise Refused("", N_("有两句一样"))
    return tuple(made)
