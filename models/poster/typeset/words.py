"""Words: what a break before each character of a text would cost, from 0 between two words to never.

The phrases come from budoux's Chinese model, asked for its score at every place instead of for its verdict alone, so
that a line that has to break inside a phrase breaks where the model minds least. Widths are breaking.py's matter."""

import re
from functools import cache
from itertools import pairwise

from budoux import load_default_simplified_chinese_parser

NEVER, FORCED = float("inf"), float("-inf")
INSIDE = 0.27  # From this price on, a break splits something that a reader takes for one word.
NOT_FIRST = frozenset("，。、；：？！）》】」』〉〕”’…—～·％℃‰°,.;:?!)]}%~／/ー々｝")
NOT_LAST = frozenset("（《【「『〈〔“‘([{¥￥$€£#＃@第｛")
_MEASURES = frozenset(
    "年月日号天周岁元块角分斤两克钱吨升米寸尺里亩个只条件包袋盒瓶罐箱盏杯碗壶把片块张双对套组种款次遍回位名人家口头匹根支枝棵朵颗粒"
    "滴层楼间点时秒度倍折成级代届期集页本册封样份道味餐顿勺口度万亿千百十多几余"
)
_LONG_MEASURES = frozenset(
    ("小时", "分钟", "公斤", "千克", "毫升", "厘米", "毫米", "公里", "英寸", "平方", "立方", "星期")
)
_NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿两几半每这那第数")
_LEADING = frozenset("之不很太更最没未无非每第把被从向往与和")
_ENDS = frozenset("，。；：！？、）」』》】…”")
_STRANDED = 0.2  # One character alone between a mark and a line's end.
_CLINGING = frozenset("的了着过吗呢吧啊呀嘛哦啦得地们")
_UNIT = re.compile(r"(?i)(g|kg|mg|ml|l|cl|cm|mm|m|km|m²|oz|lb|w|kw|v|a|hz|gb|mb|tb|°c|℃|in|pcs|x)[,.]?$")


def prices(text: str) -> dict[int, float]:
    """The price of a break before each place of the text: 0 between words, INSIDE and more within, NEVER, FORCED."""
    found: dict[int, float] = {}
    solid = [(place, mark) for place, mark in enumerate(text) if not mark.isspace()]
    scores = _scores("".join(mark for _, mark in solid))
    for number, ((at, left), (place, right)) in enumerate(pairwise(solid), start=1):
        between = text[at + 1 : place]
        found[place] = FORCED if "\n" in between else _price(left, right, between, scores[number], text, at, place)
    return found


def _price(left: str, right: str, between: str, score: float, text: str, at: int, place: int) -> float:
    if right in NOT_FIRST or left in NOT_LAST:
        return NEVER
    if between and left in "0123456789" and _UNIT.match(text[place : place + 4].split(" ")[0]):
        return NEVER
    if left in _NUMERALS and (right in _MEASURES or right in _NUMERALS or text[place : place + 2] in _LONG_MEASURES):
        return NEVER
    if left in "0123456789" and not between:
        return 0.4
    if right in _CLINGING and not between:
        return 0.4
    if left in _LEADING and not between:
        return 0.3
    if left in _ENDS:
        return -0.15 if left in "。！？；" else -0.08 if left != "、" else -0.02
    if between:
        return -0.02
    price = min(0.6, max(0.0, 0.3 * (1 - score / 2500)))
    stranded = text[at - 1 : at] in _ENDS or text[place + 1 : place + 2] in _ENDS
    return max(price, _STRANDED) if stranded else price


def _scores(text: str) -> list[float]:
    """The model's score for a new phrase before each character; positive means that it would begin one."""
    model, base = _model()
    scores = [0.0] * len(text)
    for place in range(1, len(text)):
        score = base
        for kind, first, last in _WINDOWS:
            if place + first >= 0 and place + last <= len(text):
                score += model[kind].get(text[place + first : place + last], 0)
        scores[place] = score
    return scores


_WINDOWS = (
    ("UW1", -3, -2), ("UW2", -2, -1), ("UW3", -1, 0), ("UW4", 0, 1), ("UW5", 1, 2), ("UW6", 2, 3),
    ("BW1", -2, 0), ("BW2", -1, 1), ("BW3", 0, 2),
    ("TW1", -3, 0), ("TW2", -2, 1), ("TW3", -1, 2), ("TW4", 0, 3),
)  # fmt: skip


@cache
def _model() -> tuple[dict[str, dict[str, int]], float]:
    model = load_default_simplified_chinese_parser().model
    known = {kind: model.get(kind, {}) for kind, _, _ in _WINDOWS}
    return known, -0.5 * sum(sum(group.values()) for group in model.values())
