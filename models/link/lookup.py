"""What a person meant by the text in the lookup box. Reading only: it knows shapes of text, and asks no database."""

import re
from dataclasses import dataclass

from models.kernel.codes import ALPHABET, read_code
from models.kernel.text import narrow

_LINK = re.compile(r"/q/([0-9a-z]{7})(?![0-9a-z])", re.IGNORECASE)
_PAGE = re.compile(r"/([1-9][0-9]{5})(?:/([0-9a-z]{6,8}))?(?![0-9a-z])", re.IGNORECASE)
_PLAIN = re.compile(r"(?<!\d)[0-9]{6}(?!\d)")
_SPACED = re.compile(r"[0-9](?:[\s\-‐–—_.·]{0,3}[0-9]){4,6}")
_NAMED = re.compile(r"(?:店铺号|小铺号|门牌号?|shop(?:\s*no\.?|\s*number)?)\D{0,3}([0-9]{6})(?!\d)", re.IGNORECASE)
# What no eye sees: zero-width characters that apps put into texts, and what makes an emoji of a digit.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3]")
# Digits as they are said and written; 幺 and 拐 are said on the telephone.
_SAID = str.maketrans(
    "零〇○洞一壹幺二贰貳两兩三叁參四肆五伍六陆陸七柒拐八捌九玖",
    "00001112222233344556667778899",
)
_NUMERAL = "[0-9零〇○洞一壹幺二贰貳两兩三叁參四肆五伍六陆陸七柒拐八捌九玖]"
# How people stop for breath inside a number, and what they say meanwhile.
_PAUSE = r"(?:[\s\-，,、。.…]|呃|嗯|额|啊|哦|那个|然后|接着|\bu[hm]+\b|\ber+m?\b){0,8}"
_SAID_RUN = re.compile(rf"(?<!{_NUMERAL}){_NUMERAL}(?:{_PAUSE}{_NUMERAL}){{4,6}}(?!{_NUMERAL})", re.IGNORECASE)
# Six digits with marks between them are a price where more is said, and a number where nothing is.
_ALONE = re.compile(r"[0-9](?:[\s\-,、。.…]{0,3}[0-9]){5}")
_NOT_PLAIN = re.compile("[^0-9\\s\\-.,]")
_BETWEEN = " \t\n-‐–—_.·"
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """`numbers`: what may be shop numbers, likeliest first (5 and 7 digits are slips). `goods`: a goods code that stood
    behind the first number. `link`: a link's code, which goes before the numbers; where no link has it, they count.
    `text`: what was typed, for a passphrase or for showing back."""

    text: str
    numbers: tuple[str, ...] = ()
    goods: str = ""
    link: str = ""


def understand(typed: str) -> Meaning:
    """Full-width digits, spaces and dashes inside the number, digits said in words, a whole share text, a link: all are
    understood."""
    text = _UNSEEN.sub("", narrow(typed[:LONGEST])).strip()
    link, page = _LINK.search(text), _PAGE.search(text)
    numbers = [page[1]] if page else []
    numbers += _NAMED.findall(text) + _PLAIN.findall(text) + _spaced(text) + _in_words(text)
    numbers += [re.sub(r"\D", "", text)] if _ALONE.fullmatch(text) else []
    code = link[1] if link else text if _is_bare_code(text) and not numbers else ""
    goods = page[2] or "" if page else ""
    return Meaning(text, numbers=tuple(dict.fromkeys(numbers)), goods=read_code(goods), link=read_code(code))


def _is_bare_code(text: str) -> bool:
    # Reading drops dashes: what is left must be a whole code.
    code = read_code(text)
    return len(text) == len(code) == 7 and all(c in ALPHABET for c in code) and not text.isdigit()


def _spaced(text: str) -> list[str]:
    """Runs of five to seven digits with separators between them; six come first, the others are likely slips."""
    runs = [re.sub(r"\D", "", run[0]) for run in _SPACED.finditer(text) if _stands_alone(text, run)]
    return sorted(runs, key=lambda digits: len(digits) != 6)


def _in_words(text: str) -> list[str]:
    """Numbers that are said: 五一三 and 伍壹叁, also among plain digits, with a pause or none between them."""
    runs = [run[0] for run in _SAID_RUN.finditer(text) if _stands_alone(text, run) and _NOT_PLAIN.search(run[0])]
    digits = [re.sub(r"\D", "", run.translate(_SAID)) for run in runs]
    return sorted((number for number in digits if number[0] != "0"), key=lambda number: len(number) != 6)


def _stands_alone(text: str, run: re.Match[str]) -> bool:
    """A piece of a longer number, such as a phone number, is no shop number."""
    before, after = text[: run.start()].rstrip(_BETWEEN), text[run.end() :].lstrip(_BETWEEN)
    return not (before[-1:].isdigit() or after[:1].isdigit())
