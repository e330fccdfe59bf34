"""A browser in which a phone was shown to be its person's: strangers who ask for codes for that phone, from however
many networks, never use up what this browser may ask for (models/account/code_count.py).

The cookie opens nothing by itself, and whose phone it names only we can tell.
"""

import hashlib
import hmac

from flask import after_this_request, request
from flask_login import current_user
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from models.kernel.codes import new_token
from views.kit.house import house

COOKIE = "own_phone"
_YEAR = 365 * 24 * 3600


def note_own_phone(phone: str) -> None:
    """It was shown just now; the reply to this request keeps it in the browser, whatever else comes of the request."""
    value = _signer().sign(f"{_digest(phone)}.{new_token()}").decode()
    secure = house().config.is_https

    @after_this_request
    def keep(reply: Response) -> Response:
        reply.set_cookie(COOKIE, value, max_age=_YEAR, httponly=True, secure=secure, samesite="Lax")
        return reply


def proven_owner(phone: str) -> str:
    """Under which name the owner of this phone is known to be here: the member who is signed in and has proven it, or
    this browser, in which it was proven; "" where nothing says so."""
    if current_user.is_authenticated and current_user.member.phone == phone and current_user.member.phone_proven_at:
        return f"member {current_user.member.key}"
    try:
        digest, _, name = _signer().unsign(request.cookies.get(COOKIE, "")).decode().partition(".")
    except BadSignature:
        return ""
    return f"browser {name}" if hmac.compare_digest(digest, _digest(phone)) else ""


def forget_own_phone(reply: Response) -> Response:
    """Takes it off the device."""
    reply.delete_cookie(COOKIE, httponly=True, secure=house().config.is_https, samesite="Lax")
    return reply


def _signer() -> Signer:
    return Signer(house().config.ring, salt="own phone", digest_method=hashlib.sha256)


def _digest(phone: str) -> str:
    return hmac.new(house().hash_secret.encode(), f"own phone:{phone}".encode(), hashlib.sha256).hexdigest()[:32]
