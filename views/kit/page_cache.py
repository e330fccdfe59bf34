"""A page cache before Flask: buyers' pages as bytes, for a second (docs/performance.md, Pages).

A view marks its reply with `page.keep`. Only pages without per-visitor bytes may be marked; a stranger's first cookie
is put beside the kept bytes (counting.py). Any commit of this process empties it (`forget`), so that people see their
own changes at once; other processes lag by the time to live, and by the one rendering that follows it: a page that
runs out is rendered by one request while the others get the last one. Where none can be rendered the last bytes go on
(last_pages.py), and looking up leads to them. A setting that changed anywhere empties it within a second or two: `look`
asks for that.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.statistics.seen import Seen
from views.kit import locale
from views.kit.counting import Counting
from views.kit.last_pages import Key, LastPages, close_reply
from views.kit.metrics import note_kept_page
from views.kit.visitor import BEEN, VIA, VISITOR

MOST_PAGES = 2_000
# A cookie may come with it: no cache between us and one browser may give it to another.
PRIVATE = "private, no-cache"
# How long a request waits for another one that renders the same page, before it renders the page itself.
PATIENCE = 1.0
# Of a request in trouble: that nothing of what is silent is asked for it.
SILENT = "xiaopu.silent"
Environ = dict[str, Any]
# The pages that a request leads to, the likeliest first; None where it is a page of its own.
Leads = Callable[[Environ], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: its headers, its bytes plain and compressed with the headers of either, what to count, until when."""

    headers: list[tuple[str, str]]
    plain: bytes
    for_plain: list[tuple[str, str]]
    packed: bytes
    for_packed: list[tuple[str, str]]
    etag: str
    seen: Seen | None
    until: float


