"""A coupon at checkout: chosen or by passphrase, with or without script; what changes is said before it is charged."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from models.catalogue.goods.goods import Goods
from models.coupon.claiming import claim_coupon
from models.coupon.coupon import Coupon, CouponClaim
from models.coupon.making import make_shop_coupon, make_supplier_coupon
from models.kernel.act import Act
from models.kernel.clock import now
from models.shop.shop import Shop
from models.trade.order.order import Order
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import DETAILS, Stall, checkout_form, hidden, open_stall, orders
from tests.given.tickets import terms
from views.kit.house import House


def coupon(house: House, stall: Stall, payer: str = "shop", **facts: Any) -> str:
    """A new one's code."""
    period = {"begins_at": now() - timedelta(days=1), "ends_at": now() + timedelta(days=30)}
    with house.database.transaction() as session:
        if payer == "shop":
            shop = session.exec(select(Shop).where(Shop.number == stall.number)).one()
            made = make_shop_coupon(session, shop, terms(**period | facts), Act.keeper(shop.keeper, now()))
        else:
            supplier = session.exec(select(Goods).where(Goods.code == stall.goods)).one().supplier
            made = make_supplier_coupon(
                session, supplier, terms(**period | facts), Act.supplier(make_member(session), now())
            )
        return made.code


def given(house: House, filled: Person, code: str) -> str:
    """The buyer claims it; the claim's code."""
    with house.database.transaction() as session:
        coupon = session.exec(select(Coupon).where(Coupon.code == code)).one()
        return claim_coupon(session, coupon, visitor_of(filled), at=now()).code


def visitor_of(person: Person) -> str:
    kept = person.client.get_cookie("visitor")
    assert kept is not None
    return kept.value.rpartition(".")[0]


def used(house: House) -> list[str | None]:
    with house.database.reading() as session:
        return list(session.exec(select(CouponClaim.order_number).order_by(col(CouponClaim.id))))


def form_of(text: str, **changes: str) -> dict[str, str]:
    """What a page's form would send."""
    return DETAILS | {name: hidden(text, name) for name in ("once", "seen", "shown", "taken")} | changes


def test_the_best_is_chosen_and_taken_off(house: House, stall: Stall, filled: Person) -> None:
    little, much = (given(house, filled, coupon(house, stall, title=f"减{off}", off=off)) for off in ("5", "10"))
    assert "结账时减" in filled.get("/cart").text
    page = filled.get("/checkout").text
    assert re.search(rf'value="{much}"\s+checked', page) and not re.search(rf'value="{little}"\s+checked', page)
    assert "券减了 ¥10" in page and "254" in page and "林间小铺出" in page
    reply = filled.post("/checkout", form_of(page, coupon=much))
    assert reply.status_code == 303 and orders(house) == [("placed", 25_400)]
    with house.database.reading() as session:
        assert used(house) == [None, session.exec(select(Order.number)).one()]
    shown = filled.get(reply.location).text
    assert "优惠券" in shown and "−¥10" in shown and "254" in shown
    assert "−¥10" not in filled.get("/cart").text


@ON_SQLITE
def test_without_script_a_choice_is_said_before_it_is_charged(house: House, stall: Stall, filled: Person) -> None:
    mine = given(house, filled, coupon(house, stall, off="10"))
    page = filled.get("/checkout").text
    told = filled.post("/checkout", form_of(page, coupon="none"))
    assert told.status_code == 422 and "不用券，一共 ¥264，请再确认" in told.text and orders(house) == []
    again = filled.post("/checkout", form_of(told.text, coupon=mine))
    assert again.status_code == 422 and "这张券减 ¥10，一共 ¥254，请再确认" in again.text
    seen = filled.post("/checkout", form_of(told.text, coupon=mine, do="total"))
    assert seen.status_code == 200 and "这张券减 ¥10" in seen.text
    assert filled.post("/checkout", form_of(again.text, coupon=mine)).status_code == 303
    assert orders(house) == [("placed", 25_400)]


@ON_SQLITE
def test_a_choice_fetches_the_total(house: House, stall: Stall, filled: Person) -> None:
    mine = given(house, filled, coupon(house, stall, off="10"))
    for code, total in ((mine, "25400"), ("none", "26400"), ("ZZZZZZZZZZZZ", "26400"), ("", "26400")):
        reply = filled.get(f"/checkout/regions?province=330000&coupon={code}")
        assert reply.status_code == 200 and hidden(reply.text, "seen") == total


