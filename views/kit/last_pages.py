"""The last bytes of pages, for times in which none can be rendered because what they stand on is gone (503)."""

import io
import threading
import time
from collections import OrderedDict
from typing import Any, Generic, TypeVar

# How long a page goes on by its last bytes, and how often it is tried whether one can be rendered again.
STALE_SECONDS, TRY_SECONDS = 3600.0, 1.0
# Of no use to whoever only asks whether a page can be rendered.
_PERSONAL = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_AUTHORIZATION")
Key = tuple[str, str]
Page = TypeVar("Page")


class LastPages(Generic[Page]):
    """One for each process, of at most so many pages. In trouble, whoever wants a page gets its last bytes at once, and
    one page is tried behind them."""

    def __init__(self, app: Any, most: int) -> None:
        self._app = app
        self._most = most
        self._pages: OrderedDict[Key, tuple[Page, float]] = OrderedDict()
        self._lock = threading.Lock()
        self._is_trying = False
        self.is_in_trouble = False

    def keep(self, key: Key, page: Page) -> None:
        """A page as it was just rendered."""
        with self._lock:
            self._pages[key] = (page, time.monotonic())
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def of(self, key: Key) -> Page | None:
        """A page as it was last, where that is not too long ago."""
        page, at = self._pages.get(key, (None, 0.0))
        return page if time.monotonic() < at + STALE_SECONDS else None

    def in_place_of(self, key: Key, status: str) -> Page | None:
        """What is given instead of an answer with this status; None where the answer itself is."""
        last = self.of(key) if status.startswith("503") else None
        self.is_in_trouble = self.is_in_trouble or last is not None
        return last

    def try_behind(self, environ: dict[str, Any]) -> None:
        """Whether pages can be rendered again is found out by none of those who wait for one."""
        with self._lock:
            if self._is_trying:
                return
            self._is_trying = True
        asked = {name: value for name, value in environ.items() if name not in _PERSONAL}
        asked |= {"wsgi.input": io.BytesIO(), "REQUEST_METHOD": "GET"}
        threading.Thread(target=self._try, args=(asked,), daemon=True).start()

    def _try(self, asked: dict[str, Any]) -> None:
        held: list[str] = []
        try:
            reply = self._app(asked, lambda status, headers, error=None: held.append(status))
            close_reply(reply)
            self.is_in_trouble = held[0].startswith("503")
            if self.is_in_trouble:
                time.sleep(TRY_SECONDS)
        finally:
            self._is_trying = False


def close_reply(reply: Any) -> None:
    """What WSGI asks of whoever does not pass a reply on."""
    if hasattr(reply, "close"):
        reply.close()
