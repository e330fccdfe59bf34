"""Short codes that people say to each other, as "DUAT": letters alone, none that is taken for a digit."""

import secrets

from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain

SHORTEST_WORD, LONGEST_WORD = 4, 6
# O and 0, I and 1, L and 1 are the same to whoever types a code; models/kernel/codes.py reads them so.
_UNCLEAR = "OIL"
_CONSONANTS, _VOWELS = "BDGHJKMNPRSTWZ", "AEU"


def speakable(length: int) -> str:
    """A random one: consonants and vowels in turn, so that it can be said. 24,696 of five letters, 74,088 of six."""
    drawn = (secrets.choice(_VOWELS if place % 2 else _CONSONANTS) for place in range(length))
    return "".join(drawn)


def chosen_word(typed: str) -> str:
    """The word that somebody wants as a code; "" where nothing was typed. Raises Refused("word")."""
    said = plain(typed[:60]).upper().replace(" ", "").replace("-", "")
    if not said:
        return ""
    if not SHORTEST_WORD <= len(said) <= LONGEST_WORD or not (said.isascii() and said.isalpha()):
        raise Refused("word", N_("%(least)d 到 %(most)d 个英文字母"), least=SHORTEST_WORD, most=LONGEST_WORD)
    unclear = [letter for letter in said if letter in _UNCLEAR]
    if unclear:
        raise Refused("word", N_("不用 O、I、L，会和数字看混。现在有 %(letter)s"), letter=unclear[0])
    return said
