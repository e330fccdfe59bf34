"""A pasted address taken apart: who, which phone, where. It never makes anything up: what it does not understand it
gives back in `rest`."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from models.kernel import regions
from models.kernel.address.called import phone_in
from models.kernel.address.names import HAN, LATIN, NAME, WHERE, likeness
from models.kernel.address.recipient import Recipient
from models.kernel.address.surnames import has_surname
from models.kernel.text import narrow, one_line, paragraphs

_MOST = 500

_LABELS = {
    "name": "收货人姓名 收件人姓名 收货人 收件人 联系人 姓名 名字",
    "phone": "手机号码 联系电话 联系方式 电话号码 收货电话 手机号 手机 电话",
    "region": "所在地区 所在区域 所在地 省市区 地区",
    "street": "详细收货地址 详细地址 街道地址 收货地址 收件地址 具体地址 邮寄地址 地址 街道",
    "rest": "邮政编码 邮编 备注 留言",
}
_MEANT = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_WORDS = "|".join(sorted(_MEANT, key=len, reverse=True))
_LABEL = re.compile(rf"(?:^|(?<=[\s,;。、|]))({_WORDS})(?:[ \t]*:|[ \t]+|$)", re.MULTILINE)
_CUT = re.compile(r"[\n,;。、|]+")
# Stands where the phone number was. `paragraphs` has taken such characters out of the text before.
_HERE = "\x01"
_EDGES = " \t\n,;:。、|/-"
_FOR = re.compile(r"(?<=..) ?\(?(?:亲?收)\)?$")
_STUCK = re.compile(rf"^(.*[0-9](?:号|室|楼|栋|幢|单元|层|户|座)?)({HAN}{{2,3}})$")


@dataclass(frozen=True, slots=True)
class Pasted(Recipient):
    """What was understood; "" where it was not. `region` holds the words that `region_code` was read from; the code may
    say no more than the province or the city. `rest` is what was not understood."""

    rest: str = ""


@dataclass
class _Sheet:
    """The words still to be understood: under labels, and loose ones (`before` and `after` the region)."""

    under: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def pasted(text: str) -> Pasted:
    """Takes a pasted text apart; what is longer than MOST characters goes to the rest unread. Never raises."""
    plain = paragraphs(narrow(text)).replace(_HERE, "")
    phone, words = phone_in(plain[:_MOST], f"\n{_HERE}\n")
    sheet, loose = _labelled(words)
    code, region = _region(sheet, loose)
    name = _name(sheet)
    street = _street(sheet, is_found=bool(code))
    left = [*sheet.rest, *sheet.before, *sheet.after, *sheet.under["phone"], *sheet.under["rest"], plain[_MOST:]]
    rest = one_line(" ".join(part.strip(_EDGES) for part in left).replace(_HERE, " "))
    return Pasted(name, phone, region, street, code, rest=rest)


def _labelled(words: str) -> tuple[_Sheet, str]:
    """What stands under labels, and the rest. Under a name or a phone stands one line, under others all to the next."""
    sheet, loose, at, kind = _Sheet(), [], 0, ""
    for label in [*_LABEL.finditer(words), None]:
        value = words[at : label.start() if label else len(words)]
        if kind in ("name", "phone"):
            first, *others = _CUT.split(value.strip(_EDGES), maxsplit=1)
            sheet.under[kind].append(first)
            loose += others
        elif kind:
            told, marked, others_ = value.partition(_HERE)
            sheet.under[kind].append(told)
            loose.append(marked + others_)
        else:
            loose.append(value)
        if label:
            at, kind = label.end(), _MEANT[label[1]]
    return sheet, "\n".join(loose)


def _region(sheet: _Sheet, loose: str) -> tuple[str, str]:
    """The region's code and the words for it; what stood around them goes back on the sheet."""
    for kind in ("region", "street"):
        said = " ".join(sheet.under[kind])
        found = regions.find(said)
        if found is None:
            continue
        before, after = said[: found.start].strip(_EDGES), said[found.end :].strip(_EDGES)
        sheet.rest += _tokens(before)
        sheet.under[kind] = [after] if after else []
        sheet.before = _tokens(loose)
        return found.code, one_line(said[found.start : found.end])
    found = regions.find(loose)
    if found is None:
        sheet.before = _tokens(loose)
        return "", ""
    sheet.before, sheet.after = _tokens(loose[: found.start]), _tokens(loose[found.end :])
    return found.code, one_line(loose[found.start : found.end])


