"""Following over HTTP: without an account, in one tap, with and without script; and the feed that comes of it."""

import pytest
from flask import Flask
from sqlmodel import select

from models.feed.follow import Follow, JoinedVisitor
from models.feed.following import followers_of
from models.shop.shop import Shop
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.posts import posted_in
from tests.given.stall import Stall, close, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def followers(stall: Stall) -> int:
    """How many follow it."""
    with stall.house.database.reading() as session:
        return followers_of(session, session.exec(select(Shop.id).where(Shop.number == stall.number)).one())


def test_two_taps_without_script_are_one_follow_and_one_tap_ends_it(buyer: Person, stall: Stall) -> None:
    address = f"/{stall.number}"
    for _ in range(2):
        reply = buyer.post(f"{address}/follow")
        assert (reply.status_code, reply.location) == (303, f"{address}/followed")
    assert "关注了林间小铺" in buyer.get(f"{address}/followed").text
    assert followers(stall) == 1
    mine = buyer.get("/mine").text
    assert "关注的小铺" in mine and f"{address}/unfollow" in mine
    for _ in range(2):
        assert buyer.post(f"{address}/unfollow").status_code == 303
    assert "没有关注林间小铺" in buyer.get(f"{address}/followed").text
    assert followers(stall) == 0


def test_the_shops_page_is_the_same_for_everybody_and_the_marks_know(
    buyer: Person, stranger: Person, stall: Stall
) -> None:
    address = f"/{stall.number}"
    before = buyer.get(address).text
    assert buyer.post(f"{address}/follow", htmx=True).status_code == 204
    assert buyer.get(address).text == before == stranger.get(address).text
    marks = buyer.get("/mine/marks").json
    assert marks is not None and (marks["follows"], marks["posts"]) == ([stall.number], 0)
    assert "follows" not in (stranger.get("/mine/marks").json or {})


def test_what_a_shop_posts_is_new_until_it_was_read(buyer: Person, stall: Stall, house: House) -> None:
    posted_in(house, stall.number, "关注以前说的", minutes=5)
    buyer.post(f"/{stall.number}/follow")
    assert (buyer.get("/mine/marks").json or {})["posts"] == 0
    posted_in(house, stall.number, "今年头一批柿饼", minutes=-1)
    posted_in(house, stall.number, "第二批", minutes=-2)
    marks = buyer.get("/mine/marks").json or {}
    assert (marks["posts"], marks["said"]) == (2, ["关注的小铺有 2 条新动态"])
    page = buyer.get("/feed").text.replace("<wbr>", "")
    assert page.index("第二批") < page.index("今年头一批柿饼") < page.index("关注以前说的")
    assert "2 条新动态" in buyer.get("/mine").text
    assert buyer.get("/feed", headers=SCRIPT).text.count("<article") == 3
    for upto in ("0", "x", "9" * 30, "-5"):
        assert buyer.post("/feed/reading", {"upto": upto}).status_code == 303


def test_a_stranger_has_an_empty_feed_with_a_way_on(stranger: Person, stall: Stall, house: House) -> None:
    posted_in(house, stall.number)
    page = stranger.get("/feed").text
    assert "还没有关注小铺" in page and "柿饼" not in page
    assert stranger.post("/feed/reading", {"upto": "1"}).status_code == 303
    assert stranger.post(f"/{stall.number}/unfollow").status_code == 303


def test_a_shop_that_closes_says_no_kindly_and_shows_no_posts(buyer: Person, stall: Stall, house: House) -> None:
    code = posted_in(house, stall.number)
    buyer.post(f"/{stall.number}/follow")
    close(house, stall.number, "")
    assert "柿饼" not in buyer.get("/feed").text
    assert "打烊了" in buyer.get("/mine").text
    for address in (f"/{stall.number}/posts", f"/{stall.number}/posts/{code}", f"/{stall.number}/posts.atom"):
        assert buyer.get(address).status_code == 410
    buyer.post(f"/{stall.number}/unfollow")
    reply = buyer.post(f"/{stall.number}/follow")
    assert reply.status_code == 422 and "打烊" in reply.text
    assert buyer.post(f"/{stall.number}/follow", htmx=True).status_code == 422


def test_no_other_site_makes_a_browser_follow(buyer: Person, stall: Stall) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert buyer.client.post(f"/{stall.number}/follow", headers=headers).status_code == 403
    assert buyer.get(f"/{stall.number}/follow").status_code in (404, 405)
    assert buyer.post("/999999/follow").status_code == 404
    assert followers(stall) == 0


def test_forgetting_lets_go_of_it_on_this_device(buyer: Person, stall: Stall) -> None:
    buyer.post(f"/{stall.number}/follow")
    buyer.post("/mine/forgetting")
    assert "关注的小铺" not in buyer.get("/mine").text


def test_nothing_of_a_follower_is_told_to_anybody(app: Flask, buyer: Person, stall: Stall, house: House) -> None:
    buyer.post(f"/{stall.number}/follow")
    with house.database.reading() as session:
        row = session.exec(select(Follow)).one()
        assert session.exec(select(JoinedVisitor)).all() == []
    for address in (f"/{stall.number}", f"/{stall.number}/posts", f"/{stall.number}/posts.atom"):
        assert row.visitor not in buyer.get(address).text
