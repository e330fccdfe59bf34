"""What Prometheus may read: requests by endpoint and status with their time, pages given out of the cache."""

import time
from bisect import bisect_left
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from views.kit.figures import Figure, SharedFigures

FIGURES = SharedFigures()
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, float("inf"))
_BOUNDS = tuple(floatToGoString(bound) for bound in _SECONDS)
_LABELS = ("endpoint", "method", "status")
_SUM, _KEPT = "sum", Figure("kept")


def init_app(app: Flask) -> None:
    """Measures every request. Endpoints, not addresses: codes and tokens never become labels."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def stop(response: Response) -> Response:
        method = request.method if request.method in METHODS else "OTHER"
        labels = (request.endpoint or "none", method, str(response.status_code))
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        bound = _BOUNDS[bisect_left(_SECONDS, seconds)]
        FIGURES.add((Figure(bound, labels), 1.0), (Figure(_SUM, labels), seconds))
        return response


def note_kept_page() -> None:
    """Counts a page that was given out of the cache."""
    FIGURES.add((_KEPT, 1.0))


def exposition(unchained: float | None, *further: Collector) -> bytes:
    """Everything, over all processes of this server; for how many seconds rows of the trail have waited for their
    places, where that is known; and what further collectors tell."""
    registry = CollectorRegistry()
    for one in (_Totals(), *further):
        registry.register(one)
    if unchained is not None:
        name, words = "xiaopu_trail_unchained_seconds", "How long the oldest row of the trail waits for its place."
        Gauge(name, words, registry=registry).set(unchained)
    return generate_latest(registry)


class _Totals(Collector):
    def collect(self) -> Iterator[Metric]:
        """The sums of this moment, in Prometheus' form."""
        totals = FIGURES.totals()
        requests = HistogramMetricFamily("xiaopu_request_seconds", "Requests that reached Flask.", labels=_LABELS)
        for labels in dict.fromkeys(figure.labels for figure in totals if figure != _KEPT):
            requests.add_metric(labels, list(_piled_up(totals, labels)), totals.get(Figure(_SUM, labels), 0.0))
        yield requests
        kept = CounterMetricFamily("xiaopu_kept_pages", "Pages given out of the page cache, before Flask.")
        kept.add_metric((), totals.get(_KEPT, 0.0))
        yield kept


def _piled_up(totals: dict[Figure, float], labels: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """Each bound with all that took no longer."""
    so_far = 0.0
    for bound in _BOUNDS:
        so_far += totals.get(Figure(bound, labels), 0.0)
        yield bound, so_far
