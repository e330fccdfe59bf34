"""Kept pages: given out without touching the program, one a language, forgotten when something changes here."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlmodel import select

from config import Config
from models.account.member import Member
from models.kernel.ring import Ring
from models.statistics.counting import VisitCounter
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, cookie, open_stall
from views.kit import store
from views.kit.counting import Counting
from views.kit.house import House
from views.kit.page_cache import PageCache
from views.kit.visitor_keys import VisitorKeys

NOBODY = Counting(lambda note: None, VisitorKeys(Ring.of("secret"), lambda: "secret"), is_https=False)
pytestmark = ON_SQLITE
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """Pages are kept for longer than any test runs."""
    limit = "9 per minute"
    return Config(env="test", data=tmp_path, database_url=database_url, page_cache_seconds=600, lookup_limit=limit)


@pytest.fixture
def stall(house: House) -> Stall:
    house.visits = VisitCounter(house.database, interval=3600)
    return open_stall(house)


def test_a_kept_page_stays_until_it_is_forgotten(app: Flask, stall: Stall, buyer: Person) -> None:
    first = buyer.get(stall.page)
    stall.change(title="改了名的茶")
    assert buyer.get(stall.page).data == first.data
    app.extensions["page_cache"].forget()
    assert "改了名的茶" in buyer.get(stall.page).text.replace("<wbr>", "")


def test_a_kept_page_needs_no_database(house: House, stall: Stall, buyer: Person) -> None:
    kept = [buyer.get(url).data for url in (f"/{stall.number}", stall.page)]
    with house.database.transaction() as session:
        session.execute(text("ALTER TABLE shop RENAME TO away"))
    assert [buyer.get(url).data for url in (f"/{stall.number}", stall.page)] == kept


def test_a_change_made_here_is_seen_at_once(app: Flask, stall: Stall, buyer: Person) -> None:
    buyer.get(stall.page)
    stall.change(stock=3)
    Person(app).post("/cart", stall.form)
    assert "剩 3 件" in buyer.get(stall.page).text


def test_each_language_has_its_own(stall: Stall, buyer: Person) -> None:
    assert 'lang="zh-CN"' in buyer.get(stall.page).text
    assert 'lang="en"' in buyer.get(stall.page, headers=ENGLISH).text
    assert 'lang="zh-CN"' in buyer.get(stall.page).text
    buyer.client.set_cookie("lang", "en")
    assert 'lang="en"' in buyer.get(stall.page).text


@pytest.mark.parametrize("kept", [False, True])
def test_etag_gzip_and_head(stall: Stall, buyer: Person, kept: bool) -> None:
    if kept:
        buyer.get(stall.page)
    plain = buyer.get(stall.page)
    packed = buyer.client.get(stall.page, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    head = buyer.client.head(stall.page)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(plain.data)))
    again = buyer.get(stall.page, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", plain.headers["ETag"])
    assert buyer.get(stall.page, headers={"If-None-Match": '"other"'}).status_code == 200
    assert plain.headers["Content-Security-Policy"]


def test_the_first_head_request_has_no_body_either(stall: Stall, buyer: Person) -> None:
    head = buyer.client.head(stall.page)
    assert (head.status_code, head.data) == (200, b"")


def test_visits_of_kept_pages_count(app: Flask, house: House, stall: Stall) -> None:
    code = stall.link()
    one, other = Person(app), Person(app)
    for browser in (one, other, one, other):
        browser.get(f"/q/{code}")
    assert house.visits.flush() == 2


def test_a_strangers_first_cookie_is_beside_the_kept_bytes(app: Flask, stall: Stall) -> None:
    first, second, back = (Person(app).get(f"/{stall.number}") for _ in range(3))
    assert first.data == second.data == back.data
    assert len({reply.headers["ETag"] for reply in (first, second, back)}) == 1
    assert len({cookie(reply, "visitor") for reply in (first, second, back)}) == 3
    # No cache that several people share may hand one's cookie to another.
    assert first.headers["Cache-Control"].startswith("private")
    known = Person(app)
    known.get(f"/{stall.number}")
    again = known.get(f"/{stall.number}")
    assert cookie(again, "visitor") == cookie(again, "arrival") == ""


def test_a_kept_landing_still_says_by_which_link_one_came(stall: Stall, app: Flask) -> None:
    code = stall.link()
    for _ in range(2):
        assert cookie(Person(app).get(f"/q/{code}"), f"via{stall.number}")


def test_pages_that_are_somebodys_own_are_never_kept(stall: Stall, buyer: Person, app: Flask) -> None:
    buyer.post("/cart", stall.form)
    assert stall.goods in buyer.get("/cart").text
    assert stall.goods not in Person(app).get("/cart").text


def test_a_keepers_session_is_handed_to_nobody(app: Flask, keeper: Person) -> None:
    keeper.client.delete_cookie("session")
    keeper.get(f"/{keeper.shop_number}")
    attacker = Person(app)
    given = attacker.get(f"/{keeper.shop_number}").headers.getlist("Set-Cookie")
    # That the shop was opened is the same for all; the others are the attacker's own.
    assert [one.partition("=")[0] for one in given] == [f"been{keeper.shop_number}", "visitor", "arrival"]
    assert attacker.get("/console").status_code == 303


def test_a_reply_with_somebodys_cookie_is_never_kept(app: Flask, buyer: Person) -> None:
    def counts_calls(environ, start):  # type: ignore[no-untyped-def]
        calls.append(environ["PATH_INFO"])
        environ["xiaopu.keep"] = True
        cookies = [("Set-Cookie", "via258147=A")] if environ["PATH_INFO"] == "/link" else [("Set-Cookie", "session=x")]
        start("200 OK", [("Content-Type", "text/plain"), *cookies])
        return [b"page"]

    calls: list[str] = []
    cache = PageCache(counts_calls, seconds=600, counting=NOBODY)
    app.wsgi_app = cache  # type: ignore[method-assign,assignment]
    for _ in range(2):
        buyer.get("/link")
        buyer.get("/mine")
    assert calls == ["/link", "/mine", "/mine"]


def test_misses_use_the_limit_up_and_hits_do_not(stall: Stall, buyer: Person) -> None:
    for n in range(30):
        assert buyer.get(f"/{stall.number}?page={n + 1}").status_code == 200
        assert buyer.get(f"/find?q={stall.number}").status_code == 303
    answers = [buyer.get(f"/{100_000 + n}").status_code for n in range(12)]
    assert answers == [404] * 9 + [429] * 3
    # All the ways of looking a number up share one budget.
    assert [buyer.get(f"/find?q={100_000 + n}").status_code for n in range(3)] == [429] * 3


def test_what_fails_after_a_commit_does_not_call_it_unsaved(app: Flask, house: House) -> None:
    def gone() -> None:
        raise ConnectionError("no queue")

    later: list[str] = []

    @app.post("/made-for-this-test")
    def change() -> str:
        make_member(store.session(), name="留下的人")
        store.after_commit(gone)
        store.after_commit(lambda: later.append("the next one still runs"))
        return "kept"

    reply = app.test_client().post("/made-for-this-test")
    assert (reply.status_code, reply.text) == (200, "kept")
    assert later
    with house.database.reading() as session:
        assert [one.name for one in session.exec(select(Member))] == ["留下的人"]
