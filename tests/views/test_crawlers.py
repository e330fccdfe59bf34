"""What programs ask for unasked, and what a chat shows of a link."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import Picture
from models.kernel.clock import now
from models.kernel.media import square_key
from models.pick.pick import Pick
from tests.given.coupons import given_now
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, buy, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def told(page: str, name: str) -> str:
    """What a preview reads under this name."""
    found = re.search(rf'<meta\s+(?:property|itemprop)="{name}"\s+content="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def test_robots_lets_previews_in_and_indexes_out(buyer: Person) -> None:
    reply = buyer.get("/robots.txt")
    assert reply.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(reply.text.splitlines())
    for preview in ("facebookexternalhit/1.1", "Twitterbot/1.0", "WhatsApp/2.0", "TelegramBot"):
        for path in ("/258147", "/Q/ABC1234", "/media/0a-540.jpg", "/coupons/0K3X9QAB"):
            assert robots.can_fetch(preview, path), (preview, path)
        assert not robots.can_fetch(preview, "/orders/token")
    for index in ("Googlebot", "Baiduspider", "bingbot", "GPTBot", "whoever"):
        assert not robots.can_fetch(index, "/258147"), index


def test_icons_and_the_manifest_are_answered(buyer: Person) -> None:
    assert buyer.get("/favicon.ico").data[:4] == b"\x00\x00\x01\x00"
    assert buyer.get("/apple-touch-icon.png").data[:4] == b"\x89PNG"
    reply = buyer.get("/site.webmanifest")
    assert reply.mimetype == "application/manifest+json"
    manifest = reply.get_json(force=True)
    assert manifest["name"] and manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert buyer.get(icon["src"]).status_code == 200, icon


def test_security_txt_is_valid_or_absent(house: House, buyer: Person) -> None:
    assert buyer.get("/.well-known/security.txt").status_code == 404
    house.config.__dict__["security_contact"] = "mailto:safe@shop.example"
    reply = buyer.get("/.well-known/security.txt")
    assert (reply.status_code, reply.mimetype) == (200, "text/plain")
    facts = dict(line.split(": ", 1) for line in reply.text.splitlines())
    assert facts["Contact"] == "mailto:safe@shop.example"
    assert facts["Canonical"] == f"{house.config.where}/.well-known/security.txt"
    until = datetime.strptime(facts["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert now() + timedelta(days=100) < until < now() + timedelta(days=365)


def test_a_link_shows_its_goods_with_the_picture(house: House, stall: Stall, buyer: Person) -> None:
    key, code, where = "0a1b2c3d", stall.link(), house.config.where
    with house.database.transaction() as session:
        picked = session.exec(select(Pick)).one()
        session.add(Picture(digest=key, goods_id=picked.goods_id))
    for url, own in ((stall.page, stall.page), (f"/Q/{code}", f"/q/{code}")):
        page = buyer.get(url).text
        assert told(page, "og:title") == told(page, "name") == "¥128 福鼎白茶 老寿眉 2019"
        assert told(page, "og:description") == told(page, "description") == "我自己喝了三年，回甘很长。"
        assert told(page, "og:image") == told(page, "image") == f"{where}/media/{key}-preview.jpg"
        assert told(page, "og:url") == f"{where}{own}"


def test_a_preview_is_never_a_dead_link(house: House, buyer: Person) -> None:
    key, sign = "0a1b2c3d", buyer.get("/static/img/icon-512.png").data
    missing = buyer.get(f"/media/{key}-preview.jpg")
    assert (missing.status_code, missing.mimetype, missing.data) == (200, "image/png", sign)
    assert "immutable" not in missing.headers["Cache-Control"]
    assert buyer.get(f"/media/{key}-540.jpg").status_code == 404
    house.media.put(square_key(key, 1080), b"the large one")
    for address in (f"/media/{key}-preview.jpg", f"/media/{key}-270.jpg"):
        found = buyer.get(address)
        assert (found.status_code, found.mimetype, found.data) == (200, "image/jpeg", b"the large one"), address
    assert buyer.get("/media/not-a-digest-preview.jpg").status_code == 404


def test_without_a_picture_the_preview_has_ours(house: House, stall: Stall, buyer: Person) -> None:
    code = given_now(stall)
    for url in (stall.page, f"/{stall.number}", f"/Q/{stall.link(to_shop=True)}", f"/coupons/{code}"):
        page = buyer.get(url).text
        image = told(page, "og:image")
        assert image == told(page, "image") and image.startswith(house.config.where), url
        assert int(told(page, "og:image:width")) >= 300, url
        assert buyer.get(image.removeprefix(house.config.where)).status_code == 200, url
        assert told(page, "og:title"), url


def test_what_is_somebodys_own_is_indexed_nowhere(app: Flask, stall: Stall, buyer: Person) -> None:
    order = buy(buyer, stall)
    buyer.post("/cart", stall.form)
    own = ("/cart", "/checkout", "/orders", order, "/coupons", "/mine", "/sign-in", "/100000", f"{stall.page}/talk")
    for url in own:
        assert "noindex" in buyer.get(url).headers.get("X-Robots-Tag", ""), url
    for url in (f"/{stall.number}", stall.page, f"/q/{stall.link()}", f"/coupons/{given_now(stall)}"):
        for _ in range(2):
            assert "X-Robots-Tag" not in buyer.get(url).headers, url
