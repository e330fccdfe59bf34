"""An order at its own address: who may see it, what may be done there, and what notices move."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlmodel import select

from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.shop.shop import Shop
from models.trade.order.order import Parcel
from models.trade.parcel.shipping import ship, way
from tests.given.factories import make_goods, make_pick, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import Stall, buy, open_stall, orders
from views.kit.house import House


@pytest.fixture
def stall(house: House) -> Stall:
    return open_stall(house)


def dispatch(house: House) -> list[str]:
    """Ships every parcel; returns their codes."""
    with house.database.transaction() as session:
        parcels = session.exec(select(Parcel)).all()
        for parcel in parcels:
            ship(session, parcel, way("顺丰速运", "SF123456"), Act.supplier(None, now()))
        return [parcel.code for parcel in parcels]


def parcel_codes(house: House) -> list[str]:
    """Every parcel's code."""
    with house.database.reading() as session:
        return list(session.exec(select(Parcel.code).order_by(Parcel.id)))  # type: ignore[arg-type]


def gateway_of(house: House) -> TestGateway:
    """The test gateway itself."""
    gateway = house.gateways["test"]
    assert isinstance(gateway, TestGateway)
    return gateway


def signed(house: House, **change: str) -> dict[str, str]:
    """The gateway's notice for the only payment, with something changed after it was signed."""
    with house.database.reading() as session:
        payment = session.exec(select(Payment)).one()
    return gateway_of(house).sign(payment.code, payment.amount) | change


@ON_SQLITE
def test_only_who_knows_the_address_sees_the_order(app: Flask, stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall)
    assert len(place.removeprefix("/orders/")) >= 22
    page = buyer.get(place)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    stranger = Person(app)
    assert stranger.get(place).status_code == 200
    for guess in (place[:-1], place + "A", place.swapcase(), "/orders/1", "/orders/", "/orders/' OR 1=1 --"):
        assert stranger.get(guess).status_code == 404, guess
    for action in ("cancellation", "payment", "receipt"):
        assert stranger.post(f"/orders/guess/{action}").status_code == 404


@ON_SQLITE
def test_a_parcel_is_received_once_it_was_shipped(house: House, stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall)
    (code,) = parcel_codes(house)
    early = buyer.post(f"{place}/parcels/{code}/receipt")
    assert early.status_code == 422
    assert "包裹还没有发出" in early.text
    dispatch(house)
    page = buyer.get(place).text
    assert "SF123456" in page
    assert "取消订单" not in page
    for _ in range(2):
        assert buyer.post(f"{place}/parcels/{code}/receipt").status_code == 303
    assert "都收到了" in buyer.get(place).text


@ON_SQLITE
def test_another_orders_parcel_is_not_received_through_mine(
    app: Flask, house: House, stall: Stall, buyer: Person
) -> None:
    buy(buyer, stall)
    attacker = Person(app)
    theirs = buy(attacker, stall)
    mine, _ = dispatch(house)
    assert attacker.post(f"{theirs}/parcels/{mine}/receipt").status_code == 404
    assert attacker.post(f"{theirs}/parcels/NOSUCH00/receipt").status_code == 404
    with house.database.reading() as session:
        assert set(session.exec(select(Parcel.state))) == {"shipped"}


@ON_SQLITE
def test_cancelling_is_once_and_final(house: House, stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall, quantity=3)
    assert stall.stock() == 7
    for _ in range(2):
        assert buyer.post(f"{place}/cancellation").status_code == 303
    assert stall.stock() == 10
    page = buyer.get(place).text
    assert "订单已取消" in page
    assert f"{place}/cancellation" not in page


def test_two_cancellations_at_once_return_the_stock_once(app: Flask, house: House, stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall, quantity=3, payment="cod")
    people = [Person(app) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda person: person.post(f"{place}/cancellation").status_code, people))
    assert replies == [303] * 4
    assert (stall.stock(), orders(house)) == (10, [("cancelled", 38_400)])


@ON_SQLITE
def test_what_is_on_its_way_is_not_cancelled(house: House, stall: Stall, buyer: Person) -> None:
    place = buy(buyer, stall)
    dispatch(house)
    reply = buyer.post(f"{place}/cancellation")
    assert reply.status_code == 422
    assert "已经有包裹发出" in reply.text
    assert stall.stock() == 9


def test_paying_at_the_test_cashier(house: House, stall: Stall, buyer: Person) -> None:
    cashier = buy(buyer, stall, payment="test")
    assert cashier.startswith("/cashier/")
    page = buyer.get(cashier).text
    assert "这里不收真钱" in page
    place = buyer.post(cashier).location
    assert "等待发货" in buyer.get(place).text
    assert buyer.post(cashier).location == place
    assert buyer.post(f"{place}/payment").location == place
    assert (orders(house), stall.stock()) == ([("paid", 12_800)], 9)


