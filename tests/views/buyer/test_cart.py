"""The cart over HTTP: whose it is, how it grows, and what it refuses."""

import pytest
from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.money import Money
from models.link.link import Link
from models.trade.cart.cart import CartLine
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, cookie, open_stall
from views.kit.house import House

pytestmark = ON_SQLITE


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def lines(house: House) -> list[CartLine]:
    """Every line of everybody."""
    with house.database.reading() as session:
        return list(session.exec(select(CartLine)))


def test_adding_and_growing(house: House, stall: Stall, buyer: Person) -> None:
    reply = buyer.post("/cart", stall.form | {"quantity": "2"})
    assert (reply.status_code, reply.location) == (303, "/cart?first=1")
    assert cookie(reply, "cart_count").startswith("cart_count=2;")
    again = buyer.post("/cart", stall.form)
    assert again.location == "/cart"
    assert cookie(again, "cart_count").startswith("cart_count=3;")
    assert [line.quantity for line in lines(house)] == [3]
    assert "384" in buyer.get("/cart").text
    assert buyer.get("/cart").headers["Cache-Control"] == "no-store"


def test_it_stops_at_the_stock(house: House, stall: Stall, buyer: Person) -> None:
    buyer.post("/cart", stall.form | {"quantity": "8"})
    buyer.post("/cart", stall.form | {"quantity": "8"})
    assert [line.quantity for line in lines(house)] == [10]


def test_a_quantity_that_nobody_buys(house: House, stall: Stall, buyer: Person) -> None:
    for quantity in ("0", "-1", "100", "999999999999999999999", "abc", "1.5", "NaN", "1e3", "1_0", "٣"):
        assert buyer.post("/cart", stall.form | {"quantity": quantity}).status_code == 422, quantity
    assert lines(house) == []


def test_straight_to_the_checkout(stall: Stall, house: House, buyer: Person) -> None:
    other = open_stall(house, name="山里", title="山核桃")
    buyer.post("/cart", other.form)
    ahead = buyer.post("/cart", stall.form | {"then": "checkout"}).location
    assert ahead.startswith("/checkout?only=")
    page = buyer.get(ahead).text
    assert "福鼎白茶" in page
    assert "山核桃" not in page


def test_changing_and_taking_out(house: House, stall: Stall, buyer: Person) -> None:
    buyer.post("/cart", stall.form)
    (line,) = lines(house)
    url = f"/cart/lines/{line.code}"
    assert cookie(buyer.post(url, {"quantity": "4"}), "cart_count").startswith("cart_count=4;")
    too_many = buyer.post(url, {"quantity": "11"})
    assert too_many.status_code == 422
    assert "只剩 10 件了" in too_many.text
    assert buyer.post(url, {"quantity": "many"}).status_code == 422
    assert [line.quantity for line in lines(house)] == [4]
    assert cookie(buyer.post(url, {"quantity": "0"}), "cart_count").startswith("cart_count=0;")
    assert lines(house) == []
    assert buyer.post(url, {"quantity": "1"}).status_code == 404


def test_nobody_else_changes_my_line(app: Flask, house: House, stall: Stall, buyer: Person) -> None:
    buyer.post("/cart", stall.form)
    (line,) = lines(house)
    attacker, stranger = Person(app), Person(app)
    stranger.post("/cart", stall.form)
    for person in (attacker, stranger):
        assert person.post(f"/cart/lines/{line.code}", {"quantity": "0"}).status_code == 404
    assert line.code in [line.code for line in lines(house)]


def test_a_forged_visitor_is_nobody(app: Flask, house: House, stall: Stall, buyer: Person) -> None:
    buyer.post("/cart", stall.form)
    (line,) = lines(house)
    for forged in ("{id}", "{id}.", "{id}.AAAA", "", ".", "🍵.🍵"):
        attacker = Person(app)
        attacker.client.set_cookie("visitor", forged.format(id=line.visitor))
        assert stall.goods not in attacker.get("/cart").text
        assert attacker.post(f"/cart/lines/{line.code}", {"quantity": "0"}).status_code == 404
        assert attacker.post("/cart", stall.form).status_code == 303
    assert len({line.visitor for line in lines(house)}) == 7


def test_what_is_not_in_that_shop(house: House, stall: Stall, buyer: Person) -> None:
    for name, value in (("shop", "999999"), ("shop", ""), ("shop", "abc"), ("goods", "NOSUCH00"), ("goods", "")):
        assert buyer.post("/cart", stall.form | {name: value}).status_code == 404, (name, value)
    assert lines(house) == []


def test_goods_of_another_shop_are_not_bought_through_mine(house: House, stall: Stall, buyer: Person) -> None:
    other = open_stall(house, name="山里")
    assert buyer.post("/cart", stall.form | {"goods": other.goods}).status_code == 404


def test_options_must_fit_together(house: House, stall: Stall, buyer: Person) -> None:
    with house.database.transaction() as session:
        goods = session.exec(select(Goods)).one()
        goods.option_names = ["份量", "包装"]
        goods.skus[0].options = ["100 g", "袋"]
        goods.skus.append(
            SKU(code="B", options=["350 g", "盒"], listed_price=Money.parse("388"), stock=2, listed_rate=1000)
        )
    for wrong in ({}, {"o0": "100 g"}, {"o0": "100 g", "o1": "盒"}, {"o0": "1 kg", "o1": "袋"}):
        reply = buyer.post("/cart", stall.form | wrong)
        assert reply.status_code == 422, wrong
        assert ("没有“" in reply.text) == (len(wrong) == 2), wrong
        assert "现在有：100 g · 袋、350 g · 盒" in reply.text
        assert f'href="{stall.page}"' in reply.text
    assert buyer.post("/cart", stall.form | {"o0": "350 g", "o1": "盒"}).status_code == 303
    assert "350 g" in buyer.get("/cart").text


