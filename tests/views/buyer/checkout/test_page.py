"""Checkout over HTTP: what was typed stays, what changed is said, and one form makes one order."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.money import Money
from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import DETAILS, Stall, checkout_form, cookie, hidden, open_stall, orders
from views.kit.house import House


def test_an_order_from_the_form(house: House, stall: Stall, filled: Person) -> None:
    reply = filled.post("/checkout", checkout_form(filled, note=" 放门口\n谢谢 "))
    assert reply.status_code == 303
    assert reply.location.startswith("/orders/")
    assert cookie(reply, "cart_count").startswith("cart_count=0;")
    assert orders(house) == [("placed", 26_400)]
    with house.database.reading() as session:
        order = session.exec(select(Order)).one()
        kept = (order.name, order.phone, order.region, order.street, order.note)
        assert kept == ("王小明", "13800138000", "浙江省 杭州市 西湖区", "文三路 138 号", "放门口 谢谢")
        assert order.region_code == "330106"
    page = filled.get(reply.location).text
    assert "264" in page
    assert "138****8000" in page
    assert reply.location in filled.get("/cart").text


@ON_SQLITE
def test_errors_stand_beside_their_field_and_keep_what_was_typed(house: House, filled: Person) -> None:
    form = checkout_form(filled)
    for name, typed, words in (
        ("name", "", "请填名字"),
        ("name", " \u3000 ", "请填名字"),
        ("name", "字" * 31, "最多 30 个字"),
        ("phone", "", "请填手机号"),
        ("phone", "123", "请填 11 位手机号"),
        ("province", "", "请选省"),
        ("province", "999999", "请选省"),
        ("city", "", "请选城市"),
        ("city", "320100", "请选城市"),
        ("district", "", "请选区县"),
        ("passphrase", "白茶红包", "没有找到这个口令的优惠"),
        ("street", "", "请填街道和门牌"),
        ("street", "字" * 121, "最多 120 个字"),
        ("note", "字" * 101, "最多 100 个字"),
        ("payment", "", "请选一种付款方式"),
        ("payment", "gold", "请选一种付款方式"),
    ):
        reply = filled.post("/checkout", form | {name: typed})
        assert (name, reply.status_code) == (name, 422)
        assert words in reply.text
        for kept in {"name", "phone", "street", "once"} - {name}:
            assert f'value="{form[kept]}"' in reply.text, (name, kept)
        assert reply.text.count('aria-invalid="true"') == int(name != "payment"), name
    assert orders(house) == []


@ON_SQLITE
def test_a_form_that_was_tampered_with_orders_nothing(house: House, filled: Person) -> None:
    form = checkout_form(filled)
    for name, value in (("once", ""), ("once", "short"), ("once", "x" * 33), ("seen", ""), ("seen", "-1")):
        assert filled.post("/checkout", form | {name: value}).status_code == 422, (name, value)
    assert orders(house) == []


@ON_SQLITE
def test_a_form_whose_mark_was_lost_can_still_be_sent(house: House, filled: Person) -> None:
    reply = filled.post("/checkout", checkout_form(filled) | {"once": "short"})
    again = DETAILS | {name: hidden(reply.text, name) for name in ("once", "seen")}
    assert filled.post("/checkout", again).status_code == 303
    assert len(orders(house)) == 1


@ON_SQLITE
def test_a_new_price_is_said_and_charged_only_when_agreed_to(house: House, stall: Stall, filled: Person) -> None:
    form = checkout_form(filled)
    stall.change(price=Money.parse("138"))
    told = filled.post("/checkout", form)
    assert told.status_code == 422
    assert "现在一共 284 元，刚才是 264 元" in told.text
    assert (orders(house), stall.stock()) == ([], 10)
    agreed = filled.post("/checkout", form | {"seen": hidden(told.text, "seen")})
    assert agreed.status_code == 303
    assert orders(house) == [("placed", 28_400)]


@ON_SQLITE
def test_what_was_sold_meanwhile(app: Flask, house: House, stall: Stall, filled: Person) -> None:
    form = checkout_form(filled)
    stall.change(stock=1)
    reply = filled.post("/checkout", form)
    assert reply.status_code in (303, 422)
    assert (orders(house), stall.stock()) == ([], 1)
    assert "库存不够了" in filled.get("/cart").text


@ON_SQLITE
def test_the_same_form_again_leads_to_the_same_order(house: House, stall: Stall, filled: Person) -> None:
    form = checkout_form(filled)
    first = filled.post("/checkout", form).location
    assert filled.post("/checkout", form).location == first
    assert filled.post("/checkout", form | {"name": ""}).location == first
    assert (len(orders(house)), stall.stock()) == (1, 8)


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "left", "words"),
    [
        ({"street": "延安路 9 号"}, "address", "后来改的收货信息没有用上"),
        ({"name": "李四"}, "address", "后来改的收货信息没有用上"),
        ({"phone": "13900139000"}, "address", "后来改的收货信息没有用上"),
        ({"city": "330200", "district": "330203"}, "address", "后来改的收货信息没有用上"),
        ({"payment": "test"}, "payment", "付款方式还是原来那种"),
        ({}, "cart", "还在购物车里"),
    ],
)
def test_what_the_same_form_says_otherwise_is_said_to_be_left_out(
    house: House, stall: Stall, filled: Person, change: dict[str, str], left: str, words: str
) -> None:
    form = checkout_form(filled)
    first = filled.post("/checkout", form).location
    if left == "cart":
        filled.post("/cart", stall.form)
    reply = filled.post("/checkout", form | change)
    assert reply.location == f"{first}?again={left}"
    page = filled.get(reply.location).text
    assert "没有再下一单" in page and words in page
    assert (len(orders(house)), stall.stock()) == (1, 8)
    assert "没有再下一单" not in filled.get(f"{first}?again=gold").text


@ON_SQLITE
def test_how_many_changes_on_the_form_and_nothing_typed_is_lost(house: House, stall: Stall, filled: Person) -> None:
    form = checkout_form(filled, note="放门口")
    code = re.findall(r'name="pieces-(\w+)"', filled.get("/checkout").text)[0]
    reply = filled.post("/checkout", form | {f"pieces-{code}": "3"})
    assert (reply.status_code, hidden(reply.text, "seen")) == (200, "39200")
    assert cookie(reply, "cart_count").startswith("cart_count=3;")
    for kept in ("王小明", "138 0013 8000", "文三路 138 号", "放门口", form["once"]):
        assert f'value="{kept}"' in reply.text, kept
    assert "价格刚刚变了" not in reply.text
    for wrong in ("11", "0", "-1", "many", "9" * 40):
        refused = filled.post("/checkout", form | {f"pieces-{code}": wrong})
        assert refused.status_code == 422 and 'value="王小明"' in refused.text, wrong
        assert hidden(refused.text, "seen") == "39200"
    assert filled.post("/checkout", form | {"pieces-0000AAAA": "1"}).status_code == 200
    stranger = Person(filled.client.application)
    stranger.post("/cart", stall.form)
    stranger.post("/checkout", form | {f"pieces-{code}": "1"})
    assert orders(house) == []
    assert filled.post("/checkout", form | {"seen": "39200"}).status_code == 303
    assert orders(house) == [("placed", 39_200)]


@ON_SQLITE
def test_what_is_paid_first_is_ticked_and_the_button_says_its_name(house: House, filled: Person) -> None:
    page = filled.get("/checkout").text
    assert re.search(r"<input[^>]*checked[^>]*value=\"test\"", page)
    assert re.findall(r'class="pay-by">([^<]*)<', page) == ["货到付款", "测试支付"]
    assert "收到、看过，再付给快递员" in page


@ON_SQLITE
def test_another_visitor_with_my_form_gets_nothing_of_mine(app: Flask, house: House, filled: Person) -> None:
    form = checkout_form(filled)
    mine = filled.post("/checkout", form).location
    attacker = Person(app)
    attacker.client.set_cookie("visitor", "forged.signature")
    assert attacker.post("/checkout", form).location is None
    attacker.post("/cart", {})
    reply = attacker.post("/checkout", form)
    assert mine not in reply.text and len(orders(house)) == 1


def clone(app: Flask, person: Person) -> Person:
    """The same browser in a second tab."""
    other = Person(app)
    kept = person.client.get_cookie("visitor")
    assert kept is not None
    other.client.set_cookie("visitor", kept.value)
    return other


@pytest.mark.parametrize("stock", [10, 2])
def test_a_double_tap_at_the_same_moment_makes_one_order(
    app: Flask, house: House, stall: Stall, filled: Person, stock: int
) -> None:
    stall.change(stock=stock)
    form = checkout_form(filled)
    tabs = [clone(app, filled) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda tab: tab.post("/checkout", form), tabs))
    assert {reply.status_code for reply in replies} == {303}
    (place,) = {reply.location for reply in replies}
    assert place.startswith("/orders/")
    assert (len(orders(house)), stall.stock()) == (1, stock - 2)


def test_two_buyers_and_one_piece(app: Flask, house: House, stall: Stall) -> None:
    stall.change(stock=1)
    people = [Person(app) for _ in range(4)]
    forms = []
    for person in people:
        person.post("/cart", stall.form)
        forms.append(checkout_form(person))
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda pair: pair[0].post("/checkout", pair[1]), zip(people, forms, strict=True)))
    assert sum(reply.location.startswith("/orders/") for reply in replies if reply.status_code == 303) == 1
    assert (len(orders(house)), stall.stock()) == (1, 0)


@ON_SQLITE
def test_only_what_was_asked_for_is_ordered(house: House, stall: Stall, buyer: Person) -> None:
    other = open_stall(house, name="山里", title="山核桃")
    buyer.post("/cart", other.form)
    ahead = buyer.post("/cart", stall.form | {"then": "checkout"}).location
    page = buyer.get(ahead).text
    form = DETAILS | {name: hidden(page, name) for name in ("once", "seen")}
    assert buyer.post(ahead, form).status_code == 303
    assert (stall.stock(), other.stock()) == (9, 10)
    assert "山核桃" in buyer.get("/cart").text
