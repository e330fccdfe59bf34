"""Coupons in a buyer's hands: found by passphrase or on a page, taken once, with the way on; and how they are over."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.making import stop_coupon
from models.kernel.act import Act
from models.kernel.clock import now
from models.shop.opening import shop_numbered
from tests.given.coupons import given_now
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, close, cookie, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def claims(house: House) -> list[CouponClaim]:
    """Every claim of everybody."""
    with house.database.reading() as session:
        return list(session.exec(select(CouponClaim)))


@pytest.mark.parametrize(
    "typed",
    [
        "林间老友",
        " 林间·老友！",
        "口令「林间老友」：满 99 元减 20 元，在首页的框里输",
        "/coupons/{code}",
        "点开 http://x.example/coupons/{code} 就能领",
    ],
)
def test_the_lookup_box_leads_to_the_coupon(buyer: Person, stall: Stall, typed: str) -> None:
    code = given_now(stall, passphrase="林间老友")
    reply = buyer.get("/find", query_string={"q": typed.format(code=code)})
    assert (reply.status_code, reply.location) == (303, f"/coupons/{code}")
    page = buyer.get(reply.location).text
    for words in ("见面礼", "满 99 元可用", "林间小铺的掌柜", "领这张券"):
        assert words in page


def test_a_shop_s_number_goes_before_a_passphrase(buyer: Person, stall: Stall) -> None:
    given_now(stall, passphrase="隔壁小铺")
    reply = buyer.get("/find", query_string={"q": f"「隔壁小铺」店铺号 {stall.number}"})
    assert reply.location == f"/{stall.number}"


def test_a_wrong_passphrase_is_said_and_uses_up_the_limit(buyer: Person, house: House) -> None:
    house.config.__dict__["lookup_limit"] = "2 per minute"
    for _ in range(2):
        reply = buyer.get("/find?q=没有这句")
        assert reply.status_code == 404
        assert "没有这个口令" in reply.text
    assert buyer.get("/find?q=也没有这句").status_code == 429


def test_taking_it_makes_the_visitor_and_twice_is_once(buyer: Person, stall: Stall, house: House) -> None:
    code = given_now(stall)
    assert cookie(buyer.get(f"/coupons/{code}"), "visitor") == ""
    reply = buyer.post(f"/coupons/{code}/claim")
    assert reply.status_code == 303
    assert reply.location.startswith(f"/coupons/{code}/claimed")
    assert "HttpOnly" in cookie(reply, "visitor")
    page = buyer.get(reply.location)
    assert "在你这里了" in page.text
    assert f'href="/{stall.number}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert buyer.post(f"/coupons/{code}/claim").status_code == 303
    assert len(claims(house)) == 1
    with house.database.reading() as session:
        assert session.exec(select(Coupon.claimed)).one() == 1
    mine = buyer.get("/coupons")
    assert f"/coupons/{code}/claimed" in mine.text
    assert mine.headers["Cache-Control"] == "no-store"


def test_another_browser_has_nothing(app: Flask, buyer: Person, stall: Stall) -> None:
    code = given_now(stall)
    buyer.post(f"/coupons/{code}/claim")
    other = Person(app)
    assert code not in other.get("/coupons").text
    reply = other.get(f"/coupons/{code}/claimed")
    assert (reply.status_code, reply.location) == (303, f"/coupons/{code}")


def test_the_page_is_the_same_for_everybody(app: Flask, buyer: Person, stall: Stall) -> None:
    code = given_now(stall)
    before = buyer.get(f"/coupons/{code}")
    buyer.post(f"/coupons/{code}/claim")
    assert buyer.get(f"/coupons/{code}").data == before.data == Person(app).get(f"/coupons/{code}").data
    assert "csrf_token" not in before.text


def test_shop_and_goods_pages_give_it_by_a_button(buyer: Person, stall: Stall, house: House) -> None:
    by_shop, by_supplier = given_now(stall), given_now(stall, "supplier", title="春茶尝新")
    hidden = given_now(stall, title="只给老客", passphrase="林间老友")
    shop_page, goods_page = buyer.get(f"/{stall.number}").text, buyer.get(stall.page).text
    assert f"/coupons/{by_shop}/claim" in shop_page
    assert f"/coupons/{by_supplier}/claim" not in shop_page
    assert f"/coupons/{by_shop}/claim" in goods_page
    assert f"/coupons/{by_supplier}/claim" in goods_page
    assert hidden not in shop_page + goods_page
    reply = buyer.post(f"/coupons/{by_supplier}/claim", {"shop": str(stall.number), "goods": stall.goods})
    page = buyer.get(reply.location).text
    assert f'href="{stall.page}"' in page
    assert len(claims(house)) == 1


def test_other_shops_do_not_offer_it(buyer: Person, stall: Stall, house: House) -> None:
    given_now(stall), given_now(stall, "supplier", title="春茶尝新")
    other = open_stall(house, name="隔壁")
    for page in (f"/{other.number}", other.page):
        assert "/claim" not in buyer.get(page).text


def test_a_coupon_for_one_goods_leads_there(buyer: Person, stall: Stall) -> None:
    code = given_now(stall, one_goods=True)
    reply = buyer.post(f"/coupons/{code}/claim")
    assert f'href="{stall.page}"' in buyer.get(reply.location).text


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("waiting", "开始领"),
        ("ended", "已经结束"),
        ("stopped", "停发了"),
        ("all_taken", "领完了"),
        ("closed", "打烊了"),
        ("off_sale", "现在不在售"),
    ],
)
def test_what_stands_in_the_way_is_said(buyer: Person, stall: Stall, house: House, how: str, words: str) -> None:
    code = given_now(stall, quota=1, one_goods=how == "off_sale")
    with house.database.transaction() as session:
        coupon = session.exec(select(Coupon)).one()
        match how:
            case "waiting":
                coupon.begins_at = now() + timedelta(days=1)
            case "ended":
                coupon.begins_at, coupon.ends_at = now() - timedelta(days=9), now() - timedelta(days=2)
            case "stopped":
                assert coupon.shop is not None
                stop_coupon(session, coupon, Act.keeper(coupon.shop.keeper, now()))
            case "all_taken":
                coupon.claimed = 1
            case "off_sale":
                assert coupon.goods is not None
                coupon.goods.state = "off_sale"
    if how == "closed":
        close(house, stall.number, "过年")
    page = buyer.get(f"/coupons/{code}")
    assert page.status_code == 200
    assert words in page.text
    assert "/claim" not in page.text
    reply = buyer.post(f"/coupons/{code}/claim")
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert claims(house) == []
    if how not in ("closed", "off_sale"):
        assert "/claim" not in buyer.get(f"/{stall.number}").text


def test_one_taken_already_says_when_its_shop_closed(buyer: Person, stall: Stall, house: House) -> None:
    code = given_now(stall)
    buyer.post(f"/coupons/{code}/claim")
    close(house, stall.number, "过年")
    assert "开门以后才能用" in buyer.get(f"/coupons/{code}/claimed").text
    with house.database.transaction() as session:
        shop = shop_numbered(session, stall.number)
        assert shop is not None
        shop.reopen()
    assert "开门以后才能用" not in buyer.get(f"/coupons/{code}/claimed").text


def test_used_and_expired_ones_are_past(buyer: Person, stall: Stall, house: House) -> None:
    for title in ("用掉的", "过期的"):
        buyer.post(f"/coupons/{given_now(stall, title=title)}/claim")
    with house.database.transaction() as session:
        used, expired = session.exec(select(CouponClaim).order_by(col(CouponClaim.id))).all()
        used.order_number, used.phone, used.used_at = "261122000001", "13800138000", now()
        expired.coupon.begins_at, expired.coupon.ends_at = now() - timedelta(days=9), now() - timedelta(days=2)
    text = buyer.get("/coupons").text
    assert "用过和过期的" in text
    assert "/claimed" not in text
    assert "用掉的" in text and "过期的" in text


def test_another_site_cannot_take_one(buyer: Person, stall: Stall, house: House) -> None:
    code = given_now(stall)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert buyer.client.post(f"/coupons/{code}/claim", headers=headers).status_code == 403
    assert claims(house) == []


def test_a_code_that_is_none_is_not_there(buyer: Person, stall: Stall) -> None:
    given_now(stall)
    for address in ("/coupons/NOSUCH00", "/coupons/NOSUCH00/claimed"):
        assert buyer.get(address).status_code == 404
    assert buyer.post("/coupons/NOSUCH00/claim").status_code == 404


def test_a_way_back_to_a_shop_that_is_none_is_no_way(buyer: Person, stall: Stall) -> None:
    code = given_now(stall, "supplier")
    for shop in ("100000", "１２３４５６", "//evil.example", "x" * 5_000):
        reply = buyer.post(f"/coupons/{code}/claim", {"shop": shop, "goods": "<b>"})
        assert reply.status_code == 303
        assert reply.location.startswith(f"/coupons/{code}/claimed")
        page = buyer.get(reply.location)
        assert page.status_code == 200
        assert "evil" not in page.text
