"""A forbidden word behind a disguise: spaces or signs between its characters, full width, traditional and look-alike
characters, pinyin, letters of other alphabets, or several of these at once.

Everybody knows such words by their sound and shape. What is compared is therefore what a reader sees and says. Pinyin
is ambiguous (qijian also begins qijiang, a place), so letters count only where a syllable ends as in the word.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from models.kernel.reading.letters import without_unseen

# What stands for a character: the same one written otherwise; what only looks or sounds like it, which counts before 店
# alone, since 琪 and 砖 stand in ordinary names too; and how it is said. Of characters in no row, signs and widths are
# seen through.
_WRITTEN = {
    "旗": ("旗旂斿", "祺琪棋旌其琦", "qi"),
    "舰": ("舰艦", "鑑鉴槛见間间建剑件", "jian"),
    "专": ("专專専", "耑磚砖传转", "zhuan"),
    "卖": ("卖賣売", "买買麦迈", "mai"),
    "官": ("官", "宫倌", "guan"),
    "方": ("方", "芳坊", "fang"),
    "自": ("自", "", "zi"),
    "营": ("营營営", "赢", "ying"),
    "直": ("直", "值値", "zhi"),
    "授": ("授", "", "shou"),
    "权": ("权權権", "", "quan"),
}
# Characters that are drawn as two.
_SPLIT = {"舰": ("舟见", "舟見"), "卖": ("十买", "士买", "士買")}
_LETTERS = {"i": "i1l", "l": "l1i", "o": "o0", "a": "a4", "e": "e3", "s": "s5", "z": "z2", "u": "uv", "q": "q9"}
# Letters of other alphabets that look like ours.
_ALIKE = str.maketrans(
    {
        **dict(zip("авсеԁһіјӏкмпоԛԗрѕтхузԝ", "abcedhijlkmnoqqpstxyzw", strict=True)),
        **dict(zip("αιјκνορτυχηղոսօզցɡıȷɑ", "aijkvoptuxnnnuoqggija", strict=True)),
    }
)
# What ends a name of a shop in pinyin.
_TAIL = "d[i1l][a4]n"
# A pinyin that is as long is no part of another word.
_UNMISTAKABLE = 8
_BEGINS = "(?<![a-z0-9])"
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")


class Disguise(NamedTuple):
    """A forbidden word, and how it stands in the text."""

    word: str
    written: str


def disguise_in(text: str, words: Iterable[str]) -> Disguise | None:
    """The first of these words that the text holds, undisguised or not; None where it holds none."""
    seen = _seen(text)
    for word in words:
        for pattern in _patterns(word):
            if match := pattern.search(seen):
                return Disguise(word, re.sub(" +", " ", match[0]).strip())
    return None


def _seen(text: str) -> str:
    """What a reader sees: plain letters without accents, other signs as spaces."""
    plain = unicodedata.normalize("NFKD", without_unseen(text))
    plain = "".join(_letter(one) for one in plain if not unicodedata.combining(one))
    plain = _CAMEL.sub(" ", unicodedata.normalize("NFKC", plain)).casefold().translate(_ALIKE)
    return "".join(one if one.isalnum() else " " for one in plain)


def _letter(sign: str) -> str:
    """The letter that a sign shows in a box or a circle; else the sign."""
    if unicodedata.category(sign) != "So":
        return sign
    _, _, letter = unicodedata.name(sign, "").partition(" LETTER ")
    return letter.lower() if len(letter) == 1 else sign


@lru_cache(64)
def _patterns(word: str) -> tuple[re.Pattern[str], ...]:
    """The ways to write a word."""
    plain = "".join(unicodedata.normalize("NFKC", word).casefold().split())
    if not plain:
        return ()
    if not all(one in _WRITTEN for one in plain):
        return (re.compile(" *".join(_shapes(one) for one in plain)),)
    said = [_WRITTEN[one][2] for one in plain]
    return (_in_characters(plain), *_resembling(plain), *_in_pinyin(said))


def _shapes(one: str, *, resembling: bool = False) -> str:
    same, alike, _ = _WRITTEN.get(one, (one, "", ""))
    characters = f"[{re.escape(alike if resembling else same)}]"
    return f"(?:{'|'.join([characters, *(' *'.join(parts) for parts in _SPLIT.get(one, ()) if not resembling)])})"


def _in_characters(word: str) -> re.Pattern[str]:
    """Each character written in any way, or its syllable in letters."""
    parts = []
    for place, one in enumerate(word):
        begins = "" if place else _BEGINS
        ends = rf"(?={_TAIL}|[^a-z0-9]|$)" if place == len(word) - 1 else ""
        parts.append(f"(?:{_shapes(one)}|{begins}{_spelled(_WRITTEN[one][2])}{ends})")
    return re.compile(" *".join(parts))


def _resembling(word: str) -> list[re.Pattern[str]]:
    """One character put for another that looks or sounds like it, before 店."""
    return [
        re.compile(" *".join([*(_shapes(each, resembling=place == other) for other, each in enumerate(word)), "店"]))
        for place, one in enumerate(word)
        if _WRITTEN[one][1]
    ]


def _in_pinyin(said: list[str]) -> list[re.Pattern[str]]:
    """Letter by letter, from where a word begins to where one ends; and within a word where nothing else is meant."""
    ends = rf"(?= *{_TAIL}|[^a-z0-9]|$)"
    letters = " *".join(_spelled(one, " *") for one in said)
    within = "".join(_spelled(one) for one in said) + (ends if len("".join(said)) >= _UNMISTAKABLE else _TAIL)
    return [re.compile(f"{_BEGINS}{letters}{ends}"), re.compile(within)]


def _spelled(pinyin: str, between: str = "") -> str:
    return between.join(f"[{_LETTERS.get(one, one)}]" for one in pinyin)
