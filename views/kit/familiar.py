"""A browser that was signed in to an account before: guessing from elsewhere never locks its owner out.

The cookie opens nothing by itself. Source: OWASP, "Blocking Brute Force Attacks", device cookies.
"""

import hashlib

from flask import request
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from models.kernel.reading.phones import mobile
from views.kit.house import house

COOKIE = "familiar"
_YEAR = 365 * 24 * 3600


def _signer() -> Signer:
    return Signer(house().config.ring, salt="familiar", digest_method=hashlib.sha256)


def make_familiar(reply: Response, phone: str) -> Response:
    """Marks this browser as one from which the account was opened."""
    signed = _signer().sign(hashlib.sha256(phone.encode()).hexdigest()[:32]).decode()
    secure = house().config.is_https
    reply.set_cookie(COOKIE, signed, max_age=_YEAR, httponly=True, secure=secure, samesite="Lax", path="/sign-in")
    return reply


def familiar() -> bool:
    """Whether the account that is being tried was opened from this browser before."""
    return is_familiar(mobile(request.form.get("phone", "")[:60]))


def is_familiar(phone: str) -> bool:
    """The same of one phone's account."""
    try:
        named = _signer().unsign(request.cookies.get(COOKIE, "")).decode()
    except BadSignature:
        return False
    return named == hashlib.sha256(phone.encode()).hexdigest()[:32]
