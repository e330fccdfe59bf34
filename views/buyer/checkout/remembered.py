"""The last address, kept on the buyer's own device: encrypted, unreadable to scripts, sent to the checkout alone."""

import json

from flask import request
from werkzeug.wrappers import Response

from models.kernel.address.recipient import Recipient
from models.kernel.sealing import Seal, Unreadable
from views.kit.house import house

COOKIE = "address"
PATH = "/checkout"
SECONDS = 180 * 86400
PARTS = ("name", "phone", "region_code", "street")


def remembered() -> Recipient:
    """The address; a blank one where there is no cookie, one that is not ours, or one past its time."""
    try:
        kept = json.loads(_seal().open(request.cookies.get(COOKIE, ""), seconds=SECONDS))
    except (Unreadable, ValueError):
        return Recipient()
    return Recipient(**{part: str(kept.get(part, "")) for part in PARTS})


def remember(reply: Response, to: Recipient) -> Response:
    """Keeps an address for next time."""
    kept = json.dumps({part: getattr(to, part) for part in PARTS}, ensure_ascii=False, separators=(",", ":"))
    reply.set_cookie(
        COOKIE,
        _seal().close(kept),
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


def _seal() -> Seal:
    return Seal(house().config.ring, "remembered address")
