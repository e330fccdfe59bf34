"""A place as people paste it: two numbers in any script's digits, degrees and minutes, or the link of a map."""

import re
from urllib.parse import unquote

from models.kernel.earth.datum import Datum, to_wgs84
from models.kernel.earth.point import EarthPoint, point_at
from models.kernel.reading.letters import plain

_MOST = 2_000
_NUMBER = r"[+\-]?\d{1,3}(?:\.\d{1,20})?"
# 30°15′9″N: minutes and seconds may be left out, what says the side may stand on either end.
_ANGLE = re.compile(
    r"(?:(?P<front>北纬|南纬|东经|西经|[NSEW])\s*+)?(?P<degrees>[+\-]?\d{1,3}(?:\.\d{1,20})?)(?:\s*+[°度])?"
    r"(?:\s*+(?P<minutes>\d{1,2}(?:\.\d{1,20})?)\s*+['′分])?"
    r"(?:\s*+(?P<seconds>\d{1,2}(?:\.\d{1,20})?)\s*+(?:\"|″|''|′′|秒))?"
    r"(?(front)|(?:\s*+(?P<back>[NSEW](?![A-Z])))?)",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"({_NUMBER})(?:\s*+[,;]\s*+|\s++)({_NUMBER})(?![\d.])")
_LINK = re.compile(r"(?:https?://|geo:)\S+", re.IGNORECASE)
_SOUTH_OR_WEST = ("s", "w", "南纬", "西经")
_ALONG = ("e", "w", "东经", "西经")
# Whose link says which datum; a map that is not named here keeps to the one that was chosen.
_MAPS: tuple[tuple[str, Datum], ...] = (
    ("baidu.", "bd09"),
    ("amap.", "gcj02"),
    ("autonavi.", "gcj02"),
    ("map.qq.", "gcj02"),
    ("maps.apple.", "gcj02"),
    ("openstreetmap.", "wgs84"),
    ("geo:", "wgs84"),
)


def read_place(text: str, datum: Datum) -> EarthPoint | None:
    """The point that a text names, in WGS-84; None where it names none, or none on this earth. `datum` is that of its
    numbers, unless the text is the link of a map whose datum is known. Never raises."""
    typed = plain(unquote(text[:_MOST]))
    link = _LINK.search(typed)
    if link:
        datum = next((known for host, known in _MAPS if host in link[0].lower()), datum)
        found = _PAIR.search(link[0])
        pair = (float(found[1]), float(found[2])) if found else None
    else:
        pair = _angles(typed)
    point = _point(*pair) if pair else None
    return point and to_wgs84(point, datum)


def _angles(typed: str) -> tuple[float, float] | None:
    """Two angles and nothing else of digits; the one that says it goes along the equator comes second."""
    found = list(_ANGLE.finditer(typed))
    rest = _ANGLE.sub(" ", typed)
    if len(found) != 2 or any(sign.isdigit() for sign in rest):
        return None
    first, second = map(_degrees, found)
    return (second, first) if _side(found[0]) in _ALONG else (first, second)


def _side(angle: re.Match[str]) -> str:
    return str(angle["front"] or angle["back"] or "").lower()


def _degrees(angle: re.Match[str]) -> float:
    degrees = float(angle["degrees"])
    more = float(angle["minutes"] or 0) / 60 + float(angle["seconds"] or 0) / 3600
    whole = abs(degrees) + more
    return -whole if degrees < 0 or _side(angle) in _SOUTH_OR_WEST else whole


def _point(first: float, second: float) -> EarthPoint | None:
    """Chinese maps write east before north, others after: in China the two cannot be mistaken for each other."""
    if abs(first) > 90 or (72 < first < 138 and 0 < second < 56):
        first, second = second, first
    return point_at(first, second)
