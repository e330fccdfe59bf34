"""How gunicorn serves: its own threads hold slow phones off, so it may face clients directly (PERFORMANCE.md)."""

import os
import shutil
from typing import Any

from config import load

_config = load()
# Each process writes its figures into this folder, so that /metrics speaks for all of them.
_figures = _config.data.resolve() / "metrics"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_figures)

bind = f"{_config.bind}:{_config.port}"
workers = _config.web_workers
worker_class = "gthread"
threads = _config.web_threads
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
errorlog = "-"
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Figures of an earlier run are not this run's."""
    shutil.rmtree(_figures, ignore_errors=True)
    _figures.mkdir(parents=True, exist_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    """A worker that ended no longer counts as living."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def worker_exit(server: Any, worker: Any) -> None:
    """Visits that still wait are written before the worker goes."""
    app = getattr(worker, "wsgi", None)
    if app is not None:
        app.extensions["xiaopu"].visits.close()
