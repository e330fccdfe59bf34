"""How gunicorn serves. Threads hold off some slow phones, and a silent connection is let go after READ_SECONDS; on the
open internet a buffering proxy (nginx, Caddy) belongs in front all the same (README.md)."""

import os
import shutil
from typing import Any

from gunicorn import util
from gunicorn.workers import gthread

from config import load

_config = load()
READ_SECONDS = 10
LINGER_SECONDS = 0.05
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


class PatientConnection(gthread.TConn):
    """A connection that does not wait for ever: gunicorn's own reads without a limit, and a handful of clients that
    send a header and then nothing would hold every thread."""

    def init(self) -> None:
        """Called before each request is read."""
        super().init()
        self.sock.settimeout(READ_SECONDS)

    def close(self, graceful: bool = False) -> None:
        """gunicorn lingers two seconds over a connection that owes its body, on the thread that accepts all."""
        if graceful:
            util.close_graceful(self.sock, timeout=LINGER_SECONDS)
        else:
            util.close(self.sock)


# gthread has no setting for it.
gthread.TConn = PatientConnection


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
