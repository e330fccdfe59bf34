"""What is kept is said to everybody, with the days that are in force, and no page asks another site for anything."""

import re

from flask import Flask

from models.kernel.rules import DEFAULT
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


def test_everybody_reads_what_is_kept_and_for_how_long(app: Flask) -> None:
    page = Person(app).get("/privacy")
    assert page.status_code == 200 and "Set-Cookie" not in page.headers
    kept = (DEFAULT.visit_days, DEFAULT.counting_days, DEFAULT.link_days, DEFAULT.sign_in_days, DEFAULT.document_days)
    for days in kept:
        assert f"{days} 天" in page.text


def test_public_pages_ask_no_other_site(app: Flask) -> None:
    for place in ("/", "/privacy", "/ledger", "/cart", "/orders", "/mine", "/sign-in", "/sign-up"):
        page = Person(app).get(place)
        policy = page.headers["Content-Security-Policy"]
        assert "http" not in policy.replace("upgrade-insecure-requests", "")
        assert not re.search(r'<(?:img|script|iframe|source)[^>]+src="(?:https?:)?//', page.text)
        assert not re.search(r'<link[^>]+rel="stylesheet"[^>]+href="(?:https?:)?//', page.text)


def test_who_left_something_sees_it_and_erases_it(buyer: Person, stranger: Person, house: House) -> None:
    stall = open_stall(house)
    for one in (buyer, stranger):
        one.post("/cart", stall.form)
        one.post(f"/{stall.number}/follow")
    assert "购物车里的东西" in buyer.get("/privacy").text
    assert "服务器上的也抹掉" in buyer.get("/mine").text
    assert "购物车里的东西" not in Person(buyer.client.application).get("/privacy").text
    for _ in range(2):
        reply = buyer.post("/privacy/erase")
        assert (reply.status_code, reply.location) == (303, "/privacy?erased=1#left")
    page = buyer.get("/privacy?erased=1").text
    assert "抹掉了" in page and "购物车里的东西" not in page
    assert (buyer.get("/mine/marks").json or {})["cart"] == 0
    assert (stranger.get("/mine/marks").json or {})["cart"] == 1
    assert "抹掉了" not in stranger.get("/privacy?erased=1").text


def test_nothing_is_erased_by_a_look_or_by_another_site(buyer: Person, house: House) -> None:
    buyer.post("/cart", open_stall(house).form)
    assert buyer.get("/privacy/erase").status_code == 405
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert buyer.client.post("/privacy/erase", headers=header).status_code == 403
    assert (buyer.get("/mine/marks").json or {})["cart"] == 1
