"""Finding a region in what somebody wrote: full names, the short ones people use (杭州西湖区), and no guess.

A region is a chain that goes down: province, city, district, any of them left out, nothing but separators between. A
short name counts where something follows that can only be meant so: 南京路 is a street, 杭州西湖区 is a district.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.kernel.regions.tree import Place, cities, districts, place, provinces

_MOST = 600
_BETWEEN = re.compile(r"[\s,，、/|>\-·]*(?:市辖区|省直辖县|县(?=\s))?[\s,，、/|>\-·]*")
_STREET = re.compile(r"[东西南北中]?[一二三四五六七八九十]?(?:路|街|大道|道|巷|弄|胡同|村|镇|乡|站|桥|港|大厦|广场)")
_END = re.compile(r"\Z|[\s,，。;；、:：/|>\-·()（）]")
_SHORTER = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|盟|区|县|旗)$")
_PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 "
    "佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 "
    "锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 独龙 鄂伦春 各"
)
_OF_PEOPLES = re.compile(rf"(?:(?:{'|'.join(sorted(_PEOPLES.split(), key=len, reverse=True))})族)+$")
# Autonomous regions whose peoples' names are written without 族, or are part of the short name.
_USUAL = {"150000": "内蒙古", "450000": "广西", "540000": "西藏", "640000": "宁夏", "650000": "新疆"}


@dataclass(frozen=True, slots=True)
class Found:
    """The deepest region that a text names: its code, and where the words for it stand."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One name of a chain, as written."""

    place: Place
    is_full: bool
    start: int
    end: int


def find(text: str) -> Found | None:
    """The region a text names, or None where it names none or several places share the name. Never raises; reads the
    first MOST characters."""
    text = text[:_MOST]
    best: tuple[tuple[int, int, int], list[_Step]] | None = None
    for start in range(len(text)):
        for chain in _chains(text, start, None):
            if not _is_meant(text, chain):
                continue
            worth = (len(chain), sum(step.end - step.start for step in chain), -start)
            if best is None or worth > best[0]:
                best = worth, chain
    return Found(best[1][-1].place.code, best[1][0].start, best[1][-1].end) if best else None


def _chains(text: str, at: int, above: Place | None) -> Iterator[list[_Step]]:
    """Every way to read on from a place in the text, with only what lies below `above`."""
    for length in range(min(_longest(), len(text) - at), 1, -1):
        for one, is_full in _names().get(text[at : at + length], ()):
            if above is not None and not _lies_below(one, above):
                continue
            step = _Step(one, is_full, at, at + length)
            between = _BETWEEN.match(text, step.end)
            assert between is not None, "the pattern matches nothing, too"
            yield [step]
            yield from ([step, *rest] for rest in _chains(text, between.end(), one))


def _is_meant(text: str, chain: list[_Step]) -> bool:
    """Whether the words say this region and no other."""
    last = chain[-1]
    if not last.is_full and not _END.match(text, last.end):
        # A short name alone is none inside other words; in a chain it may be followed by a street, but not be one.
        if len(chain) == 1 or (last.place.above.endswith("00") and not last.place.code.endswith("00")):
            return False
        if _STREET.match(text, last.end):
            return False
    first = chain[0]
    if first.place.above == "":
        return True
    # Without its province a name must be the only one of its kind.
    same = [one for one, is_full in _names()[text[first.start : first.end]] if is_full or not first.is_full]
    leads = [one for one in same if all(_lies_below(step.place, one) for step in chain[1:])]
    if len(leads) != 1:
        return False
    is_district = not first.place.code.endswith("00")
    return not is_district or (first.is_full and first.end - first.start >= 3)


def _lies_below(one: Place, above: Place) -> bool:
    while one.above:
        if one.above == above.code:
            return True
        parent = place(one.above)
        assert parent is not None, "a region's parent is a region"
        one = parent
    return False


@functools.cache
def _names() -> Mapping[str, list[tuple[Place, bool]]]:
    """Every name and short name, with what it may mean and whether it is the full one."""
    found: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
    for one in _all():
        found[one.name].append((one, True))
        for short in _short(one):
            found[short].append((one, False))
    return found


def _all() -> Iterator[Place]:
    for province in provinces():
        yield province
        for city in cities(province.code):
            yield city
            yield from districts(city.code)


def _short(one: Place) -> set[str]:
    """How people shorten it: 浙江, 恩施 and 恩施州 for 恩施土家族苗族自治州. Not below two characters."""
    if one.code in _USUAL:
        return {_USUAL[one.code]}
    core = _SHORTER.sub("", one.name)
    core = _OF_PEOPLES.sub("", core) or core
    shorts = {core} if len(core) >= 2 else set()
    if "自治" in one.name and one.above:
        shorts |= {f"{core}{ending}" for ending in ("州", "县", "旗") if one.name.endswith(ending)}
    return shorts - {one.name}


@functools.cache
def _longest() -> int:
    return max(map(len, _names()))