def _tokens(words: str) -> list[str]:
    """Words between separators and spaces; Latin words in a row stay together, and so does the phone's mark alone."""
    tokens: list[str] = []
    for piece in _CUT.split(words):
        was_latin = False
        for word in piece.strip(_EDGES).split():
            is_latin = bool(LATIN.fullmatch(word)) or (was_latin and len(word) == 1 and word.isascii())
            if is_latin and was_latin:
                tokens[-1] += f" {word}"
            elif word != "中国":
                tokens.append(word)
            was_latin = is_latin
    return tokens


def _name(sheet: _Sheet) -> str:
    """Under its label, else the loose word most like a name. It leaves the sheet."""
    said = one_line(" ".join(sheet.under["name"]))
    if said and len(said) <= NAME:
        return said
    sheet.rest += [said] if said else []
    _unstick(sheet)
    words = [(side, at, word) for side in (sheet.before, sheet.after) for at, word in enumerate(side)]
    phones = [place for place, (_, _, word) in enumerate(words) if word == _HERE]
    best, chosen = 0.0, None
    for place, (side, at, word) in enumerate(words):
        near = min((abs(place - phone) for phone in phones), default=99)
        worth: float = likeness(_FOR.sub("", word), near=near, is_before=side is sheet.before)
        # The one nearer to the phone wins over one that is alike; then the first.
        worth -= min(near, 90) / 100
        if worth > best:
            best, chosen = worth, (side, at)
    if chosen is None:
        return ""
    side, at = chosen
    return _FOR.sub("", side.pop(at))


def _unstick(sheet: _Sheet) -> None:
    """A name written straight after the house number, before the phone: 文三路138号张三."""
    for side in (sheet.before, sheet.after):
        for at, word in enumerate(side):
            stuck = _STUCK.match(word)
            is_last = at + 1 == len(side) or side[at + 1] == _HERE
            if stuck and is_last and has_surname(stuck[2]) and not WHERE.search(stuck[2]):
                side[at : at + 1] = [stuck[1], stuck[2]]
                break


def _street(sheet: _Sheet, *, is_found: bool) -> str:
    """What stands under its label or after the region; without either, what looks like a place."""
    told = [line for part in (*sheet.under["region"], *sheet.under["street"]) for line in part.strip().split("\n")]
    if any(told):
        # A line of its own that says no place is a word to the seller.
        is_place = [at == 0 or bool(WHERE.search(line.strip(_EDGES))) for at, line in enumerate(told)]
        street = [line for line, here in zip(told, is_place, strict=True) if here]
        sheet.rest += [line for line, here in zip(told, is_place, strict=True) if not here]
        return one_line(" ".join(line.strip(_EDGES) for line in street))
    side = sheet.after if is_found else sheet.before
    words = [at for at, word in enumerate(side) if word != _HERE]
    likely = [at for at in words if WHERE.search(side[at])]
    # Straight after the region stands the street, whatever it is called; it goes on to its last likely word.
    first = next(iter(words if is_found else likely), None)
    if first is None:
        return ""
    stop = side.index(_HERE, first) if _HERE in side[first:] else len(side)
    last = max([first, *(at for at in likely if at < stop)])
    street = side[first : last + 1]
    del side[first : last + 1]
    return one_line(" ".join(street))