def test_sold_out_is_said(stall: Stall, buyer: Person) -> None:
    stall.change(stock=0)
    reply = buyer.post("/cart", stall.form)
    assert reply.status_code == 422
    assert "卖完了" in reply.text


def test_the_line_knows_by_which_link_it_came(app: Flask, house: House, stall: Stall) -> None:
    moments, group = stall.link("moments"), stall.link("group")
    elsewhere = open_stall(house, name="山里").link()

    def came_by(person: Person, **form: str) -> str | None:
        assert person.post("/cart", stall.form | form).status_code == 303
        with house.database.reading() as session:
            query = select(Link.code).join(CartLine, isouter=False).order_by(CartLine.id.desc())  # type: ignore[attr-defined]
            return session.exec(query).first()

    by_form, by_cookie, by_other = Person(app), Person(app), Person(app)
    assert came_by(by_other, link=elsewhere) is None
    assert came_by(by_form, link=moments) == moments
    by_cookie.get(f"/Q/{group}")
    assert came_by(by_cookie) == group


def test_what_cannot_be_bought_any_more_stays_and_says_why(stall: Stall, house: House, buyer: Person) -> None:
    other = open_stall(house, name="山里", title="山核桃")
    buyer.post("/cart", stall.form)
    buyer.post("/cart", other.form)
    stall.change(state="off_sale")
    page = buyer.get("/cart").text
    assert "现在买不了" in page
    assert "已经下架" in page
    checkout = buyer.get("/checkout").text
    assert "山核桃" in checkout
    assert "福鼎白茶" not in checkout


def test_an_empty_cart_shows_the_next_step(buyer: Person) -> None:
    assert "购物车还空着" in buyer.get("/cart").text
    assert buyer.get("/checkout").location == "/cart"


def test_a_browser_that_keeps_no_cookies_is_told_so(app: Flask, stall: Stall) -> None:
    for then in ("cart", "checkout"):
        ahead = Person(app).post("/cart", stall.form | {"then": then}).location
        # Another browser: it gives nothing back.
        reply = Person(app).get(ahead, headers={"Referer": f"http://localhost{stall.page}"})
        assert (then, reply.status_code) == (then, 200)
        assert "没有收下 cookie" in reply.text and "购物车还空着" not in reply.text
        assert f'href="{stall.page}"' in reply.text
        elsewhere = Person(app).get(ahead, headers={"Referer": "http://evil.example/x"})
        assert "evil.example" not in elsewhere.text
        assert reply.headers["Cache-Control"] == "no-store"
    assert "没有收下 cookie" in Person(app).post("/checkout", {"name": "王小明"}).text


def test_what_changed_since_it_was_put_in_is_said(house: House, stall: Stall, buyer: Person) -> None:
    buyer.post("/cart", stall.form | {"quantity": "3"})
    assert "加入时" not in buyer.get("/cart").text
    stall.change(price=Money.parse("138"))
    assert "加入时 ¥128，现在 ¥138" in buyer.get("/cart").text
    stall.change(price=Money.parse("99.5"))
    assert "加入时 ¥128，现在 ¥99.5" in buyer.get("/cart").text
    # Put in again, the price was seen again.
    buyer.post("/cart", stall.form)
    assert "加入时" not in buyer.get("/cart").text
    stall.change(stock=2)
    assert "要 4 件，只剩 2 件" in buyer.get("/cart").text


def test_only_what_is_ticked_is_counted_and_checked_out(house: House, stall: Stall, buyer: Person) -> None:
    other = open_stall(house, name="山里", title="山核桃", price="68")
    third = open_stall(house, name="水边", title="藕粉", price="30")
    for one in (stall, other, third):
        buyer.post("/cart", one.form)
    codes = [line.code for line in sorted(lines(house), key=lambda line: line.id)]
    assert ">226" in buyer.get("/cart").text.replace("</small>", ">")
    some = f"?line=none&line={codes[0]}&line={codes[2]}"
    page = buyer.get(f"/cart{some}").text
    assert page.count("checked") == 2
    assert "158" in page and ">226" not in page.replace("</small>", ">")
    checkout = buyer.get(f"/checkout{some}").text
    assert "藕粉" in checkout and "山核桃" not in checkout
    assert buyer.get("/checkout?line=none").location == "/cart"
    assert buyer.get(f"/checkout?only={codes[1]}").text.count('class="line"') == 1


def test_buy_now_buys_just_what_is_chosen(house: House, stall: Stall, buyer: Person) -> None:
    now = stall.form | {"then": "checkout"}
    for chosen in ("2", "2", "1"):
        assert buyer.post("/cart", now | {"quantity": chosen}).status_code == 303
        assert [line.quantity for line in lines(house)] == [int(chosen)]
    buyer.post("/cart", stall.form | {"quantity": "3"})
    assert [line.quantity for line in lines(house)] == [4]
    buyer.post("/cart", now | {"quantity": "5"})
    assert [line.quantity for line in lines(house)] == [5]
    buyer.post("/cart", now | {"quantity": "99"})
    assert [line.quantity for line in lines(house)] == [10]
