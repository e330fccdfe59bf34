"""A page cache before Flask: buyers' pages as bytes, for a second (docs/performance.md, Pages).

A view marks its reply with `page.keep`. Only pages without per-visitor bytes may be marked. Any commit of this process
empties it (`forget`), so that people see their own changes at once; other processes lag by the time to live.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models.statistics.counting import Seen
from views.kit import locale
from views.kit.metrics import KEPT_PAGES
from views.kit.visitor import VIA

MOST_PAGES = 2_000
Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: its headers, its bytes plain and compressed, what to count, until when."""

    headers: list[tuple[str, str]]
    plain: bytes
    packed: bytes
    etag: str
    seen: Seen | None
    until: float


class PageCache:
    """WSGI middleware. `count(environ, seen)` is called for every page given out, fresh or kept."""

    def __init__(self, app: Any, *, seconds: float, count: Callable[[Environ, Seen], None]) -> None:
        self._app = app
        self._seconds = seconds
        self._count = count
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()

    def forget(self) -> None:
        """Empties the cache."""
        self._pages.clear()

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        # A query makes another page; so does a place where the program is said to be mounted.
        if not is_read or environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"):
            return self._pass(environ, start)
        key = (environ.get("PATH_INFO", ""), locale.of_environ(environ))
        kept = self._pages.get(key)
        if kept is None or kept.until < time.monotonic():
            return self._fresh(key, environ, start)
        KEPT_PAGES.inc()
        return self._give(kept, environ, start)

    def _pass(self, environ: Environ, start: Any) -> Iterable[bytes]:
        """A page that is not kept may still be one that counts."""
        reply: Iterable[bytes] = self._app(environ, start)
        seen = environ.get("xiaopu.keep")
        if isinstance(seen, Seen):
            self._count(environ, seen)
        return reply

    def _fresh(self, key: tuple[str, str], environ: Environ, start: Any) -> Iterable[bytes]:
        held: list[Any] = []
        reply = self._app(environ, lambda status, headers, error=None: held.append((status, headers, error)))
        status, headers, error = held[0]
        keep = environ.get("xiaopu.keep")
        if not keep or not status.startswith("200") or environ["REQUEST_METHOD"] == "HEAD" or _is_personal(headers):
            start(status, headers, error) if error else start(status, headers)
            return reply
        plain = b"".join(reply)
        if hasattr(reply, "close"):
            reply.close()
        kept = self._keep(key, headers, plain, keep if isinstance(keep, Seen) else None)
        return self._give(kept, environ, start)

    def _keep(self, key: tuple[str, str], headers: list[tuple[str, str]], plain: bytes, seen: Seen | None) -> Kept:
        own = {"content-length", "content-encoding", "etag", "cache-control", "vary"}
        etag = f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"'
        kept = Kept(
            headers=[(name, value) for name, value in headers if name.lower() not in own]
            + [("ETag", etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding, Accept-Language, Cookie")],
            plain=plain,
            packed=gzip.compress(plain, 5, mtime=0),
            etag=etag,
            seen=seen,
            until=time.monotonic() + self._seconds,
        )
        if self._seconds > 0:
            self._pages[key] = kept
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return kept

    def _give(self, kept: Kept, environ: Environ, start: Any) -> Iterable[bytes]:
        if kept.seen:
            self._count(environ, kept.seen)
        if environ.get("HTTP_IF_NONE_MATCH") == kept.etag:
            start("304 Not Modified", kept.headers)
            return []
        packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = kept.packed if packed else kept.plain
        extra = [("Content-Length", str(len(body)))] + ([("Content-Encoding", "gzip")] if packed else [])
        start("200 OK", kept.headers + extra)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_personal(headers: list[tuple[str, str]]) -> bool:
    """Whether a reply sets a cookie that is somebody's own; which link a shop was entered by is the same for all."""
    return any(name.lower() == "set-cookie" and not value.startswith(VIA) for name, value in headers)
