"""What somebody typed or pasted into the desk's lookup box, read in each way that it may be meant. Reading only: it
asks no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models.kernel.codes import read_code
from models.kernel.reading.letters import is_blank, plain, with_plain_dashes
from models.kernel.reading.phones import NO_PHONE, readings
from models.kernel.text import one_line
from models.link.lookup import understand

TYPED_LIMIT = 300
_MOST = 12
# Digits and letters in one piece, or in pieces with dashes, dots or slashes between them.
_RUN = re.compile(r"\+?[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)*")
# Digits that were read out: "138 0013 8000".
_SPOKEN = re.compile(r"(?<!\d)\+?\d++(?:[ \-.]++\d++)+")
_MARKS = re.compile(r"[-_./+ ]")
_BETWEEN = re.compile(r"[\s,，。;；:：、|/()（）【】\[\]<>《》\"'“”#]+")
# A carrier's number, a payment's, an order's: nothing shorter is looked for as one.
_SHORTEST = 4


@dataclass(frozen=True)
class Typed:
    """`text` is all of it on one line."""

    text: str

    @classmethod
    def read(cls, raw: str) -> "Typed":
        """Full-width signs become plain, dashes one dash, spaces one space."""
        text = one_line(with_plain_dashes(plain(raw[:TYPED_LIMIT])))
        return cls("" if is_blank(text) else text)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.text

    @cached_property
    def runs(self) -> list[str]:
        """Everything that may be a number or a code, as it stands and without what separates its pieces."""
        found = [*_RUN.findall(self.text), *_SPOKEN.findall(self.text)]
        if len(self.text) <= 40 and self.text.isascii():
            found.append(self.text)
        whole = [run for one in found for run in (one, _MARKS.sub("", one))]
        return _few(run for run in whole if _SHORTEST <= len(run) <= 80)

    @cached_property
    def codes(self) -> list[str]:
        """Our own codes: upper case, O as 0, I and L as 1; as they were typed first, for codes of others."""
        return _few(code for run in self.runs for code in (run.upper(), read_code(run)) if len(code) >= _SHORTEST)

    @cached_property
    def digits(self) -> list[str]:
        """Runs of digits alone."""
        return [run for run in self.runs if run.isascii() and run.isdigit()]

    @cached_property
    def phones(self) -> list[str]:
        """Phone numbers, those of Hong Kong, Macau and Taiwan too."""
        spoken = [one for one in [self.text, *self.runs] if len(one) <= 30]
        return _few(number for one in spoken for number in readings(one) if number != NO_PHONE)

    @cached_property
    def doors(self) -> list[int]:
        """Shop numbers, said in words too."""
        numbers = understand(self.text).numbers
        return [int(number) for number in numbers if len(number) == 6 and number[0] != "0"][:_MOST]

    @cached_property
    def link(self) -> str:
        """The code of a link."""
        return understand(self.text).link

    @cached_property
    def names(self) -> list[str]:
        """What may be a name: the whole text where it is short, then its words; digits are none."""
        words = [self.text, *_BETWEEN.split(self.text)] if len(self.text) <= 60 else _BETWEEN.split(self.text)
        return _few(word for word in words if _may_be_name(word))[:5]

    @cached_property
    def cased(self) -> list[str]:
        """The names as people may have written them: an index tells large letters from small ones."""
        ways = (str, str.lower, str.upper, str.title)
        return list(dict.fromkeys(way(name) for name in self.names for way in ways))


def _may_be_name(word: str) -> bool:
    """Not digits alone, and of plain letters more than one: 茶 is a word, "a" is none."""
    return len(word) >= (2 if word.isascii() else 1) and not _MARKS.sub("", word).isdigit()


def _few(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:_MOST]
