"""The supplier's after-sales over HTTP: the list, the clock, each answer, and that only the own ones are reached."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.clock import now
from models.payment.refund import Refund
from models.trade.after_sale.after_sale import AfterSale
from tests.given.after_sales import ADDRESS, Sold, sell
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def sold(app: Flask, house: House) -> Sold:
    return sell(app, house)


def amounts(house: House) -> list[int]:
    """Every refund's amount in fen."""
    with house.database.reading() as session:
        return [int(refund.amount) for refund in session.exec(select(Refund))]


@ON_SQLITE
def test_the_list_counts_what_is_to_do_and_says_what_is_late(house: House, sold: Sold) -> None:
    assert "还没有售后" in sold.staff.get("/supply/after-sales").text
    sold.ask()
    page = sold.staff.get("/supply/after-sales").text
    assert "盒子" not in page and "到手就是坏的" in page and "过时了" not in page
    with house.database.transaction() as session:
        session.exec(select(AfterSale)).one().answer_by = now() - timedelta(minutes=1)
    assert "过时了" in sold.staff.get("/supply/after-sales?state=asked").text
    assert "都答复了" in sold.staff.get("/supply/after-sales?state=nonsense").text or sold.many() == 1
    assert "这个状态下没有售后" in sold.staff.get("/supply/after-sales?state=done").text
    assert 'class="tally">1<' in sold.staff.get("/supply").text


@ON_SQLITE
def test_strangers_and_others_find_nothing(sold: Sold, staff: Person, stranger: Person, keeper: Person) -> None:
    sold.ask()
    code = sold.asked().code
    for person in (staff, stranger, keeper, sold.keeper):
        assert person.get(f"/supply/after-sales/{code}").status_code == 404
        for action in ("agreement", "return-address", "refusal", "arrival", "resending", "statements"):
            assert person.post(f"/supply/after-sales/{code}/{action}").status_code == 404
    assert "福鼎白茶" not in staff.get("/supply/after-sales").text
    assert Person(sold.staff.client.application).get(f"/supply/after-sales/{code}").status_code == 303
    for person in (keeper, stranger):
        assert person.get(f"/console/after-sales/{code}").status_code in (303, 404)
    assert sold.asked().state == "asked"


