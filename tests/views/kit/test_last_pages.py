"""Kept pages go on by their last bytes while what they stand on is gone, and are fresh again by themselves."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from models.kernel.ring import Ring
from views.kit import last_pages
from views.kit.counting import Counting
from views.kit.page_cache import SILENT, PageCache
from views.kit.visitor_keys import VisitorKeys

NOBODY = Counting(lambda note: None, VisitorKeys(Ring.of("secret"), lambda: "secret"), is_https=False)


class Program:
    """Gives a page that says which one it is; 503 or another status while it is told to; may be held."""

    def __init__(self) -> None:
        self.status = "200 OK"
        self.asked: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ["PATH_INFO"])
        assert self.may_go_on.wait(20)
        environ["xiaopu.keep"] = self.status.startswith("200")
        start(self.status, [("Content-Type", "text/plain")])
        return [f"{self.status} {len(self.asked)}".encode()]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr(last_pages, "TRY_SECONDS", 0.01)
    return Program()


@pytest.fixture
def cache(program: Program) -> PageCache:
    return PageCache(program, seconds=60, counting=NOBODY)


def ask(cache: PageCache, path: str = "/258147", **more: str) -> tuple[str, bytes]:
    """The status and the bytes."""
    told: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path} | more
    return (b"".join(cache(environ, lambda status, *_: told.append(status))), told[0])[::-1]


def until(holds: Callable[[], bool]) -> None:
    """Waits for what another thread does."""
    patience = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < patience
        time.sleep(0.005)


def test_a_page_goes_on_by_its_last_bytes_and_is_fresh_again_by_itself(cache: PageCache, program: Program) -> None:
    assert ask(cache) == ("200 OK", b"200 OK 1")
    cache.forget()
    program.status = "503 Service Unavailable"
    assert ask(cache) == ("200 OK", b"200 OK 1")
    assert ask(cache, "/139046")[0] == "503 Service Unavailable", "what nobody had cannot go on"
    program.status = "200 OK"

    def is_fresh() -> bool:
        cache.forget()
        return ask(cache)[1] != b"200 OK 1"

    until(is_fresh)


def test_in_trouble_nobody_waits_who_can_have_the_last_bytes(cache: PageCache, program: Program) -> None:
    ask(cache)
    cache.forget()
    program.status = "503 Service Unavailable"
    ask(cache)
    program.may_go_on.clear()
    begun = len(program.asked)
    for _ in range(20):
        assert ask(cache, HTTP_COOKIE="session=somebody") == ("200 OK", b"200 OK 1")
    assert len(program.asked) <= begun + 1, "one page is tried, behind them"
    program.may_go_on.set()


@pytest.mark.parametrize("status", ["404 NOT FOUND", "410 GONE", "500 INTERNAL SERVER ERROR", "303 SEE OTHER"])
def test_any_other_answer_is_given_as_it_is(cache: PageCache, program: Program, status: str) -> None:
    ask(cache)
    cache.forget()
    program.status = status
    assert ask(cache)[0] == status


def test_last_bytes_are_too_old_at_some_time(
    cache: PageCache, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cache)
    cache.forget()
    program.status = "503 Service Unavailable"
    monkeypatch.setattr(last_pages, "STALE_SECONDS", -1.0)
    assert ask(cache)[0] == "503 Service Unavailable"


class Looking:
    """Leads by the number that stands in the query, as the lookup box does."""

    def __call__(self, environ: dict[str, Any]) -> list[str] | None:
        query = environ.get("QUERY_STRING", "")
        return [f"/{query.removeprefix('q=')}"] if environ["PATH_INFO"] == "/find" else None


def test_looking_up_leads_to_a_page_that_goes_on_and_asks_nothing(program: Program) -> None:
    cache = PageCache(program, seconds=60, counting=NOBODY, leads=Looking())
    ask(cache)
    assert ask(cache, "/find", QUERY_STRING="q=258147")[0] == "200 OK", "the page of its own, as long as all is well"
    cache.forget()
    program.status = "503 Service Unavailable"
    ask(cache)
    program.may_go_on.clear()
    assert ask(cache, "/find", QUERY_STRING="q=258147") == ("303 See Other", b"")
    program.may_go_on.set()


def test_looking_up_what_nobody_had_is_told_that_nothing_answers(program: Program) -> None:
    marked: list[bool] = []

    def telling(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        marked.append(bool(environ.get(SILENT)))
        return program(environ, start)

    cache = PageCache(telling, seconds=60, counting=NOBODY, leads=Looking())
    ask(cache)
    cache.forget()
    program.status = "503 Service Unavailable"
    ask(cache)
    marked.clear()
    assert ask(cache, "/find", QUERY_STRING="q=139046")[0] == "503 Service Unavailable"
    assert True in marked, "the page is told that nothing answers"


def test_looking_up_alone_finds_out_that_all_is_well_again(program: Program) -> None:
    cache = PageCache(program, seconds=60, counting=NOBODY, leads=Looking())
    ask(cache)
    cache.forget()
    program.status = "503 Service Unavailable"
    ask(cache)
    program.status = "200 OK"
    until(lambda: ask(cache, "/find", QUERY_STRING="q=258147")[0] == "200 OK")
