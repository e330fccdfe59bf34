"""Headers, cookies, and the pages for what went wrong."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from config import Config
from tests.given.factories import PASSWORD, make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, buy, cookie, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE
ROOT = Path(__file__).resolve().parents[3]
IN_ENGLISH = pytest.mark.skipif(not (ROOT / "translations/en/LC_MESSAGES/messages.mo").exists(), reason="not compiled")


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def test_every_reply_carries_the_headers(stall: Stall, buyer: Person) -> None:
    for url in ("/", stall.page, "/999999", "/sign-in", "/cart", "/static/css/base.css", "/healthz", "/nowhere"):
        headers = buyer.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "Strict-Transport-Security" not in headers


@pytest.fixture
def secure(tmp_path: Path, database_url: str) -> Flask:
    """The same network behind https."""
    return create_app(Config(env="test", data=tmp_path, database_url=database_url, public_url="https://p.example"))


def test_cookies_are_guarded(secure: Flask, house: House, stall: Stall, keeper: Person) -> None:
    code, buyer = stall.link(), Person(secure)
    replies = [buyer.get(f"/q/{code}"), buyer.post("/cart", stall.form), buyer.post("/language", {"language": "en"})]
    visitor, badge = cookie(replies[1], "visitor"), cookie(replies[1], "cart_count")
    for line in (visitor, cookie(replies[0], f"via{stall.number}"), badge, cookie(replies[2], "lang")):
        assert "Secure" in line
        assert "SameSite=Lax" in line
    assert "HttpOnly" in visitor
    assert "HttpOnly" not in badge
    assert badge.startswith("cart_count=1;")
    assert "max-age" in buyer.get("/").headers["Strict-Transport-Security"]


def test_the_cookies_of_a_sign_in_are_guarded(secure: Flask, house: House) -> None:
    with house.database.transaction() as session:
        phone = make_member(session).phone
    https = {"base_url": "https://p.example", "headers": {"Referer": "https://p.example/sign-in"}}
    person = Person(secure)
    person.get("/sign-in", base_url="https://p.example")
    form = {"csrf_token": person.token, "phone": phone, "password": PASSWORD}
    reply = person.client.post("/sign-in", data=form, **https)
    assert reply.status_code == 303
    for name in ("session", "remember_token"):
        line = cookie(reply, name)
        assert "Secure" in line, name
        assert "HttpOnly" in line, name
        assert "SameSite=Lax" in line, name


def test_forms_of_other_sites_are_refused(stall: Stall, app: Flask) -> None:
    for headers, status in (
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Referer": "http://localhost/258147"}, 303),
        ({"Referer": "https://evil.example/localhost"}, 403),
        ({"Origin": "https://evil.example", "Referer": "http://localhost/"}, 403),
    ):
        reply = app.test_client().post("/cart", data=stall.form, headers=headers)
        assert (headers, reply.status_code) == (headers, status)
        assert ("visitor=" in str(reply.headers)) == (status == 303)


def test_no_buyers_form_is_taken_from_elsewhere(stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall)
    for url in ("/cart", "/cart/lines/X", "/checkout", f"{place}/cancellation", f"{place}/payment", "/language"):
        reply = buyer.client.post(url, headers={"Origin": "https://evil.example"})
        assert reply.status_code == 403, url


def test_what_went_wrong_is_said_kindly_with_the_way_out(buyer: Person) -> None:
    for method, url, status, words in (
        ("GET", "/nowhere", 404, "这里没有东西"),
        ("GET", "/orders/guess", 404, "这里没有东西"),
        ("POST", "/999999", 405, "不能这样打开"),
        ("POST", "/sign-in", 400, "这一页放太久了"),
    ):
        reply = buyer.client.open(url, method=method)
        assert (url, reply.status_code, words in reply.text) == (url, status, True)
        assert 'href="/"' in reply.text
        assert "<h1" in reply.text


@IN_ENGLISH
@pytest.mark.parametrize("url", ["/nowhere", "/orders/guess", "/999999"])
def test_it_is_said_in_english_too(buyer: Person, url: str) -> None:
    page = buyer.get(url, headers={"Accept-Language": "en"}).text
    assert 'lang="en"' in page
    assert "没有" not in page


def test_a_form_that_is_no_text_is_refused(stall: Stall, buyer: Person) -> None:
    assert buyer.post("/cart", stall.form | {"goods": "A\0B"}).status_code == 400


def test_a_fault_of_ours_says_nothing_secret(tmp_path: Path, database_url: str, house: House) -> None:
    running = create_app(
        Config(env="development", data=tmp_path, database_url=database_url, page_cache_seconds=0, secret_key="top" * 12)
    )
    with house.database.transaction() as session:
        session.execute(text("ALTER TABLE shop RENAME TO away"))
    reply = Person(running).get("/258147")
    assert reply.status_code == 500
    assert "是我们出了错" in reply.text
    for secret in ("shop", "sqlite", "Traceback", "topttop", "SELECT", str(tmp_path)):
        assert secret not in reply.text.replace("/static", "").replace("shop-", ""), secret


def test_the_test_gateway_says_so_on_every_page(stall: Stall, buyer: Person, tmp_path: Path, database_url: str) -> None:
    for url in ("/", stall.page, "/cart"):
        assert "测试通道" in buyer.get(url).text
    without = create_app(Config(env="test", data=tmp_path, database_url=database_url, gateways=("cod",)))
    assert "测试通道" not in Person(without).get(stall.page).text
    assert Person(without).get("/cashier/ANYTHING").status_code == 404
    assert Person(without).post("/pay/test/notify").status_code == 404
