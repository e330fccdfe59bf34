"""The buyer's cookies: a signed visitor id, the readable cart badge, and the link each shop was entered by."""

import hashlib
import secrets

from flask import g, request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from models.kernel.codes import ALPHABET
from models.link.visits import visitor_key
from views.kit.house import house

VISITOR = "visitor"
BADGE = "cart_count"
VIA = "via"
YEAR = 365 * 24 * 3600


def _signer() -> Signer:
    return Signer(house().config.secret, salt="visitor", digest_method=hashlib.sha256)


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


def remember(reply: Response, *, cart: int | None = None) -> Response:
    """Keeps the visitor's id in the browser, and how many pieces lie in the cart for the badge."""
    secure = house().config.is_https
    signed = _signer().sign(known()).decode()
    reply.set_cookie(VISITOR, signed, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
    if cart is not None:
        reply.set_cookie(BADGE, str(cart), max_age=YEAR, secure=secure, samesite="Lax")
    return reply


def remember_link(reply: Response, shop_number: int, code: str) -> Response:
    """Remembers for some days by which link a shop was entered. The same bytes for all: the page stays cachable."""
    days = house().rules.link_days
    secure = house().config.is_https
    reply.set_cookie(f"{VIA}{shop_number}", code, max_age=days * 86400, httponly=True, secure=secure, samesite="Lax")
    return reply


def link_into(shop_number: int) -> str:
    """The code of the link by which this browser last entered the shop."""
    code = request.cookies.get(f"{VIA}{shop_number}", "")
    return code if 0 < len(code) <= 8 and all(c in ALPHABET for c in code) else ""


def counting_key(environ: dict[str, str]) -> str:
    """What tells visitors apart for counting, without cookies."""
    return visitor_key(house().config.secret, environ.get("REMOTE_ADDR", ""), environ.get("HTTP_USER_AGENT", ""))
