"""What a provider gave for paying an order, kept in the buyer's browser: signed, for that order's page, for a while.

So the page can be opened again without asking the provider again, and no row holds what is worth nothing tomorrow.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask import request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from models.payment.gateways import Charge
from views.kit.house import house

CHARGE, OPENER, OPENING = "charge", "opener", "opening"
# WeChat keeps an openid for good; we need it only while somebody is paying.
OPENER_SECONDS = 3600
OPENING_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Kept:
    """A charge as it came, or what was `said` instead of one. `gone`: the buyer was sent to its address already; who
    comes back by the browser's own button is not sent there again."""

    token: str
    url: str = ""
    qr: str = ""
    script: dict[str, str] = field(default_factory=dict)
    said: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """That this browser went to ask a gateway who it is, for an order; `mark` comes back with the answer."""

    token: str
    mark: str


def keep_charge(reply: Response, token: str, charge: Charge | None = None, *, said: str = "") -> Response:
    """For the order's paying page alone."""
    charge = charge or Charge()
    return _keep(reply, Kept(token, charge.url, charge.qr, dict(charge.script), said))


def note_gone(reply: Response, kept: Kept) -> Response:
    """The page that sends the buyer on does so once."""
    return _keep(reply, replace(kept, gone=True))


def kept_charge(token: str) -> Kept:
    """What was kept for this order; empty where there is nothing."""
    found = _get(CHARGE, house().rules.unpaid_minutes * 60)
    return Kept(**found) if found and found["token"] == token else Kept(token)


def keep_opener(reply: Response, gateway: str, openid: str) -> Response:
    """Who pays in this browser, by a gateway's id."""
    return _put(reply, OPENER, {"gateway": gateway, "openid": openid}, seconds=OPENER_SECONDS, path="/")


def kept_opener(gateway: str) -> str:
    """A gateway's id of who pays here; empty where we do not know."""
    found = _get(OPENER, OPENER_SECONDS)
    return found["openid"] if found and found.get("gateway") == gateway else ""


def keep_opening(reply: Response, opening: Opening, gateway: str) -> Response:
    """Until the gateway's answer comes."""
    return _put(reply, OPENING, asdict(opening), seconds=OPENING_SECONDS, path=url_for("buyer.opener", gateway=gateway))


def kept_opening() -> Opening | None:
    """What this browser went to ask for."""
    found = _get(OPENING, OPENING_SECONDS)
    return Opening(**found) if found else None


def _keep(reply: Response, kept: Kept) -> Response:
    path = url_for("buyer.paying", token=kept.token)
    return _put(reply, CHARGE, asdict(kept), seconds=house().rules.unpaid_minutes * 60, path=path)


def _signer(name: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().config.ring, salt=f"pay:{name}")


def _put(reply: Response, name: str, content: dict[str, Any], *, seconds: int, path: str) -> Response:
    secure = house().config.is_https
    text = _signer(name).dumps(content)
    # Lax: the provider sends the buyer back by a link, and the cookie comes along.
    reply.set_cookie(name, text, max_age=seconds, path=path, httponly=True, secure=secure, samesite="Lax")
    return reply


def _get(name: str, seconds: int) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = _signer(name).loads(request.cookies.get(name, ""), max_age=seconds)
    except BadSignature:
        return None
    return found
