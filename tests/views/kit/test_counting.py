"""Who a visit is counted for: people by the cookie they show, strangers by their address, machines not at all."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from models.kernel.clock import now
from models.link.link import Link
from models.report.shop.today import today
from models.shop.shop import Shop
from models.statistics.counting import VisitCounter
from models.statistics.visit import Visit
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, open_stall
from views.kit.counting import cookie
from views.kit.house import House
from views.kit.visitor_keys import signer

pytestmark = ON_SQLITE
WECHAT = "Mozilla/5.0 (Linux; Android 13; V2241A) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0"
PICTURE = "/static/img/nothing-of-that-name.svg"


@pytest.fixture
def stall(house: House) -> Stall:
    house.visits = VisitCounter(house.database, interval=3600)
    return open_stall(house)


class Browser(Person):
    """One with an address and an agent of its own; `keeps` says whether it takes cookies."""

    def __init__(self, app: Flask, address: str, agent: str = WECHAT, *, keeps: bool = True) -> None:
        super().__init__(app)
        self.client = app.test_client(use_cookies=keeps)
        self.client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}

    def look(self, url: str, **headers: str) -> None:
        """The page, then one of its pictures."""
        self.get(url, headers=headers)
        self.get(PICTURE)


def visits(house: House) -> int:
    """How often the link was opened, by its own count; which is the number of its rows."""
    house.visits.flush()
    with house.database.reading() as session:
        count = session.exec(select(Link.visits)).one()
        assert count == len(session.exec(select(Visit).where(col(Visit.link_id).is_not(None))).all())
    return count


def test_many_agents_without_cookies_behind_one_address_are_one_visitor(app: Flask, house: House, stall: Stall) -> None:
    url = f"/Q/{stall.link()}"
    for n in range(120):
        Browser(app, "203.0.113.80", f"{WECHAT} Build/{n}", keeps=False).look(url)
    assert visits(house) == 1
    for n in range(1, 9):
        # One customer's IPv6 network is one address.
        Browser(app, f"2001:db8:7:7::{n:x}", keeps=False).look(url)
    assert visits(house) == 2
    Browser(app, "2001:db8:7:8::1", keeps=False).look(url)
    assert visits(house) == 3


def test_a_campus_behind_one_address_is_as_many_people_as_it_has(app: Flask, house: House, stall: Stall) -> None:
    url = f"/Q/{stall.link()}"
    people = [Browser(app, "198.51.100.4") for _ in range(25)]
    for person in people:
        person.look(url)
    assert visits(house) == 25
    for person in people[:10]:
        person.look(url)
    assert visits(house) == 25
    with house.database.reading() as session:
        day, _ = today(session, session.exec(select(Shop)).one(), at=now())
    assert (day.visits, day.visitors) == (25, 25)


def test_the_cookie_decides_also_where_the_address_changes(app: Flask, house: House, stall: Stall) -> None:
    url = f"/q/{stall.link()}"
    walking = Browser(app, "192.0.2.1")
    walking.get(url)
    for n in range(2, 8):
        walking.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        walking.look(url)
    assert visits(house) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
    ],
)
def test_what_a_browser_fetches_ahead_of_need_is_no_visit(
    app: Flask, house: House, stall: Stall, headers: dict[str, str]
) -> None:
    url = f"/Q/{stall.link()}"
    for _ in range(2):
        reply = Browser(app, "192.0.2.1").get(url, headers=headers)
        assert reply.status_code == 200
        assert cookie_named(reply, "visitor") == ""
    assert visits(house) == 0


@pytest.mark.parametrize("url", ["/q/{code}", "/{number}", "/{number}?page=1", "/find?q={number}"])
def test_asking_for_headers_only_is_no_visit(app: Flask, house: House, stall: Stall, url: str) -> None:
    url = url.format(code=stall.link(), number=stall.number)
    asked = Browser(app, "192.0.2.1")
    asked.client.head(url)
    asked.get(url)
    asked.client.head(url)
    house.visits.flush()
    with house.database.reading() as session:
        assert len(session.exec(select(Visit)).all()) == 1


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; Sogou web spider/4.0)",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
        "Wget/1.21",
        "",
    ],
)
def test_crawlers_and_previews_raise_no_figure(app: Flask, house: House, stall: Stall, agent: str) -> None:
    machine = Browser(app, "192.0.2.1", agent)
    for url in (f"/Q/{stall.link()}", f"/{stall.number}", stall.page, f"/find?q={stall.number}"):
        machine.look(url)
    assert visits(house) == 0
    with house.database.reading() as session:
        assert session.exec(select(Visit)).all() == []
    # Whoever sits behind the same address is counted all the same.
    Browser(app, "192.0.2.1").look(f"/Q/{stall.link()}")
    assert visits(house) == 1


def test_what_keepers_open_of_their_own_shops_is_no_visit(app: Flask, house: House, keeper: Person) -> None:
    house.visits = VisitCounter(house.database, interval=3600)
    stranger = Browser(app, "192.0.2.1")
    keeper.get("/console")
    for person in (keeper, stranger, keeper):
        person.get(f"/{keeper.shop_number}")
    assert house.visits.flush() == 1
    stall = open_stall(house, name="别家")
    keeper.get(f"/{stall.number}")
    assert house.visits.flush() == 1


def test_a_visitor_cookie_that_we_did_not_sign_is_an_address(app: Flask, house: House, stall: Stall) -> None:
    url = f"/q/{stall.link()}"
    for n in range(6):
        browser = Browser(app, "203.0.113.9")
        browser.get(url)
        given = browser.client.get_cookie("visitor")
        assert given is not None
        browser.client.set_cookie("visitor", f"{given.decoded_value[:-2]}{n:02d}")
        browser.get(PICTURE)
        browser.get(url)
    assert visits(house) == 1


def test_an_arrival_that_was_made_up_counts_no_more_than_opening_the_page(
    app: Flask, house: House, stall: Stall
) -> None:
    code = stall.link()
    browser = Browser(app, "203.0.113.9")
    browser.look(f"/q/{code}")
    given = browser.client.get_cookie("arrival")
    assert given is not None
    _, hour, mine = given.decoded_value.split("~")
    made_up = [
        f"link:{code}~{int(hour) - 30}~{mine}",
        f"link:{code}~{int(hour) + 1}~{mine}",
        f"link:NOSUCH00~{hour}~{mine}",
        f"shop:12345678901234567890~{hour}~{mine}",
        f"goods:{'9' * 6}/A~{hour}~{mine}",
        f"page:{'x' * 300}~{hour}~{mine}",
        f"link:{code}~{hour}~{'z' * 900}",
        f"link:\u00e9~{hour}~{mine}",
        "~~",
        "link",
    ]
    for each in made_up:
        browser.client.set_cookie("arrival", each)
        assert browser.get(f"/{stall.number}").status_code == 200
        assert visits(house) == 1
    browser.client.set_cookie("arrival", f"link:{code}~{hour}~{'0' * 16}")
    browser.get(PICTURE)
    assert visits(house) == 1


def test_the_cookie_of_a_first_page_is_the_one_that_a_cart_lies_under(app: Flask, stall: Stall) -> None:
    browser = Browser(app, "203.0.113.9")
    given = cookie_named(browser.get(stall.page), "visitor")
    assert signer(app.extensions["xiaopu"].config.ring).unsign(given)
    browser.post("/cart", stall.form)
    kept = browser.client.get_cookie("visitor")
    assert kept is not None
    assert kept.decoded_value == given


def test_a_cookie_is_read_by_its_exact_name(app: Flask) -> None:
    cookies = "xvisitor=1; visitor=a.b; visitor2=3; empty="
    assert [cookie(cookies, name) for name in ("visitor", "visit", "empty", "visitor2")] == ["a.b", "", "", "3"]


def cookie_named(reply: Any, name: str) -> str:
    """What a reply sets a cookie to."""
    given = [one.partition(";")[0].partition("=") for one in reply.headers.getlist("Set-Cookie")]
    return next((value for key, _, value in given if key == name), "")
