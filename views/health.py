"""For machines that watch: alive, able to serve, and the numbers."""

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text

from views.kit import store
from views.kit.house import house
from views.kit.metrics import exposition

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> Response:
    """Database, media and jobs can be reached; 503 with what cannot."""
    failed = []
    for name, probe in (("database", _database), ("media", _media), ("jobs", _jobs)):
        try:
            probe()
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}")
    return Response("\n".join(failed or ["ok"]) + "\n", 503 if failed else 200, mimetype="text/plain")


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus' text format."""
    return Response(exposition(), content_type=CONTENT_TYPE_LATEST)


def _database() -> None:
    store.session().connection().execute(text("SELECT 1"))


def _jobs() -> None:
    current_app.extensions["huey"].pending_count()


def _media() -> None:
    house().media.probe()