@ON_SQLITE
def test_a_stopped_order_of_events_is_said(house: House, stall: Stall, filled: Person) -> None:
    mine = given(house, filled, coupon(house, stall, off="10"))
    form = form_of(filled.get("/checkout").text, coupon=mine)
    with house.database.transaction() as session:
        session.exec(select(Coupon)).one().ends_at = now() - timedelta(seconds=1)
    told = filled.post("/checkout", form)
    assert told.status_code == 422 and "这张券现在用不上了，一共 ¥264，请再确认" in told.text
    assert (orders(house), used(house), stall.stock()) == ([], [None], 10)
    assert filled.post("/checkout", form_of(told.text, coupon=mine)).status_code == 303
    assert orders(house) == [("placed", 26_400)] and used(house) == [None]


@ON_SQLITE
def test_anothers_claim_takes_nothing_off(app: Flask, house: House, stall: Stall, filled: Person) -> None:
    mine = given(house, filled, coupon(house, stall, off="10"))
    attacker = Person(app)
    attacker.post("/cart", stall.form | {"quantity": "2"})
    form = checkout_form(attacker, coupon=mine, seen="25400", taken="1000")
    told = attacker.post("/checkout", form)
    assert told.status_code == 422 and "264" in told.text
    assert (orders(house), used(house)) == ([], [None])


@ON_SQLITE
def test_a_passphrase_gives_it_and_the_next_press_orders(house: House, stall: Stall, filled: Person) -> None:
    coupon(house, stall, off="10", passphrase="白茶红包", title="白茶券")
    reply = filled.post("/checkout", checkout_form(filled, passphrase=" 白茶 红包！ "))
    assert reply.status_code == 200 and "“白茶券”领到了，减 ¥10" in reply.text and orders(house) == []
    assert used(house) == [None]
    (mine,) = re.findall(r'value="(\w+)"\s+checked', reply.text[reply.text.index('id="coupons"') :])[:1]
    assert filled.post("/checkout", form_of(reply.text, coupon=mine)).status_code == 303
    assert orders(house) == [("placed", 25_400)]


@ON_SQLITE
@pytest.mark.parametrize("how", ["ended", "stopped", "all taken", "not begun", "used"])
def test_a_passphrase_that_gives_nothing_is_answered_truthfully(
    house: House, stall: Stall, filled: Person, how: str
) -> None:
    code = coupon(house, stall, off="10", passphrase="白茶红包", quota=1)
    if how == "used":
        form = form_of(filled.get("/checkout").text, coupon=given(house, filled, code), seen="25400", taken="1000")
        assert filled.post("/checkout", form).status_code == 303
        filled.post("/cart", stall.form | {"quantity": "2"})
    with house.database.transaction() as session:
        found = session.exec(select(Coupon)).one()
        match how:
            case "ended":
                found.ends_at = now() - timedelta(seconds=1)
            case "stopped":
                found.stopped_at = now()
            case "all taken":
                claim_coupon(session, found, "somebody", at=now())
            case "not begun":
                found.begins_at = now() + timedelta(days=1)
    words = {
        "ended": "已经结束了",
        "stopped": "停发了",
        "all taken": "领完了",
        "not begun": "还没开始",
        "used": "已经用过了",
    }
    reply = filled.post("/checkout", checkout_form(filled, passphrase="白茶红包", do="coupon"))
    assert reply.status_code == 422 and words[how] in reply.text and 'value="白茶红包"' in reply.text
    assert 'value="王小明"' in reply.text


@ON_SQLITE
def test_one_for_other_goods_is_kept_for_later(house: House, stall: Stall, filled: Person) -> None:
    other = open_stall(house, name="山里", title="山核桃")
    coupon(house, other, off="10", passphrase="核桃红包", title="核桃券")
    reply = filled.post("/checkout", checkout_form(filled, passphrase="核桃红包"))
    assert reply.status_code == 200 and "“核桃券”领到了，这单还用不上" in reply.text
    assert filled.post("/checkout", form_of(reply.text, coupon="none")).status_code == 303
    assert orders(house) == [("placed", 26_400)]


@ON_SQLITE
def test_what_a_shops_coupon_cannot_bear_is_told(house: House, stall: Stall, filled: Person) -> None:
    given(house, filled, coupon(house, stall, off="100"))
    given(house, filled, coupon(house, stall, "supplier", off="50", minimum="300"))
    page = filled.get("/checkout").text
    # 15 % of what is left of 256: 33.39.
    assert "这张券在这单最多减 ¥33.39" in page and "还差 ¥44 能用" in page