@ON_SQLITE
def test_paying_later_leads_back_to_the_cashier(house: House, stall: Stall, buyer: Person) -> None:
    cashier = buy(buyer, stall, payment="test")
    with house.database.reading() as session:
        place = f"/orders/{session.exec(select(Payment)).one().order.token}"
    assert "还差付款" in buyer.get(place).text
    assert buyer.post(f"{place}/payment").location == cashier
    buyer.post(f"{place}/cancellation")
    assert buyer.post(cashier).status_code == 422
    assert buyer.post(f"{place}/payment").location == place
    assert (orders(house), stall.stock()) == ([("cancelled", 12_800)], 10)


def test_a_notice_pays_once_however_often_it_comes(house: House, stall: Stall, buyer: Person, app: Flask) -> None:
    buy(buyer, stall, payment="test")
    notice = signed(house)
    for _ in range(2):
        reply = Person(app).client.post("/pay/test/notify", data=notice, headers={"Origin": "https://gateway.example"})
        assert (reply.status_code, reply.text) == (200, "success")
    assert orders(house) == [("paid", 12_800)]


@ON_SQLITE
def test_a_forged_notice_moves_nothing(house: House, stall: Stall, buyer: Person) -> None:
    buy(buyer, stall, payment="test")
    for name, value in (("amount", "1"), ("payment", "OTHER"), ("sign", ""), ("sign", "签名"), ("reference", "")):
        reply = buyer.client.post("/pay/test/notify", data=signed(house, **{name: value}))
        assert (name, value, reply.status_code, reply.text) == (name, value, 400, "fail")
    assert orders(house) == [("unpaid", 12_800)]


@ON_SQLITE
def test_a_signed_notice_with_another_amount_or_an_unknown_payment(house: House, stall: Stall, buyer: Person) -> None:
    buy(buyer, stall, payment="test")
    code, gateway = signed(house)["payment"], gateway_of(house)
    for notice in (gateway.sign(code, Money(12_799)), gateway.sign("NOSUCH", Money(12_800)), dict[str, str]()):
        assert buyer.client.post("/pay/test/notify", data=notice).status_code == 400
    for gateway_name, status in (("cod", 400), ("alipay", 404), ("nothing", 404)):
        assert buyer.client.post(f"/pay/{gateway_name}/notify", data=signed(house)).status_code == status
    assert orders(house) == [("unpaid", 12_800)]


@ON_SQLITE
def test_a_notice_after_the_cancellation(house: House, stall: Stall, buyer: Person) -> None:
    buy(buyer, stall, payment="test")
    with house.database.reading() as session:
        place = f"/orders/{session.exec(select(Payment)).one().order.token}"
    buyer.post(f"{place}/cancellation")
    # Taken, so that the gateway stops repeating it, and given back.
    assert buyer.client.post("/pay/test/notify", data=signed(house)).status_code == 200
    assert (orders(house), stall.stock()) == ([("cancelled", 12_800)], 10)


def test_a_paid_order_is_cancelled_and_its_money_shown_on_its_way(
    app: Flask, house: House, stall: Stall, buyer: Person
) -> None:
    place = buyer.post(buy(buyer, stall, quantity=2, payment="test")).location
    assert "付的钱原路退回" in buyer.get(place).text
    people = [Person(app) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda person: person.post(f"{place}/cancellation").status_code, people))
    assert replies == [303] * 3
    page = buyer.get(place).text
    for words in ("订单已取消", "¥256", "原路退回", "已退款"):
        assert words in page
    assert (orders(house), stall.stock()) == ([("cancelled", 25_600)], 10)
    with house.database.reading() as session:
        # Tests run jobs at once: the test gateway has given it back by now.
        assert session.exec(select(Refund.state)).one() == "done"


@ON_SQLITE
def test_one_parcel_is_cancelled_alone(app: Flask, house: House, stall: Stall, buyer: Person) -> None:
    with house.database.transaction() as session:
        shop = session.exec(select(Shop)).one()
        honey = make_goods(session, make_supplier(session), title="蜂蜜", price="68")
        make_pick(session, shop, honey)
        code = honey.code
    buyer.post("/cart", {"shop": str(stall.number), "goods": code, "quantity": "1"})
    place = buyer.post(buy(buyer, stall, payment="test")).location
    parcels = parcel_codes(house)
    page = buyer.get(place).text
    assert page.count("只取消这个包裹") == 2
    assert Person(app).post(f"{place[:-1]}/parcels/{parcels[0]}/cancellation").status_code == 404
    assert buyer.post(f"{place}/parcels/NOSUCH00/cancellation").status_code == 404
    for _ in range(2):
        assert buyer.post(f"{place}/parcels/{parcels[0]}/cancellation").status_code == 303
    page = buyer.get(place).text
    # The last one that is left is cancelled with its order.
    assert "只取消这个包裹" not in page
    assert "¥68" in page
    with house.database.reading() as session:
        assert sorted(session.exec(select(Parcel.state))) == ["cancelled", "to_ship"]
    dispatch_one(house, parcels[1])
    assert buyer.post(f"{place}/parcels/{parcels[1]}/cancellation").status_code == 422


def dispatch_one(house: House, code: str) -> None:
    """Ships one parcel."""
    with house.database.transaction() as session:
        parcel = session.exec(select(Parcel).where(Parcel.code == code)).one()
        ship(session, parcel, way("顺丰速运", "SF123456"), Act.supplier(None, now()))
