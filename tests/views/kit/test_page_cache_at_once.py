"""Many who ask for one kept page at once, and changes in the middle of a rendering."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from models.kernel.ring import Ring
from views.kit.counting import Counting
from views.kit.page_cache import PageCache
from views.kit.visitor_keys import VisitorKeys

NOBODY = Counting(lambda note: None, VisitorKeys(Ring.of("secret"), lambda: "secret"), is_https=False)


def _page(environ: dict[str, Any], start: Any, body: bytes) -> list[bytes]:
    environ["xiaopu.keep"] = True
    start("200 OK", [("Content-Type", "text/plain")])
    return [body]


def _asked(cache: PageCache, path: str = "/258147") -> bytes:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
    return b"".join(cache(environ, lambda *told: None))


def test_a_page_that_runs_out_is_rendered_once_while_the_others_get_the_last_one() -> None:
    rendered: list[bytes] = []
    entered, go_on = threading.Event(), threading.Event()
    go_on.set()

    def program(environ: dict[str, Any], start: Any) -> list[bytes]:
        rendered.append(b"%d" % len(rendered))
        body = rendered[-1]
        entered.set()
        go_on.wait(20)
        return _page(environ, start, body)

    cache = PageCache(program, seconds=0.05, counting=NOBODY)
    assert _asked(cache) == b"0"
    time.sleep(0.06)
    entered.clear()
    go_on.clear()
    with ThreadPoolExecutor(9) as people:
        first = people.submit(_asked, cache)
        assert entered.wait(20)
        others = [people.submit(_asked, cache) for _ in range(8)]
        assert [other.result(20) for other in others] == [b"0"] * 8
        go_on.set()
        assert first.result(20) == b"1"
    assert rendered == [b"0", b"1"]


def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    words = [b"old"]
    cache: PageCache

    def program(environ: dict[str, Any], start: Any) -> list[bytes]:
        body = words[0]
        if body == b"old":
            # Another request commits while this page is being rendered.
            words[0] = b"new"
            cache.forget()
        return _page(environ, start, body)

    cache = PageCache(program, seconds=60, counting=NOBODY)
    assert _asked(cache) == b"old"
    assert _asked(cache) == b"new"
    assert _asked(cache) == b"new"


def test_a_page_that_fails_leaves_nobody_waiting() -> None:
    answers = iter([b"first", None, b"third"])

    def program(environ: dict[str, Any], start: Any) -> list[bytes]:
        body = next(answers)
        if body is None:
            raise ValueError
        return _page(environ, start, body)

    cache = PageCache(program, seconds=0.01, counting=NOBODY)
    assert _asked(cache) == b"first"
    time.sleep(0.02)
    with pytest.raises(ValueError):
        _asked(cache)
    assert _asked(cache) == b"third"
