"""Nearby for buyers: by the place that the browser shows, by district, and nothing of the place left anywhere."""

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlmodel import select

import views.buyer.nearby
from config import Config
from models.feed.nearby.placing import SaidPlace, place_shop
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.earth.point import EarthPoint
from models.kernel.rules import DEFAULT
from models.shop.opening import shop_numbered
from models.shop.shop import Shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

SHOP_AT = EarthPoint(30.2511, 120.1423)
# Where a buyer stands: digits that nothing else has.
HERE = "30.261873,120.151976"
TRACES = ("30.261", "120.151", "261873", "151976")


@pytest.fixture
def placed(house: House, keeper: Person) -> int:
    """The keeper's shop, which can be found around SHOP_AT; its number."""
    with house.database.transaction() as session:
        shop = shop_numbered(session, keeper.shop_number)
        assert shop is not None
        act = Act.keeper(shop.keeper, now())
        place_shop(session, shop, SaidPlace("330106", SHOP_AT, "map"), act, rules=DEFAULT)
    return keeper.shop_number


@ON_SQLITE
def test_around_a_place_and_by_district(app: Flask, placed: int) -> None:
    around = Person(app).post("/nearby", {"where": HERE, "datum": "wgs84"})
    assert (around.status_code, around.headers["Cache-Control"]) == (200, "no-store")
    assert f"/{placed}" in around.text
    assert "约 2 公里" in around.text or "约 1 公里" in around.text
    listed = Person(app).get("/nearby?province=330000&city=330100&district=330106")
    assert f"/{placed}" in listed.text
    assert "公里" not in re.sub(r"看 .{1,4} 公里以内", "", listed.text)
    assert f"/{placed}" not in Person(app).get("/nearby?province=330000&city=330100&district=330105").text
    assert f"/{placed}" not in Person(app).get("/nearby").text


@ON_SQLITE
def test_far_away_and_at_sea_are_kind_and_empty(app: Flask, placed: int) -> None:
    for where in ("10, 160", "90 0", "-90 180", "-16.8 179.999", "0 0"):
        reply = Person(app).post("/nearby", {"where": where, "datum": "wgs84"})
        assert reply.status_code == 200
        assert "还没有愿意露面的小铺" in reply.text


@ON_SQLITE
def test_what_is_no_place_is_not_said_back(app: Flask, placed: int) -> None:
    for where in ("", "NaN,NaN", "1e400, 3", "666777888", "<b>", "9" * 5000, f"{HERE} {HERE}"):
        reply = Person(app).post("/nearby", {"where": where, "datum": "wgs84"})
        assert reply.status_code == 422
        assert "位置看不懂" in reply.text
        assert "666777888" not in reply.text
    assert Person(app).post("/nearby", {"where": HERE, "datum": "mars"}).status_code == 422
    assert Person(app).post("/nearby").status_code == 422
    for odd in ("?district=999999", "?district=%00x", "?province=330000&district=abc", "?page=2"):
        assert Person(app).get(f"/nearby{odd}").status_code in (200, 400)


@ON_SQLITE
def test_only_these_pages_may_ask_where_one_is(app: Flask, keeper: Person) -> None:
    assert "geolocation=(self)" in Person(app).get("/nearby").headers["Permissions-Policy"]
    assert "geolocation=(self)" in keeper.get("/console/place").headers["Permissions-Policy"]
    for page in ("/", "/find", "/cart"):
        assert "geolocation=()" in Person(app).get(page).headers["Permissions-Policy"]


@ON_SQLITE
def test_a_form_of_another_site_is_refused(app: Flask, placed: int) -> None:
    reply = Person(app).client.post("/nearby", data={"where": HERE}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403


def test_a_buyers_place_is_left_nowhere(
    app: Flask, house: House, placed: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the reply, its headers and cookies, the log, the figures, the database and the files; nor when the program
    fails in the middle."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    seen: list[str] = []
    with caplog.at_level(logging.DEBUG):
        buyer = Person(app)
        replies = [
            buyer.post("/nearby", {"where": HERE, "datum": "wgs84"}),
            buyer.post("/nearby", {"where": f"{HERE} x 7", "datum": "wgs84"}),
        ]
        with monkeypatch.context() as broken:
            broken.setattr(views.buyer.nearby, "near", _fails)
            replies.append(buyer.post("/nearby", {"where": HERE, "datum": "wgs84"}))
        assert [reply.status_code for reply in replies] == [200, 422, 500]
        seen += (f"{reply.text} {reply.headers}" for reply in replies)
        seen.append(buyer.get("/metrics").text)
    seen += (f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    seen += _all_rows(house)
    seen += (path.read_bytes().decode("latin-1") for path in Path(house.config.data).rglob("*") if path.is_file())
    assert not [trace for trace in TRACES for words in seen if trace in words]


def _fails(*_given: object, **_named: object) -> None:
    raise RuntimeError("broken")


def _all_rows(house: House) -> list[str]:
    from models.records import metadata

    with house.database.reading() as session:
        return [str(tuple(row)) for name in metadata.tables for row in session.execute(text(f'SELECT * FROM "{name}"'))]


@ON_SQLITE
def test_walking_is_slowed(config: Config, app: Flask, placed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ways to a list share one budget; what told no shop costs nothing."""
    buyer = Person(app)
    statuses = [
        buyer.post("/nearby", {"where": f"30.{n:03d}, 120.15", "datum": "wgs84"}).status_code for n in range(245)
    ]
    assert statuses.count(200) == 240
    assert set(statuses[240:]) == {429}
    assert buyer.get("/nearby?province=330000&city=330100&district=330106").status_code == 429
    other = Person(app)
    other.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert other.get("/nearby?province=330000&city=330100&district=330106").status_code == 200


@ON_SQLITE
def test_nobody_sees_more_than_twenty(app: Flask, house: House, placed: int) -> None:
    from tests.given.factories import make_shop

    with house.database.transaction() as session:
        for _ in range(30):
            shop = make_shop(session)
            act = Act.keeper(shop.keeper, now())
            place_shop(session, shop, SaidPlace("330106", SHOP_AT, "map"), act, rules=replace(DEFAULT))
        everybody = set(session.exec(select(Shop.number)))
    reply = Person(app).post("/nearby", {"where": HERE, "datum": "wgs84"})
    shown = {number for number in everybody if f'href="/{number}"' in reply.text}
    assert len(shown) == 20