class PageCache:
    """WSGI middleware. `counting` is told of every page given out. `look` empties it where it should be emptied.
    `leads` knows where looking up leads while nothing can be asked."""

    def __init__(
        self,
        app: Any,
        *,
        seconds: float,
        counting: Counting,
        look: Callable[[], None] | None = None,
        leads: Leads | None = None,
    ) -> None:
        self._app, self._look = app, look or (lambda: None)
        self._leads = leads or (lambda environ: None)
        self._seconds = seconds
        self._counting = counting
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._forgotten = 0
        # Who renders a page now, and whoever waits for it. A page that was never kept is no affair of the cache.
        self._rendering: dict[Key, threading.Event] = {}
        self._known: OrderedDict[Key, None] = OrderedDict()
        self._lock = threading.Lock()
        # Kept past `forget`, for times of trouble.
        self._last: LastPages[Kept] = LastPages(app, MOST_PAGES)

    def forget(self) -> None:
        """Empties the cache. What is being rendered now may have read what was before: it is not kept."""
        with self._lock:
            self._forgotten += 1
            self._pages.clear()

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        self._counting.shown(environ)
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if self._last.is_in_trouble and is_read and (paths := self._leads(environ)) is not None:
            return self._led(paths, environ, start)
        # A query makes another page; so does a place where the program is said to be mounted.
        if not is_read or environ.get("QUERY_STRING") or environ.get("SCRIPT_NAME"):
            return self._pass(environ, start)
        key = (environ.get("PATH_INFO", ""), locale.of_environ(environ))
        if self._last.is_in_trouble and (last := self._last.of(key)):
            self._last.try_behind(environ)
            return self._give(last, environ, start)
        if key in self._known:
            self._look()
        kept = self._pages.get(key)
        if kept is None or kept.until < time.monotonic():
            kept, is_mine = self._claim(key, kept)
            if kept is None:
                return self._rendered(key, is_mine, environ, start)
        note_kept_page()
        return self._give(kept, environ, start)

    def _led(self, paths: Sequence[str], environ: Environ, start: Any) -> Iterable[bytes]:
        """Leads to the first page that goes on by its last bytes; where there is none, says at once that it cannot be
        found out now. Behind it is found out whether it can be again."""
        language = locale.of_environ(environ)
        found = next((path for path in paths if self._last.of((path, language))), None)
        if found is None:
            self._last.try_behind(environ)
            environ[SILENT] = True
            return self._pass(environ, start)
        self._last.try_behind(environ | {"PATH_INFO": found, "QUERY_STRING": ""})
        place = [("Location", environ.get("SCRIPT_NAME", "") + found), ("Content-Length", "0")]
        start("303 See Other", [*place, ("Cache-Control", "no-store")])
        return []

    def _claim(self, key: Key, last: Kept | None) -> tuple[Kept | None, bool]:
        """The page that another request has or had, or None and whether the others wait for this request."""
        with self._lock:
            rendering = self._rendering.get(key)
            if rendering is None:
                is_mine = key in self._known
                if is_mine:
                    self._rendering[key] = threading.Event()
                return None, is_mine
        if last is not None:
            return last, False
        rendering.wait(PATIENCE)
        return self._pages.get(key), False

    def _rendered(self, key: Key, is_mine: bool, environ: Environ, start: Any) -> Iterable[bytes]:
        try:
            return self._fresh(key, environ, start)
        finally:
            if is_mine:
                with self._lock:
                    self._rendering.pop(key).set()

    def _pass(self, environ: Environ, start: Any) -> Iterable[bytes]:
        """A page that is not kept may still be one that counts."""

        def started(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            headers = self._counted(environ, headers)
            return start(status, headers, error) if error else start(status, headers)

        reply: Iterable[bytes] = self._app(environ, started)
        return reply

    def _counted(self, environ: Environ, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The headers of a page that is not kept, with what comes with counting it."""
        seen = environ.get("xiaopu.keep")
        if not isinstance(seen, Seen):
            return headers
        names = {name.lower() for name, _ in headers}
        given = self._counting.opened(environ, seen, knows=_sets(headers, VISITOR))
        private = [] if "cache-control" in names else [("Cache-Control", PRIVATE)]
        return [*headers, *given, *private]

    def _fresh(self, key: Key, environ: Environ, start: Any) -> Iterable[bytes]:
        forgotten = self._forgotten
        held: list[Any] = []
        reply = self._app(environ, lambda status, headers, error=None: held.append((status, headers, error)))
        status, headers, error = held[0]
        if last := self._last.in_place_of(key, status):
            close_reply(reply)
            return self._give(last, environ, start)
        keep = environ.get("xiaopu.keep")
        if not keep or not status.startswith("200") or environ["REQUEST_METHOD"] == "HEAD" or _is_personal(headers):
            headers = self._counted(environ, headers)
            start(status, headers, error) if error else start(status, headers)
            return reply
        plain = b"".join(reply)
        close_reply(reply)
        kept = self._made(headers, plain, keep if isinstance(keep, Seen) else None)
        self._keep(key, kept, forgotten)
        return self._give(kept, environ, start)

    def _keep(self, key: Key, kept: Kept, forgotten: int) -> None:
        if self._seconds <= 0:
            return
        self._last.keep(key, kept)
        with self._lock:
            self._known[key] = None
            if forgotten == self._forgotten:
                self._pages[key] = kept
            for held in (self._pages, self._known):
                while len(held) > MOST_PAGES:
                    held.popitem(last=False)

    def _made(self, headers: list[tuple[str, str]], plain: bytes, seen: Seen | None) -> Kept:
        own = {"content-length", "content-encoding", "etag", "cache-control", "vary"}
        etag = f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"'
        packed = gzip.compress(plain, 5, mtime=0)
        kept = [(name, value) for name, value in headers if name.lower() not in own]
        kept += [("ETag", etag), ("Cache-Control", PRIVATE), ("Vary", "Accept-Encoding, Accept-Language, Cookie")]
        return Kept(
            headers=kept,
            plain=plain,
            for_plain=[*kept, ("Content-Length", str(len(plain)))],
            packed=packed,
            for_packed=[*kept, ("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")],
            etag=etag,
            seen=seen,
            until=time.monotonic() + self._seconds,
        )

    def _give(self, kept: Kept, environ: Environ, start: Any) -> Iterable[bytes]:
        given = self._counting.opened(environ, kept.seen) if kept.seen else []
        if environ.get("HTTP_IF_NONE_MATCH") == kept.etag:
            start("304 Not Modified", kept.headers + given)
            return []
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, headers = kept.packed, kept.for_packed
        else:
            body, headers = kept.plain, kept.for_plain
        start("200 OK", headers + given)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_personal(headers: list[tuple[str, str]]) -> bool:
    """Whether a reply sets a cookie that is somebody's own; which link a shop was entered by, and that it was opened,
    is the same for all."""
    return any(name.lower() == "set-cookie" and not value.startswith((VIA, BEEN)) for name, value in headers)


def _sets(headers: list[tuple[str, str]], name: str) -> bool:
    return any(header.lower() == "set-cookie" and value.startswith(f"{name}=") for header, value in headers)
