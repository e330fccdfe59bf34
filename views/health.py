"""For machines that watch: alive, able to serve, and the numbers."""

import hmac
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlparse

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from views.kit.house import house
from views.kit.metrics import exposition
from views.kit.readiness import faults, probes, unchained_seconds
from views.kit.watched import DeskFigures

bp = Blueprint("health", __name__)
# What proxies add to a request that they pass on.
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> Response:
    """What we stand on is there and takes what is written; 503 with what is not, a line each. Pages may go on all the
    same: whoever decides where buyers are sent asks /healthz."""
    failed = faults(probes(house(), current_app.extensions["huey"]))
    return Response("\n".join(failed or ["ok"]) + "\n", 503 if failed else 200, mimetype="text/plain")


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus' text format, for this machine itself and whoever holds the token; to others there is nothing."""
    if not (_from_here() or _has_token()):
        abort(404)
    figures = exposition(unchained_seconds(house()), DeskFigures(house()))
    return Response(figures, content_type=CONTENT_TYPE_LATEST)


def _from_here() -> bool:
    """Whether this machine asks by itself. What a proxy passes on comes from this machine too, but says for whom."""
    if any(name in request.headers for name in PASSED_ON) or not _is_at_home():
        return False
    try:
        asks = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    if isinstance(asks, IPv6Address) and asks.ipv4_mapped:
        asks = asks.ipv4_mapped
    return asks.is_loopback


def _is_at_home() -> bool:
    """Whether the network is served to this machine alone. Else a proxy may stand in front, and one that adds no header
    looks like this machine itself: then only the token counts."""
    host = urlparse(house().config.where).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _has_token() -> bool:
    token = house().config.metrics_token
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
