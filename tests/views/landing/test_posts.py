"""A shop's posts for everybody: kept pages, hostile words, Atom that stays Atom, and what is attached as it is now."""

from xml.etree import ElementTree

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.coupon.making import coupon_coded, stop_coupon
from models.feed.post import Post
from models.feed.posting import delete_post
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.coupons import given_now
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.posts import posted_in
from tests.given.stall import Stall, close, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    "<script>alert(1)</script>",
    "]]><entry><title>x</title></entry><![CDATA[",
    "</content></entry><!-- ",
    "&lt;img src=x onerror=alert(1)&gt; & <b>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "\u202e反着写\u202c 零\u200b宽 👨\u200d👩\u200d👧",
    "a\x00b\x0bc",
]


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def _read(told: bytes) -> ElementTree.Element:
    """Our own document, as a strict reader takes it."""
    return ElementTree.fromstring(told)  # noqa: S314  It was made by the program under test.


def _goods(house: House, stall: Stall) -> Goods:
    with house.database.reading() as session:
        return session.exec(select(Goods).where(Goods.code == stall.goods)).one()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(buyer: Person, stall: Stall, house: House, words: str) -> None:
    code = posted_in(house, stall.number, words)
    address = f"/{stall.number}/posts"
    for place in (address, f"{address}/{code}", f"/{stall.number}"):
        page = buyer.get(place).text
        assert "<script>alert" not in page and "<img src=x" not in page
    told = buyer.get(f"{address}.atom")
    assert told.mimetype == "application/atom+xml"
    feed = _read(told.data)
    (entry,) = feed.findall(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    with house.database.reading() as session:
        kept = session.exec(select(Post.words)).one()
    assert content is not None and content.text == kept and content.get("type") == "text" and len(content) == 0
    assert entry.findtext(f"{ATOM}id") == f"{house.config.where}{address}/{code}"


def test_atom_has_what_readers_ask_for_and_is_the_same_for_all(
    buyer: Person, stranger: Person, stall: Stall, house: House
) -> None:
    address = f"/{stall.number}/posts.atom"
    empty = _read(buyer.get(address).data)
    for name in ("title", "id", "updated", "author", "link"):
        assert empty.find(f"{ATOM}{name}") is not None
    posted_in(house, stall.number, "第一条", minutes=9)
    posted_in(house, stall.number, "第二条\n还有一行", minutes=3)
    feed = _read(buyer.get(address).data)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["第二条", "第一条"]
    assert feed.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}entry/{ATOM}updated")
    assert buyer.get(address).data == stranger.get(address).data
    assert buyer.get("/999999/posts.atom").status_code == 404


def test_what_is_attached_is_shown_as_it_is_now(buyer: Person, stall: Stall, house: House) -> None:
    coupon = given_now(stall)
    with house.database.reading() as session:
        found = coupon_coded(session, coupon)
        assert found is not None
    code = posted_in(house, stall.number, "新货", goods=_goods(house, stall), coupon=found)
    address = f"/{stall.number}/posts/{code}"
    page = buyer.get(address).text
    assert f"/{stall.number}/{stall.goods}" in page and f"/coupons/{coupon}/claim" in page
    stall.change(stock=0)
    assert "售罄" in buyer.get(address).text
    stall.change(state="off_sale")
    page = buyer.get(address).text
    assert "现在不卖了" in page and f'href="/{stall.number}/{stall.goods}"' not in page
    with house.database.transaction() as session:
        running = coupon_coded(session, coupon)
        assert running is not None
        stop_coupon(session, running, Act.program(now()))
    page = buyer.get(address).text
    assert "券已经结束了" in page and "/claim" not in page


def test_follow_post_coupon_without_script(buyer: Person, stall: Stall, house: House) -> None:
    coupon = given_now(stall)
    buyer.post(f"/{stall.number}/follow")
    with house.database.reading() as session:
        found = coupon_coded(session, coupon)
        assert found is not None
    posted_in(house, stall.number, "发张券", coupon=found)
    assert f"/coupons/{coupon}/claim" in buyer.get("/feed").text
    reply = buyer.post(f"/coupons/{coupon}/claim", {"shop": str(stall.number), "here": "1"})
    assert reply.status_code == 303
    assert "已领" in buyer.get(reply.location or "").text


def test_a_post_of_another_shop_or_of_none_is_not_there(buyer: Person, stall: Stall, house: House) -> None:
    other = open_stall(house, name="别家")
    code = posted_in(house, stall.number)
    for place in (f"/{other.number}/posts/{code}", f"/{stall.number}/posts/ZZZZZZZZ", f"/999999/posts/{code}"):
        assert buyer.get(place).status_code == 404


def test_a_deleted_one_says_so_kindly(buyer: Person, stall: Stall, house: House) -> None:
    code = posted_in(house, stall.number)
    with house.database.transaction() as session:
        post = session.exec(select(Post).where(Post.code == code)).one()
        delete_post(session, post, Act.keeper(post.shop.keeper, now()))
    reply = buyer.get(f"/{stall.number}/posts/{code}")
    assert reply.status_code == 410 and "掌柜把它删了" in reply.text
    assert code not in buyer.get(f"/{stall.number}/posts").text
    assert code not in buyer.get(f"/{stall.number}/posts.atom").text


def test_pages_go_on_and_end(buyer: Person, stall: Stall, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.landing.posts.POSTS_PAGE", 2)
    monkeypatch.setattr("models.feed.showing.POSTS_PAGE", 2)
    for nth in range(5):
        posted_in(house, stall.number, f"第{nth}条", minutes=10 - nth)
    address = f"/{stall.number}/posts"
    assert buyer.get(address).text.count("<article") == 2
    assert buyer.get(f"{address}?page=3").text.count("<article") == 1
    assert "没有更早的了" in buyer.get(f"{address}?page=9").text
    close(house, stall.number, "回老家了")
    assert buyer.get(address).status_code == 410
