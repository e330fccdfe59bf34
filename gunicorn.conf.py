"""How gunicorn serves. Threads hold off some slow phones; a silent connection is let go after READ_SECONDS, a dripping
one when its time is up. On the open internet a buffering proxy (nginx, Caddy) belongs in front all the same, see
README.md."""

import gc
import time
from typing import Any

from gunicorn import util
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers import gthread

from config import load
from models.kernel.patience import PAGE_MS
from views.kit.leaving import LeavingWorker, stop_gently
from views.kit.metrics import FIGURES

_config = load()
READ_SECONDS = 10
# What a request may take in all: its head; and its body, beside what has come of it at the pace of a poor line.
HEAD_SECONDS = 20
BODY_SECONDS = 30
BODY_PACE = 20_000
LINGER_SECONDS = 0.05
bind = f"{_config.bind}:{_config.port}"
workers = _config.web_workers
worker_class = LeavingWorker
threads = _config.web_threads
# The program is loaded once; the processes that serve are forked from it and share its memory.
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# No header may say where the program is mounted: pages would carry addresses that a stranger chose.
forwarder_headers = ""
errorlog = "-"
loglevel = "warning"


class PatientReader(SocketUnreader):
    """Reads a request from its socket, with an end to it: one byte every nine seconds is never silent, and holds a
    thread all the same."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self.begin_head()

    def begin_head(self) -> None:
        """From here on a request's head comes."""
        self._in_head, self._until = True, time.monotonic() + HEAD_SECONDS

    def begin_body(self) -> None:
        """From here on its body comes. What comes gives more time, not what was announced."""
        self._in_head, self._until = False, time.monotonic() + BODY_SECONDS

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next bytes. Late heads end as if the client had hung up, without a word in the log; late bodies raise
        TimeoutError, which the form's parser answers with 400."""
        try:
            came: bytes = self._in_time(size_hint)
        except TimeoutError:
            if self._in_head:
                return b""
            raise
        if not self._in_head:
            self._until += len(came) / BODY_PACE
        return came

    def _in_time(self, size_hint: int | None) -> bytes:
        """A read that waits no longer than the socket would, and no longer than there is time."""
        left, given = self._until - time.monotonic(), self.sock.gettimeout()
        if left <= 0:
            raise TimeoutError
        if given is not None and given <= left:
            return bytes(super().chunk(size_hint))
        self.sock.settimeout(left)
        try:
            return bytes(super().chunk(size_hint))
        finally:
            self.sock.settimeout(given)


class PatientConnection(gthread.TConn):
    """A connection that does not wait for ever: gunicorn's own reads without a limit, and a handful of clients that
    send a header and then nothing would hold every thread."""

    def init(self) -> None:
        """Called before each request is read."""
        super().init()
        self.sock.settimeout(READ_SECONDS)
        if isinstance(self.parser, RequestParser):
            if not isinstance(self.parser.unreader, PatientReader):
                self.parser.unreader = PatientReader(self.sock)
            self.parser.unreader.begin_head()

    def close(self, graceful: bool = False) -> None:
        """gunicorn lingers two seconds over a connection that owes its body, on the thread that accepts all."""
        if graceful:
            util.close_graceful(self.sock, timeout=LINGER_SECONDS)
        else:
            util.close(self.sock)


# gthread has no setting for it, nor has gunicorn's head for how it ends.
gthread.TConn = PatientConnection
stop_gently()


def pre_request(worker: Any, req: Any) -> None:
    """The head is read; the program comes next, and reads the body."""
    if isinstance(req.unreader, PatientReader):
        req.unreader.begin_body()


def pre_fork(server: Any, worker: Any) -> None:
    """A place for the figures of the process that comes; all of them share the memory that was made before."""
    worker.place = FIGURES.find_place()


def post_fork(server: Any, worker: Any) -> None:
    """The process counts in its own place, and a page's statement has as long as a person waits."""
    FIGURES.take(worker.place)
    held = getattr(server.app.wsgi(), "extensions", {})
    if "xiaopu" in held:
        held["xiaopu"].database.hurry(PAGE_MS)


def when_ready(server: Any) -> None:
    """Before the first fork: no connection goes to two processes, and what all share is not walked by any of their
    garbage collectors, which would copy it."""
    held = getattr(server.app.wsgi(), "extensions", {})
    if "xiaopu" in held:
        held["xiaopu"].database.engine.dispose()
        held["huey"].storage.close()
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """The place of a worker that ended is the next one's, with the figures in it."""
    FIGURES.leave(worker.place)


def worker_exit(server: Any, worker: Any) -> None:
    """What still waits behind the pages is written before the worker goes."""
    app = getattr(worker, "wsgi", None)
    if app is not None:
        app.extensions["xiaopu"].close()