@ON_SQLITE
def test_passphrases_cannot_be_walked_through(house: House, filled: Person) -> None:
    form = checkout_form(filled)
    house.config.__dict__["lookup_limit"] = "2 per minute"
    codes = [filled.post("/checkout", form | {"passphrase": f"猜一猜{n}"}).status_code for n in range(4)]
    assert codes == [422, 422, 429, 429]
    assert filled.post("/checkout", form).status_code == 303


@ON_SQLITE
def test_a_public_coupon_is_on_by_itself_and_claimed_by_the_order(house: House, stall: Stall, filled: Person) -> None:
    coupon(house, stall, title="见面礼", off="5", on_page=True)
    best = coupon(house, stall, "supplier", title="尝新", off="10", on_page=True)
    coupon(house, stall, title="够不着", off="50", minimum="900", on_page=True)
    coupon(house, stall, title="要口令", off="20", passphrase="白茶红包", on_page=False)
    assert "结账时减" in filled.get("/cart").text
    page = filled.get("/checkout").text
    assert re.search(rf'value="{best}"\s+checked', page)
    assert "2 张券里最省的一张" in page and "够不着" not in page and "要口令" not in page
    assert used(house) == []
    # A form that cannot be placed takes nothing.
    assert filled.post("/checkout", form_of(page, coupon=best, name="")).status_code == 422
    assert used(house) == []
    reply = filled.post("/checkout", form_of(page, coupon=best))
    assert reply.status_code == 303 and orders(house) == [("placed", 25_400)]
    assert len(used(house)) == 1 and used(house) != [None]
    assert "claimed=;" in next(line for line in reply.headers.getlist("Set-Cookie") if line.startswith("claimed"))


@ON_SQLITE
@pytest.mark.parametrize("how", ["stopped", "all taken"])
def test_a_public_coupon_that_is_gone_meanwhile_is_said(house: House, stall: Stall, filled: Person, how: str) -> None:
    code = coupon(house, stall, off="10", on_page=True, quota=1)
    form = form_of(filled.get("/checkout").text, coupon=code)
    with house.database.transaction() as session:
        found = session.exec(select(Coupon)).one()
        if how == "stopped":
            found.stopped_at = now()
        else:
            claim_coupon(session, found, "somebody", at=now())
    told = filled.post("/checkout", form)
    assert told.status_code == 422 and "这张券现在用不上了，一共 ¥264" in told.text and orders(house) == []
    assert filled.post("/checkout", form_of(told.text, coupon=code)).status_code == 303
    assert orders(house) == [("placed", 26_400)]


@ON_SQLITE
def test_a_public_coupon_counts_where_it_was_claimed_in_another_tab(house: House, stall: Stall, filled: Person) -> None:
    code = coupon(house, stall, off="10", on_page=True)
    form = form_of(filled.get("/checkout").text, coupon=code)
    filled.post(f"/coupons/{code}/claim")
    assert filled.post("/checkout", form).status_code == 303
    assert orders(house) == [("placed", 25_400)] and len(used(house)) == 1


@ON_SQLITE
def test_a_public_coupon_that_was_used_up_is_offered_no_more(house: House, stall: Stall, filled: Person) -> None:
    code = coupon(house, stall, title="见面礼", off="10", on_page=True)
    filled.post("/checkout", form_of(filled.get("/checkout").text, coupon=code))
    filled.post("/cart", stall.form)
    page = filled.get("/checkout").text
    assert "见面礼" not in page


@ON_SQLITE
def test_a_phone_that_used_it_is_told_before_it_is_charged(
    app: Flask, house: House, stall: Stall, filled: Person
) -> None:
    code = coupon(house, stall, title="见面礼", off="10", on_page=True)
    filled.post("/checkout", form_of(filled.get("/checkout").text, coupon=code))
    # The same person, with the cookies cleared.
    other = Person(app)
    other.post("/cart", stall.form | {"quantity": "2"})
    form = form_of(other.get("/checkout").text, coupon=code)
    pasted = other.post(
        "/checkout", form | {"do": "paste", "paste": "王小明 13800138000 浙江省杭州市西湖区文三路 138 号"}
    )
    assert "“见面礼”这个手机号用过了" in pasted.text and hidden(pasted.text, "seen") == "26400"
    told = other.post("/checkout", form)
    assert told.status_code == 422 and "这张券现在用不上了，一共 ¥264" in told.text
    assert other.post("/checkout", form_of(told.text, coupon=code)).status_code == 303
    assert orders(house) == [("placed", 25_400), ("placed", 26_400)] and len(used(house)) == 1
