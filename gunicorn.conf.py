"""How gunicorn serves. Threads hold off some slow phones, and a silent connection is let go after READ_SECONDS; on the
open internet a buffering proxy (nginx, Caddy) belongs in front all the same (README.md)."""

import os
import shutil
import socket
import struct
from typing import Any

from config import load

_config = load()
READ_SECONDS = 10
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
# No header may say where the program is mounted: pages would carry addresses that a stranger chose.
forwarder_headers = ""
errorlog = "-"
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Figures of an earlier run are not this run's."""
    shutil.rmtree(_figures, ignore_errors=True)
    _figures.mkdir(parents=True, exist_ok=True)


def when_ready(server: Any) -> None:
    """Accepted connections inherit this from the socket they came by: none may keep a thread waiting for long."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", READ_SECONDS, 0))


def child_exit(server: Any, worker: Any) -> None:
    """A worker that ended no longer counts as living."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def worker_exit(server: Any, worker: Any) -> None:
    """Visits that still wait are written before the worker goes."""
    app = getattr(worker, "wsgi", None)
    if app is not None:
        app.extensions["xiaopu"].visits.close()
