"""Ways around the house in what people write: phone numbers, WeChat and QQ ids, addresses of other sites.

Pure text. What a party of a conversation meets is decided by the rule `contact_rule` (models/talk/talking.py): "mask"
hides them from the other side, "warn" only says so, "allow" does nothing. Goods may hold none at all
(models/catalogue/goods/forbidden.py). It is no lock: it keeps honest people from being led astray, and tells them.
"""

import re
from collections.abc import Collection
from urllib.parse import urlparse

from models.kernel.text import narrow

DOTS = "●●●"

# Spoken and drawn digits: 幺三八…, ①. Full-width ones are narrowed before.
_SPOKEN = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
# What people put between digits. A full stop only where it parts a number as phone numbers are parted.
_GAP = r"[\s\-‐–—_·・*]{0,2}"
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)|(?<![\d.])1[3-9]\d\.\d{{4}}\.\d{{4}}(?![\d.])"
)
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[\s\-–—]{1,2}|[(（]0\d{2,3}[)）]\s?)\d{7,8}(?!\d)")
_SERVICE = re.compile(r"(?<!\d)[48]00[\s\-–—]\d{3,4}[\s\-–—]\d{3,4}(?!\d)")

# The name of the app, words that may stand between, then an id: a letter and five or more, or seven digits or more.
_BETWEEN = r"(?:号码?|id|帐号|账号|名|的|就?是|为|同号|搜索?|加|我|[\s:：=,，、\-~>→\"“「(（])"
_ID = r"(?:[a-z][a-z0-9_\-]{5,19}|\d{7,11})(?![a-z0-9_\-])"
_APP = (
    r"(?:微\s?信|薇\s?信|威\s?信|徽\s?信|微\s?号|[v✓]\s?信|we\s?chat|wei\s?xin|wx|vx|v\s?x|加\s?我?\s?(?:v|薇|威|微))"
)
_WECHAT = re.compile(rf"(?<![a-z]){_APP}{_BETWEEN}{{0,6}}(?P<id>{_ID})", re.IGNORECASE)
_QQ = re.compile(rf"(?<![a-z])(?:q\s?q|扣扣|企鹅)(?:群)?{_BETWEEN}{{0,6}}(?P<id>[1-9]\d{{4,10}}(?!\d))", re.IGNORECASE)
# Names of services that look like ids.
_NO_ID = {"wechat", "weixin", "alipay", "xiaopu", "taobao", "jingdong"}

_TOP = (
    "com|cn|net|org|shop|top|xyz|cc|vip|me|io|co|info|tv|link|site|store|club|app|ltd|wang|icu|fun|online|live|pro|biz"
    "|hk|tw|us|uk|jp|ly|gl|im|mobi|asia|tech|work|ink|art|group|mall"
)
_REST = r"(?::\d{2,5})?(?:[/?#][a-z0-9\-._~:/?#@!$&'()*+;=%]*)?"
_LINK = re.compile(
    rf"(?:https?\s?:\s?//\s?[a-z0-9\-.@]+{_REST})"
    # A single digit before the dot is a version or a size.
    rf"|(?<![a-z0-9@.\-])(?!\d\.)(?:[a-z0-9][a-z0-9\-]*\.)+(?:{_TOP})(?![a-z0-9\-]){_REST}",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]+\s?@\s?(?:[a-z0-9\-]+\.)+[a-z]{2,}", re.IGNORECASE)


def contacts_in(text: str, *, own_host: str = "") -> list[tuple[int, int]]:
    """Where contacts stand in the text, as (start, end), in order and apart. Links to `own_host` are none."""
    plain = _plain(text)
    digits = plain.translate(_SPOKEN)
    spans = [match.span() for pattern in (_MOBILE, _LANDLINE, _SERVICE) for match in pattern.finditer(digits)]
    spans += [match.span("id") for match in _QQ.finditer(plain)]
    spans += [match.span("id") for match in _WECHAT.finditer(plain) if match["id"].lower() not in _NO_ID]
    spans += [match.span() for match in _MAIL.finditer(plain)]
    spans += [match.span() for match in _LINK.finditer(plain) if not _is_own(match[0], own_host)]
    return _joined(spans)


def masked(text: str, *, own_host: str = "") -> str:
    """The text with three dots for each contact."""
    parts, last = [], 0
    for start, end in contacts_in(text, own_host=own_host):
        parts += [text[last:start], DOTS]
        last = end
    return "".join([*parts, text[last:]])


def without_numbers(text: str) -> str:
    """The text without contacts and without runs of six digits or more: order and tracking numbers are somebody's
    own."""
    return re.sub(r"\d(?:[\s\-]?\d){5,}", DOTS, masked(text))


def _plain(text: str) -> str:
    """Each character in its plain form, so that places in it are places in the text."""
    whole = narrow(text)
    if len(whole) == len(text):
        # All but always: then it is one call instead of one a character.
        return whole
    narrowed = (narrow(character) for character in text)
    return "".join(plain if len(plain) == 1 else own for plain, own in zip(narrowed, text, strict=True))


def _is_own(link: str, own_host: str) -> bool:
    bare = re.sub(r"\s", "", link).lower()
    try:
        host = urlparse(bare if "//" in bare else f"//{bare}").hostname or ""
    except ValueError:
        return False
    return bool(own_host) and host.rstrip(".") == own_host.lower()


def _joined(spans: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
