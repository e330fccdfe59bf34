"""The browser's cookies: a signed visitor id, the readable cart badge and claimed coupons, the link each shop was
entered by, the shops that were opened by their number, and those that are its keeper's own."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import g, request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.codes import ALPHABET
from views.kit.house import house
from views.kit.visitor_keys import signer

VISITOR = "visitor"
# The visit that brought the visitor cookie (counting.py).
ARRIVAL = "arrival"
BADGE = "cart_count"
CLAIMED = "claimed"
# As many as a cookie shall carry; what a page offers is among the newest.
MOST_CLAIMED = 30
VIA = "via"
BEEN = "been"
# Readable: that this browser has something here, so that a script asks for the marks of the head.
MINE = "mine"
_SHOP = re.compile(f"({VIA}|{BEEN})([1-9][0-9]{{5}})")
# Anybody may write it: who claims to keep a shop is not counted there, and that is all.
OWN = "own_shops"
YEAR = 365 * 24 * 3600
_MONTH = 30 * 24 * 3600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Entered:
    """The link by which this browser last entered a shop, "" for none, and the hour in which it opened it. Cookies of
    before hours were kept have none."""

    code: str
    opened_at: datetime | None


def _signer() -> Signer:
    return signer(house().config.ring)


def current() -> str:
    """The visitor's id, or "" for one who has none yet. A cookie that we did not sign is none."""
    try:
        return _signer().unsign(request.cookies.get(VISITOR, "")).decode()
    except BadSignature:
        return ""


def known() -> str:
    """The visitor's id, made now if need be; `remember` puts it on the reply."""
    if "visitor" not in g:
        g.visitor = current() or secrets.token_hex(16)
    return g.visitor


def remember(reply: Response, *, cart: int | None = None, claimed: Sequence[str] | None = None) -> Response:
    """Keeps the visitor's id in the browser; for the page's own script how many pieces lie in the cart, and the codes
    of the coupons that can still be used."""
    secure = house().config.is_https
    signed = _signer().sign(known()).decode()
    reply.set_cookie(VISITOR, signed, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
    reply.set_cookie(MINE, "1", max_age=YEAR, secure=secure, samesite="Lax")
    if cart is not None:
        reply.set_cookie(BADGE, str(cart), max_age=YEAR, secure=secure, samesite="Lax")
    if claimed is not None:
        reply.set_cookie(CLAIMED, ".".join(claimed[-MOST_CLAIMED:]), max_age=YEAR, secure=secure, samesite="Lax")
    return reply


def remember_link(reply: Response, shop_number: int, code: str) -> Response:
    """Remembers for some days by which link a shop was entered, and in which hour. The same bytes for all who open it
    in that hour: the page stays cachable."""
    days = house().rules.link_days
    secure = house().config.is_https
    value = f"{code}.{_in_base36(hours(now()))}"
    reply.set_cookie(f"{VIA}{shop_number}", value, max_age=days * 86400, httponly=True, secure=secure, samesite="Lax")
    return reply


def remember_shop(reply: Response, shop_number: int) -> Response:
    """Remembers for some days that a shop was opened by its number, and in which hour: the same bytes for all who open
    it in that hour. The seal says that we wrote it."""
    value = f"{_in_base36(hours(now()))}.{_seal_of(shop_number)}"
    seconds, secure = house().rules.link_days * 86400, house().config.is_https
    reply.set_cookie(f"{BEEN}{shop_number}", value, max_age=seconds, httponly=True, secure=secure, samesite="Lax")
    return reply


def opened_shops(most: int) -> list[tuple[int, Entered]]:
    """The shops that this browser opened, the latest first: by a link, or by a number with our seal on it. Whether a
    link leads to its shop is for the caller to see: anybody can write a cookie."""
    found = []
    for name in request.cookies:
        shop = _SHOP.fullmatch(name)
        if shop and (entered := link_into(int(shop[2])) if shop[1] == VIA else _been_in(int(shop[2]))).opened_at:
            found.append((int(shop[2]), entered))
    return sorted(found, key=lambda one: (one[1].opened_at or _EPOCH, one[0]), reverse=True)[:most]


def forget(reply: Response) -> Response:
    """Takes all of it off the device."""
    shops = [name for name in request.cookies if _SHOP.fullmatch(name)]
    for name in (VISITOR, ARRIVAL, BADGE, CLAIMED, MINE, *shops):
        reply.delete_cookie(name, secure=house().config.is_https, samesite="Lax")
    return reply


def _been_in(shop_number: int) -> Entered:
    hour, _, seal = request.cookies.get(f"{BEEN}{shop_number}", "").partition(".")
    is_ours = hmac.compare_digest(seal.encode(), _seal_of(shop_number).encode())
    return Entered("", _opened_in(hour) if is_ours else None)


def _seal_of(shop_number: int) -> str:
    return hmac.new(house().hash_secret.encode(), f"been:{shop_number}".encode(), hashlib.sha256).hexdigest()[:16]


def remember_own(reply: Response, numbers: Iterable[int]) -> Response:
    """Which shops this browser's keeper keeps: what they open of them is nobody's visit."""
    value = ".".join(str(number) for number in numbers)
    if request.cookies.get(OWN) != value:
        secure = house().config.is_https
        reply.set_cookie(OWN, value, max_age=_MONTH, httponly=True, secure=secure, samesite="Lax")
    return reply


def link_into(shop_number: int) -> Entered:
    """By which link this browser last entered the shop, and when."""
    code, _, hour = request.cookies.get(f"{VIA}{shop_number}", "").partition(".")
    is_code = 0 < len(code) <= 8 and all(c in ALPHABET for c in code)
    return Entered(code, _opened_in(hour)) if is_code else Entered("", None)


def _opened_in(hour: str) -> datetime | None:
    """The moment an hour began; None for one that cannot be: anybody can write a cookie."""
    if not 0 < len(hour) <= 8 or any(c not in _BASE36 for c in hour):
        return None
    latest = hours(now())
    counted = int(hour, 36)
    return _EPOCH + counted * _HOUR if latest - house().rules.link_days * 24 <= counted <= latest else None


def hours(at: datetime) -> int:
    """The hour of a moment, counted from 1970 on."""
    return (at - _EPOCH) // _HOUR


def _in_base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _BASE36[digit] + digits
    return digits
