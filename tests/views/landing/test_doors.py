"""The doors: numbers, goods, printed codes and the lookup box, as buyers open them."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlmodel import col
from sqlmodel import select as records

from models.kernel.clock import now
from models.kernel.money import Money
from models.pick.pick import Pick
from models.pick.picking import unpick
from models.records import metadata
from models.shop.shop import DoorNumber, Shop
from models.statistics.counting import VisitCounter
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, close, cookie, open_stall
from views.kit.house import House

GONE_WORDS = "现在不卖这件了"


@pytest.fixture
def stall(house: House) -> Stall:
    house.visits = VisitCounter(house.database, interval=3600)
    return open_stall(house)


def shop_at(house: House, number: int, name: str) -> None:
    """An open shop that happens to have this number."""
    with house.database.transaction() as session:
        session.add(DoorNumber(number=number, issued_at=now()))
        session.flush()
        make_shop(session, name=name).number = number


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_script = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.inline.append(data)


def test_every_door_on_both_databases(house: House, stall: Stall, buyer: Person) -> None:
    shop = buyer.get(f"/{stall.number}")
    assert shop.status_code == 200
    assert "福鼎白茶 老寿眉 2019" in shop.text.replace("<wbr>", "")
    goods = buyer.get(stall.page)
    assert goods.status_code == 200
    assert "我自己喝了三年" in goods.text.replace("<wbr>", "")
    assert buyer.get(f"/{stall.number}/{stall.goods.lower()}").status_code == 200
    link = buyer.get(f"/Q/{stall.link()}")
    assert (link.status_code, link.history) == (200, ())
    for missing in ("/100000", f"/{stall.number}/NOSUCH00", "/q/NOSUCH0"):
        assert buyer.get(missing).status_code == 404, missing
    assert buyer.get(f"/find?q=店铺号：{stall.number}").location == f"/{stall.number}"
    assert buyer.get(f"/{stall.number}?category=food&page=1").status_code == 200


def test_no_get_writes(house: House, stall: Stall, buyer: Person) -> None:
    code = stall.link()

    def rows() -> list[int]:
        with house.database.reading() as session:
            counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables]
            return [session.execute(count).scalar_one() for count in counts]

    before = rows()
    counted = (f"/{stall.number}", stall.page, f"/q/{code}", f"/find?q={stall.number}")
    for url in (*counted, "/", "/cart", "/checkout", "/100000"):
        buyer.get(url)
    assert rows() == before
    assert house.visits.flush() == 4
    assert sum(rows()) == sum(before) + 4


@ON_SQLITE
@pytest.mark.parametrize(("typed", "name"), [("258417", "近"), ("25814", "近"), ("2581477", "近"), ("258140", "近")])
def test_a_miss_shows_the_shops_one_slip_away(house: House, buyer: Person, typed: str, name: str) -> None:
    shop_at(house, 258_147, name)
    shop_at(house, 741_852, "远")
    looked_up = buyer.get(f"/find?q={typed}")
    assert looked_up.status_code == 404
    assert "/258147" in looked_up.text
    assert "/741852" not in looked_up.text
    if len(typed) == 6:
        opened = buyer.get(f"/{typed}")
        assert opened.status_code == 404
        assert "/258147" in opened.text


@ON_SQLITE
def test_a_closed_shop_says_so_with_a_word_from_its_keeper(house: House, stall: Stall, buyer: Person) -> None:
    code, to_shop = stall.link(), stall.link(to_shop=True)
    close(house, stall.number, "回老家采茶，明年见。")
    for url in (f"/{stall.number}", stall.page, f"/q/{code}", f"/Q/{to_shop}"):
        reply = buyer.get(url)
        assert reply.status_code == 410, url
        assert "回老家采茶，明年见。" in reply.text.replace("<wbr>", "")
    assert buyer.post("/cart", stall.form).status_code == 404


@ON_SQLITE
def test_a_code_opens_at_once_and_is_remembered(stall: Stall, buyer: Person) -> None:
    code = stall.link()
    reply = buyer.get(f"/Q/{code}")
    assert reply.status_code == 200
    kept = cookie(reply, f"via{stall.number}")
    assert re.match(rf"via{stall.number}={code}\.[0-9a-z]+;", kept)
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert f"Max-Age={15 * 86_400}" in kept
    assert buyer.get(f"/q/{code.lower()}").status_code == 200
    to_shop = stall.link(to_shop=True)
    assert cookie(buyer.get(f"/q/{to_shop}"), f"via{stall.number}").startswith(f"via{stall.number}={to_shop}.")


@ON_SQLITE
def test_a_hidden_pick_opens_by_link_and_address_but_is_on_no_shelf(house: House, stall: Stall, buyer: Person) -> None:
    code = stall.link()
    with house.database.transaction() as session:
        session.exec(records(Pick)).one().hide(at=now())
    assert stall.goods not in buyer.get(f"/{stall.number}").text
    for url in (stall.page, f"/q/{code}"):
        reply = buyer.get(url)
        assert reply.status_code == 200
        assert GONE_WORDS not in reply.text
        assert 'value="checkout"' in reply.text


@ON_SQLITE
@pytest.mark.parametrize("how", ["unpicked", "off sale"])
def test_goods_that_the_shop_no_longer_sells_say_so_with_others(
    house: House, stall: Stall, buyer: Person, how: str
) -> None:
    code = stall.link()
    with house.database.transaction() as session:
        shop = session.exec(records(Shop)).one()
        make_pick(session, shop, make_goods(session, make_supplier(session), title="山核桃"))
        if how == "unpicked":
            unpick(session, session.exec(records(Pick).order_by(col(Pick.id)).limit(1)).one())
    if how == "off sale":
        stall.change(state="off_sale")
    reply = buyer.get(f"/q/{code}")
    assert reply.status_code == 200
    assert GONE_WORDS in reply.text
    assert "山核桃" in reply.text
    assert 'value="checkout"' not in reply.text
    assert buyer.get(stall.page).status_code == (404 if how == "unpicked" else 200)
    assert buyer.post("/cart", stall.form).status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"price": Money.parse("118")}, "比海报上便宜 10 元"),
        ({"price": Money.parse("138.5")}, "比海报上贵 10.5 元"),
        ({"stock": 0}, "刚好卖完了"),
        ({"stock": 1}, ""),
    ],
)
def test_a_landing_tells_what_changed_since_the_poster(
    stall: Stall, buyer: Person, facts: dict[str, object], words: str
) -> None:
    code = stall.link()
    stall.change(**facts)
    page = buyer.get(f"/q/{code}").text
    assert words in page
    assert ("海报上" in page) == ("海报上" in words)
    assert "海报上" not in buyer.get(stall.page).text


@ON_SQLITE
def test_two_visitors_get_the_same_bytes(app: Flask, stall: Stall) -> None:
    code = stall.link()
    one, other = Person(app), Person(app)
    one.post("/cart", stall.form)
    other.client.set_cookie("visitor", "forged.signature")
    other.client.set_cookie("cart_count", "7")
    for url in ("/", f"/{stall.number}", stall.page, f"/q/{code}", "/999999"):
        assert one.get(url).data == other.get(url).data, url


@ON_SQLITE
def test_a_signed_in_keeper_leaves_nothing_on_buyers_pages(app: Flask, keeper: Person) -> None:
    keeper.client.delete_cookie("session")  # As after closing the browser: only the remembering cookie is left.
    theirs = keeper.get(f"/{keeper.shop_number}")
    given = theirs.headers.getlist("Set-Cookie")
    # That the shop was opened is the same for all.
    assert [one.partition("=")[0] for one in given] == [f"been{keeper.shop_number}", "visitor", "arrival"]
    assert theirs.data == Person(app).get(f"/{keeper.shop_number}").data


@ON_SQLITE
def test_pages_are_well_made(stall: Stall, buyer: Person) -> None:
    code = stall.link()
    urls = ("/", f"/{stall.number}", stall.page, f"/q/{code}", "/cart", "/999999", "/find?q=<script>alert(1)</script>")
    for url in urls:
        reply = buyer.get(url)
        outline = Outline(reply.text)
        names = [tag for tag, _ in outline.tags]
        assert (url, names.count("h1"), names.count("main"), names.count("title")) == (url, 1, 1, 1)
        assert next(attrs["lang"] for tag, attrs in outline.tags if tag == "html") == "zh-CN"
        assert outline.inline == [], url
        assert not [name for _, attrs in outline.tags for name in attrs if name == "style" or name.startswith("on")], (
            url
        )
        ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), url
        assert all("alt" in attrs for tag, attrs in outline.tags if tag == "img"), url
        assert not re.search(r"\{\{|\{%|undefined", reply.text), url


@ON_SQLITE
def test_what_somebody_wrote_is_text_and_no_markup(house: House, buyer: Person) -> None:
    stall = open_stall(house, name="<b>林间", title='"><script>alert(1)</script>')
    for url in (f"/{stall.number}", stall.page, '/find?q="><script>alert(1)</script>'):
        assert "<script>alert" not in buyer.get(url).text
        assert "<b>林间" not in buyer.get(url).text


@ON_SQLITE
def test_the_lookup_box_leads_there(stall: Stall, buyer: Person) -> None:
    number, goods, link = stall.number, stall.goods, stall.link()
    for typed, leads in {
        f"{number}": f"/{number}",
        f"【林间小铺】老寿眉 ¥128，店铺号 {number}，13800138000": f"/{number}",
        f"https://elsewhere.example/{number}/{goods}": f"/{number}/{goods}",
        f"https://elsewhere.example/Q/{link} 店铺号 999999": f"/q/{link}",
        f"https://elsewhere.example/q/nosuch0 店铺号 {number}": f"/{number}",
        f"http://x.example/999999/{goods} 或者 {number}": f"/{number}",
        link.lower(): f"/q/{link}",
        "": "/",
        "  ": "/",
    }.items():
        reply = buyer.get("/find", query_string={"q": typed})
        assert (typed, reply.status_code, reply.location) == (typed, 303, leads)


@ON_SQLITE
def test_the_lookup_box_leads_nowhere_else(buyer: Person) -> None:
    for typed in ("好茶", "13800138000", "https://evil.example/", "//evil.example", "\0", "🍵" * 3_000):
        reply = buyer.get("/find", query_string={"q": typed})
        assert reply.status_code in (400, 404), typed
        assert "Location" not in reply.headers


def test_an_address_that_is_no_text_leads_nowhere(buyer: Person) -> None:
    for url in ("/q/A%00B", "/posters/A%00-window.jpg", "/orders/%00", "/cashier/%00", "/258147/%00AB"):
        assert buyer.get(url).status_code == 404, url


@ON_SQLITE
def test_a_visit_is_counted_for_what_was_opened(house: House, stall: Stall, buyer: Person) -> None:
    code = stall.link()
    for url in (f"/q/{code}", f"/q/{code}", stall.page, f"/{stall.number}", f"/find?q={stall.number}", "/999999"):
        buyer.get(url)
    assert house.visits.flush() == 4
    with house.database.reading() as session:
        kinds = session.execute(text("SELECT kind FROM visit ORDER BY kind")).scalars()
        assert list(kinds) == ["goods", "link", "lookup", "shop"]
        assert session.execute(text("SELECT visits FROM link")).scalar_one() == 1


@ON_SQLITE
def test_a_database_that_cannot_count_loses_no_page(house: House, stall: Stall, buyer: Person) -> None:
    with house.database.transaction() as session:
        session.execute(text("DROP TABLE visit"))
    assert buyer.get(f"/{stall.number}").status_code == 200
    house.visits.close()
    assert buyer.get(stall.page).status_code == 200
    with house.database.transaction() as session:
        metadata.tables["visit"].create(session.connection())
    assert house.visits.flush() == 2
