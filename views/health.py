"""For machines that watch: alive, able to serve, and the numbers."""

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST

from views.kit.house import house
from views.kit.metrics import exposition
from views.kit.readiness import faults, probes

bp = Blueprint("health", __name__)


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
    """Prometheus' text format."""
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)
