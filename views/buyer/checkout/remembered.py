"""The last address, kept on the buyer's own device: encrypted, unreadable to scripts, sent to the checkout alone."""

import base64
import functools
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import request
from werkzeug.wrappers import Response

from models.kernel.address.recipient import Recipient
from views.kit.house import house

COOKIE = "address"
PATH = "/checkout"
SECONDS = 180 * 86400
PARTS = ("name", "phone", "region_code", "street")


def remembered() -> Recipient:
    """The address; a blank one where there is no cookie, one that is not ours, or one past its time."""
    try:
        kept = json.loads(_lock().decrypt(request.cookies.get(COOKIE, "").encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return Recipient()
    return Recipient(**{part: str(kept.get(part, "")) for part in PARTS})


def remember(reply: Response, to: Recipient) -> Response:
    """Keeps an address for next time."""
    kept = json.dumps({part: getattr(to, part) for part in PARTS}, ensure_ascii=False, separators=(",", ":"))
    reply.set_cookie(
        COOKIE,
        _lock().encrypt(kept.encode()).decode(),
        max_age=SECONDS,
        path=PATH,
        httponly=True,
        secure=house().config.is_https,
        samesite="Lax",
    )
    return reply


def forget(reply: Response) -> Response:
    """Takes it off the device."""
    reply.delete_cookie(COOKIE, path=PATH, httponly=True, secure=house().config.is_https, samesite="Lax")
    return reply


def _lock() -> Fernet:
    return _fernet(house().config.secret)


@functools.lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    """A key of its own, derived from the program's secret."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"remembered address").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
