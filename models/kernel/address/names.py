"""Whether a word looks like somebody's name, or like a place in a street."""

import re

from models.kernel.address.surnames import has_surname

NAME = 30
HAN = r"[\u3400-\u9fff\U00020000-\U0003134f]"
_PLAIN = re.compile(rf"{HAN}{{2,4}}")
_DOTTED = re.compile(rf"{HAN}{{1,10}}(?:[·•・]{HAN}{{1,10}})+")
LATIN = re.compile(r"[A-Za-z][A-Za-z.'’\-]+(?: [A-Za-z][A-Za-z.'’\-]*){0,3}")
WHERE = re.compile(
    r"[0-9]|[路街巷弄号室楼栋幢层户村镇乡区县市省园苑厦院店厂站座库]$|街道|大道|小区|单元|驿站|学校|公司|广场"
)
_COURTESIES = "谢谢 你好 您好 收货 收件 地址 中国 麻烦 尽快 快递 顺丰 圆通 中通 申通 韵达 包邮 放门口 放门卫"
_NO_NAMES = frozenset(_COURTESIES.split())


def likeness(word: str, *, near: int, is_before: bool) -> int:
    """How much a word looks like a name: 0 not at all, 3 very much."""
    if word in _NO_NAMES or len(word) > NAME:
        return 0
    if _DOTTED.fullmatch(word):
        return 3
    if _PLAIN.fullmatch(word):
        if has_surname(word) and (not WHERE.search(word) or (is_before and near == 1 and len(word) <= 3)):
            return 3
        return 1 if near == 1 and not WHERE.search(word) else 0
    return 2 if LATIN.fullmatch(word) else 0
