"""That this browser asked for a code, and for which phone: kept in the browser itself, sealed, while the code is good.
So no address holds a phone number, and no row a browser that only asked."""

import json
from dataclasses import asdict, dataclass

from flask import request
from werkzeug.wrappers import Response

from models.account.one_time_code import CodeFor
from models.kernel.sealing import Seal, Unreadable
from views.kit.house import house

COOKIE, PATH = "proving", "/mine/phone"


@dataclass(frozen=True, slots=True)
class Proving:
    """`digits` only where the page itself has to show them: in a demo."""

    phone: str
    asker: str
    digits: str = ""

    @property
    def wanted(self) -> CodeFor:
        """The code for this browser."""
        return CodeFor("orders", self.phone, self.asker)


def keep_proving(reply: Response, proving: Proving) -> Response:
    """For the page where the code is typed."""
    sealed = _seal().close(json.dumps(asdict(proving)))
    seconds, secure = house().rules.code_minutes * 60, house().config.is_https
    reply.set_cookie(COOKIE, sealed, max_age=seconds, path=PATH, httponly=True, secure=secure, samesite="Lax")
    return reply


def kept_proving() -> Proving | None:
    """What this browser asked for; None where it asked for nothing, or wrote the cookie itself."""
    try:
        return Proving(**json.loads(_seal().open(request.cookies.get(COOKIE, ""))))
    except (Unreadable, TypeError):
        # TypeError: it was kept by another version of the program.
        return None


def drop_proving(reply: Response) -> Response:
    """It is done."""
    reply.delete_cookie(COOKIE, path=PATH, httponly=True, secure=house().config.is_https, samesite="Lax")
    return reply


def _seal() -> Seal:
    return Seal(house().config.ring, "proving a phone")
