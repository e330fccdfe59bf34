"""What Prometheus may read: requests by endpoint and status with their time, pages given out of the cache."""

import time

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Histogram(
    "xiaopu_request_seconds",
    "Requests that reached Flask.",
    ["endpoint", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
KEPT_PAGES = Counter("xiaopu_kept_pages", "Pages given out of the page cache, before Flask.")


def init_app(app: Flask) -> None:
    """Measures every request. Endpoints, not addresses: codes and tokens never become labels."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def stop(response: Response) -> Response:
        method = request.method if request.method in METHODS else "OTHER"
        labels = (request.endpoint or "none", method, str(response.status_code))
        REQUESTS.labels(*labels).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


def exposition() -> bytes:
    """Everything, over all processes where gunicorn runs several (gunicorn.conf.py names their folder)."""
    registry = CollectorRegistry()
    try:
        MultiProcessCollector(registry)
    except ValueError:
        registry = REGISTRY
    return generate_latest(registry)
