"""Where a parcel goes: choosing a region, pasting an address, keeping it on the device, and what freight goes by it."""

from html import unescape
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlmodel import select

from models.catalogue.supplier.freight import ZoneTerms, add_zone
from models.catalogue.supplier.supplier import Supplier
from models.kernel.money import Money
from models.trade.order.order import Order
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import DETAILS, Stall, checkout_form, cookie, hidden, open_stall, orders
from views.kit.house import House

pytestmark = ON_SQLITE
PASTED = "收货人：张三\n手机号码：１３９ 1234 5678\n所在地区：广东省深圳市南山区\n详细地址：科苑路8号"
NOWHERE = {"province": "", "city": "", "district": ""}


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house, freight=800)


@pytest.fixture
def filled(stall: Stall, buyer: Person) -> Person:
    """A buyer with one piece of 128 yuan in the cart; the usual freight is 8."""
    buyer.post("/cart", stall.form)
    return buyer


def zone(house: House, *provinces: str, **terms: Any) -> None:
    """A zone of the only supplier that has goods."""
    with house.database.transaction() as session:
        add_zone(session, session.exec(select(Supplier)).one(), ZoneTerms(provinces, **terms))


def picked(text: str) -> list[str]:
    """What is chosen in the selects."""
    return [part.split('value="')[1].split('"')[0] for part in text.split("<option ") if part.startswith("selected")]


def test_regions_are_chosen_step_by_step_without_script(house: House, filled: Person) -> None:
    form = checkout_form(filled, **NOWHERE) | {"do": "region"}
    assert picked(filled.post("/checkout", form | {"province": "330000"}).text) == ["330000", "", ""]
    reply = filled.post("/checkout", form | {"province": "330000", "city": "330100", "name": "李四"})
    assert reply.status_code == 200
    assert "西湖区" in reply.text and 'value="李四"' in reply.text
    # What does not lie in the new province is forgotten.
    assert "苏州市" in filled.post("/checkout", form | {"province": "320000", "city": "330100"}).text
    assert orders(house) == []


def test_a_municipality_and_a_city_without_districts(house: House, filled: Person) -> None:
    text = filled.get("/checkout/regions?province=110000").text
    assert picked(text)[:2] == ["110000", "110100"]
    assert "朝阳区" in text
    form = checkout_form(filled, province="440000", city="441900", district="")
    assert filled.post("/checkout", form).status_code == 303
    with house.database.reading() as session:
        order = session.exec(select(Order)).one()
        assert (order.region, order.region_code) == ("广东省 东莞市", "441900")


def test_the_fragment_brings_the_selects_the_freight_and_the_total(house: House, filled: Person) -> None:
    zone(house, "65", fee=Money(1_800))
    text = filled.get("/checkout/regions?province=650000&seen=13600&shown=").text
    assert "<html" not in text
    assert text.count('hx-swap-oob="true"') == 3
    assert "乌鲁木齐市" in text and "运费 ¥18" in text
    assert (hidden(text, "seen"), hidden(text, "shown")) == ("14600", "65")
    assert filled.get("/checkout/regions?province=x&city=%F0%9F%8D%B5").status_code == 200


def test_a_pasted_address_fills_the_form_and_places_nothing(house: House, filled: Person) -> None:
    form = checkout_form(filled, note="放门口", **NOWHERE)
    reply = filled.post("/checkout", form | {"do": "paste", "paste": PASTED})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    for value in ("张三", "13912345678", "科苑路8号", "放门口", form["once"]):
        assert f'value="{value}"' in reply.text, value
    assert picked(reply.text) == ["440000", "440300", "440305"]
    assert "填好了" in reply.text
    assert orders(house) == []


def test_what_was_not_understood_stays_in_the_box_and_what_was_typed_stays(filled: Person) -> None:
    form = checkout_form(filled) | {"do": "paste"}
    reply = filled.post("/checkout", form | {"paste": "<b>你好</b>"})
    assert "没看懂的留在框里" in reply.text
    assert "<b>你好" not in reply.text
    assert 'value="王小明"' in reply.text and picked(reply.text) == ["330000", "330100", "330106"]
    assert filled.post("/checkout", form | {"paste": "长" * 2_001}).status_code == 422
    assert filled.post("/checkout", form | {"paste": ""}).status_code == 200