def test_agreeing_refunds_once_however_often_it_is_pressed(sold: Sold) -> None:
    sold.ask()
    code = sold.asked().code
    sold.staff.get(f"/supply/after-sales/{code}")
    data = {"seen": "12800", "csrf_token": sold.staff.token}
    jar = sold.staff.client
    replies = [jar.post(f"/supply/after-sales/{code}/agreement", data=data) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [303] * 3
    assert amounts(sold.house) == [12_800]


@ON_SQLITE
@pytest.mark.parametrize(
    ("action", "data", "said"),
    [
        ("agreement", {"seen": "1"}, "金额刚刚改成了"),
        ("agreement", {"seen": "-12800"}, "金额刚刚改成了"),
        ("agreement", {}, "金额刚刚改成了"),
        ("return-address", {"return_to": ADDRESS}, "买家没有申请退货"),
        ("refusal", {"why": " "}, "写明理由"),
        ("refusal", {"why": "长" * 301}, "最多 300 个字"),
        ("refusal", {"why": "不", "offer": "128"}, "愿意退的金额要低于 128 元"),
        ("refusal", {"why": "不", "offer": "0"}, "愿意退的金额要低于 128 元"),
        ("refusal", {"why": "不", "offer": "钱"}, "不是金额"),
        ("arrival", {"reception": "received"}, "刚刚有了变化"),
        ("resending", {"carrier": "顺丰速运", "tracking": "SF123456"}, "刚刚有了变化"),
        ("statements", {"words": "喂"}, "纠纷已经结束"),
    ],
)
def test_what_cannot_be_answered_now(sold: Sold, action: str, data: dict[str, Any], said: str) -> None:
    sold.ask()
    reply = sold.act("staff", action, **data)
    assert (reply.status_code, said in reply.text) == (422, True), reply.text[-4000:]
    assert (sold.asked().state, amounts(sold.house)) == ("asked", [])


@ON_SQLITE
def test_an_exchange_from_end_to_end(sold: Sold) -> None:
    sold.ask(kind="exchange", reason="wrong")
    short = sold.act("staff", "return-address", return_to="茶厂")
    assert (short.status_code, "写全收件人" in short.text) == (422, True)
    sold.act("staff", "return-address", return_to=ADDRESS)
    sold.act("buyer", "return", carrier="中通快递", tracking="ZT123456")
    assert "登记收到的货" in sold.staff.get(f"/supply/after-sales/{sold.asked().code}").text
    needs_words = sold.act("staff", "arrival", reception="damaged", words="")
    assert (needs_words.status_code, "写一写哪里不对" in needs_words.text) == (422, True)
    sold.act("staff", "arrival", reception="received")
    assert sold.act("staff", "agreement", seen="0").status_code == 422
    sold.act("staff", "resending", carrier="顺丰速运", tracking="SF777777")
    page = sold.buyer.get(f"{sold.place}/after-sales/{sold.asked().code}").text
    assert "SF777777" in page and "收到了" in page
    for _ in range(2):
        assert sold.act("buyer", "receipt").status_code == 303
    after_sale = sold.asked()
    assert (after_sale.state, after_sale.line.shipped, after_sale.line.returned, amounts(sold.house)) == (
        "done",
        2,
        0,
        [],
    )


@ON_SQLITE
def test_before_shipping_it_is_a_refund_with_the_goods_back_on_the_shelf(app: Flask, house: House) -> None:
    sold = sell(app, house, stage="to_ship")
    assert "退货退款" not in sold.buyer.get(f"{sold.place}/after-sales/new?line=1").text
    assert sold.ask(kind="return").status_code == 422
    sold.ask(quantity="2", amount="1")
    page = sold.staff.get(f"/supply/after-sales/{sold.asked().code}").text
    assert "还没发出的货" in page
    parcel = re.search(r"/supply/parcels/\w+", page)
    assert parcel and "先答复再发" in sold.staff.get(parcel[0]).text
    sold.act("staff", "agreement", seen="25600")
    assert amounts(house) == [25_600]
    assert sold.asked().line.refunded_unshipped == 2


@ON_SQLITE
def test_what_a_buyer_wants_the_money_back_for_is_not_to_be_shipped_first(app: Flask, house: House) -> None:
    sold = sell(app, house, stage="to_ship")
    ship_now = ">去发货</a>"
    assert sold.staff.get("/supply").text.count(ship_now) == 1
    sold.ask(quantity="1", amount="1")
    page = sold.staff.get("/supply").text
    assert ship_now not in page
    assert "还有 1 个先别发" in page and "都发完了" not in page
    # It is still among what is to be sent, where the answer is asked for.
    assert "要发的" in sold.staff.get("/supply/parcels").text
    sold.act("buyer", "withdrawal")
    assert sold.staff.get("/supply").text.count(ship_now) == 1


@ON_SQLITE
def test_a_wish_about_what_was_sent_holds_nothing_up(app: Flask, house: House) -> None:
    sold = sell(app, house, stage="to_ship")
    sold.ask(quantity="1", amount="1")
    with house.database.transaction() as session:
        # As of pieces that came in an earlier box.
        session.exec(select(AfterSale)).one().before_shipping = False
    assert ">去发货</a>" in sold.staff.get("/supply").text


def test_the_buyer_takes_it_back_while_the_supplier_agrees(sold: Sold) -> None:
    sold.ask()
    code = sold.asked().code
    sold.staff.get(f"/supply/after-sales/{code}")

    def act(who: str) -> int:
        if who == "buyer":
            return sold.buyer.post(f"{sold.place}/after-sales/{code}/withdrawal").status_code
        return sold.staff.post(f"/supply/after-sales/{code}/agreement", {"seen": "12800"}).status_code

    with ThreadPoolExecutor(2) as pool:
        taken_back, agreed = pool.map(act, ("buyer", "staff"))
    assert sorted((taken_back, agreed)) == [303, 422]
    assert len(amounts(sold.house)) == (agreed == 303)


@ON_SQLITE
def test_the_keeper_reads_along_without_photos_or_addresses(sold: Sold, keeper: Person) -> None:
    sold.ask(kind="return")
    sold.act("staff", "return-address", return_to=ADDRESS)
    sold.act("buyer", "return", carrier="中通快递", tracking="ZT123456")
    code = sold.asked().code
    page = sold.keeper.get(f"/console/after-sales/{code}").text
    assert "盒子压坏了" in page and "正在寄回" in page
    assert not any(secret in page for secret in ("茶厂路", "ZT123456", "文三路", "13800138000", "/photos/"))
    assert keeper.get(f"/console/after-sales/{code}").status_code == 404
    assert "正在寄回" in sold.keeper.get("/console/orders").text