def test_the_address_is_remembered_unless_not_wanted(app: Flask, house: House, stall: Stall, filled: Person) -> None:
    assert "checked" in filled.get("/checkout").text.split('name="remember"')[0].rsplit("<input", 1)[1]
    reply = filled.post("/checkout", checkout_form(filled, remember="y"))
    line = cookie(reply, "address")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/checkout", f"Max-Age={180 * 86400}"):
        assert part in line
    assert "王小明" not in line and "13800138000" not in line
    filled.post("/cart", stall.form)
    page = filled.get("/checkout")
    assert page.headers["Cache-Control"] == "no-store"
    assert 'value="王小明"' in page.text and 'value="文三路 138 号"' in page.text
    assert picked(page.text) == ["330000", "330100", "330106"]
    assert 'value="王小明"' not in filled.get("/cart").text
    # Forgotten at once, and it stays so.
    gone = filled.post("/checkout/forgetting")
    assert (gone.status_code, gone.location) == (303, "/checkout")
    assert 'value="王小明"' not in filled.get("/checkout").text
    filled.post("/checkout", checkout_form(filled))
    filled.post("/cart", stall.form)
    assert 'value="王小明"' not in filled.get("/checkout").text


def test_an_address_that_is_not_ours_or_not_whole_is_none(stall: Stall, filled: Person) -> None:
    for forged in ("", "x", Fernet(Fernet.generate_key()).encrypt(b'{"name":"attacker"}').decode(), "🍵"):
        filled.client.set_cookie("address", forged, path="/checkout")
        page = filled.get("/checkout")
        assert page.status_code == 200
        assert "attacker" not in page.text and "记住的地址" not in page.text


def test_freight_goes_by_the_province_and_is_agreed_to_first(house: House, stall: Stall, filled: Person) -> None:
    zone(house, "33", fee=Money(1_200))
    assert "运费按省，¥8 起" in filled.get("/cart").text
    form = checkout_form(filled)
    assert form["seen"] == "13600"
    told = filled.post("/checkout", form)
    assert told.status_code == 422
    assert "运费因地区变成 ¥12，一共 ¥140，请再确认" in unescape(told.text)
    assert orders(house) == []
    assert filled.post("/checkout", form | {"seen": hidden(told.text, "seen")}).status_code == 303
    assert orders(house) == [("placed", 14_000)]


def test_another_province_after_the_total_was_seen(house: House, stall: Stall, filled: Person) -> None:
    zone(house, "65", fee=Money(1_800))
    form = checkout_form(filled, shown="33") | {"province": "650000", "city": "650100", "district": "650102"}
    assert "运费因地区变成 ¥18" in filled.post("/checkout", form).text
    stall.change(price=Money.parse("138"))
    assert "价格刚刚变了：现在一共 156 元，刚才是 136 元" in filled.post("/checkout", form).text
    assert orders(house) == []


def test_where_nothing_is_sent_nothing_is_ordered(house: House, stall: Stall, filled: Person) -> None:
    zone(house, "33", delivers=False)
    reply = filled.post("/checkout", checkout_form(filled))
    assert reply.status_code == 422
    assert reply.text.count("不送这个省。换个地址") == 2
    assert (orders(house), stall.stock()) == ([], 10)
    assert "不送这个省。换个地址" in filled.get("/checkout/regions?province=330000").text
    elsewhere = {"province": "320000", "city": "320500", "district": "320508"}
    form = DETAILS | elsewhere | {name: hidden(reply.text, name) for name in ("once", "seen")}
    told = filled.post("/checkout", form)
    assert filled.post("/checkout", form | {"seen": hidden(told.text, "seen")}).status_code == 303
    assert orders(house) == [("placed", 13_600)]


def test_a_passphrase_is_answered_truthfully_and_kept(house: House, filled: Person) -> None:
    reply = filled.post("/checkout", checkout_form(filled, passphrase=" 白茶红包 "))
    assert reply.status_code == 422
    assert "没有找到这个口令的优惠" in reply.text and 'value="白茶红包"' in reply.text
    assert filled.post("/checkout", checkout_form(filled, passphrase=" \u200b ")).status_code == 303
    assert len(orders(house)) == 1
