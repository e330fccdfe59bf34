"""A buyer asks to have a parcel sent elsewhere, and the order's page tells what came of it and of every box."""

import pytest
from flask import Flask
from sqlmodel import Session, select

from models.catalogue.supplier.freight import ZoneTerms, add_zone
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.money import Money
from models.stories.order.bring_back import bring_back
from models.stories.order.receive import receive_parcel
from models.trade.order.order import Order, Parcel
from models.trade.order.progress import progress_of
from models.trade.parcel import readdressing
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.shipping import ship, way
from tests.given.baskets import COD, TEST, bought, carried, order_all, put
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.tickets import claimed
from views.kit.house import House

FORM = {
    "name": "李四",
    "phone": "",
    "province": "320000",
    "city": "320100",
    "district": "320106",
    "street": "中山北路 1 号",
}


@pytest.fixture
def placed(house: House) -> tuple[str, str]:
    """The address of an order and of its parcel's form."""
    order = bought(house.database, carried(house.database), 3, gateway=COD)
    with house.database.reading() as session:
        found = session.get_one(Order, order)
        place = f"/orders/{found.token}"
        return place, f"{place}/parcels/{found.parcels[0].code}/address"


def the_parcel(session: Session) -> Parcel:
    """The only one there is."""
    return session.exec(select(Parcel)).one()


@ON_SQLITE
def test_asking_keeps_the_phone_and_is_asked_once(house: House, buyer: Person, placed: tuple[str, str]) -> None:
    place, form = placed
    assert form in buyer.get(place).text
    page = buyer.get(form)
    assert page.headers["Cache-Control"] == "no-store"
    assert "13800138000" not in page.text and "138****8000" in page.text and 'value="王小明"' in page.text
    for _ in range(2):
        assert buyer.post(form, FORM).location == f"{place}#parcel-{form.split('/')[4]}"
    with house.database.reading() as session:
        (change,) = session.exec(select(AddressChange)).all()
        assert (change.phone, change.region, change.region_code) == ("13800138000", "江苏省 南京市 鼓楼区", "320106")
    assert "等商家答复" in buyer.get(place).text


@ON_SQLITE
def test_wrong_forms_and_choosing_without_script(house: House, buyer: Person, placed: tuple[str, str]) -> None:
    _, form = placed
    for change in ({"name": " "}, {"phone": "123"}, {"district": ""}, {"street": "长" * 121}, {"province": "xx"}):
        reply = buyer.post(form, FORM | change)
        assert reply.status_code == 422, change
    filled = buyer.post(form, FORM | {"do": "region", "province": "330000"})
    assert filled.status_code == 200 and "杭州市" in filled.text
    assert "南京市" in buyer.get(f"{form}/regions?province=320000").text
    with house.database.reading() as session:
        assert session.exec(select(AddressChange)).all() == []


@ON_SQLITE
def test_too_late_and_not_mine(app: Flask, house: House, buyer: Person, placed: tuple[str, str]) -> None:
    place, form = placed
    other = bought(house.database, carried(house.database), visitor="other")
    with house.database.transaction() as session:
        theirs = session.get_one(Order, other)
        foreign = f"/orders/{theirs.token}/parcels/{form.split('/')[4]}/address"
        mine = session.exec(select(Parcel).where(Parcel.order_id != other)).one()
        ship(session, mine, way("顺丰速运", "SF123456"), Act.supplier(None, now()))
    for address in (foreign, "/orders/guess/parcels/NOSUCH00/address"):
        assert Person(app).get(address).status_code == 404
        assert Person(app).post(address, FORM).status_code == 404
    assert "地址不能再改" in buyer.get(form).text
    assert buyer.post(form, FORM).status_code == 422
    assert form not in buyer.get(place).text


@ON_SQLITE
def test_the_page_tells_how_far_everything_is(house: House, buyer: Person, placed: tuple[str, str]) -> None:
    place, form = placed
    buyer.post(form, FORM)
    with house.database.transaction() as session:
        change = session.exec(select(AddressChange)).one()
        readdressing.refuse_address(session, change, Act.supplier(None, now(), "已经打包"))
    assert "商家没有同意改地址：已经打包" in buyer.get(place).text
    buyer.post(form, FORM)
    with house.database.transaction() as session:
        parcel = the_parcel(session)
        ship(
            session,
            parcel,
            way("顺丰速运", "SF0000000001"),
            Act.supplier(None, now()),
            pieces={parcel.lines[0].id: 1},
            anyway=True,
        )
    page = buyer.get(place).text
    for words in ("发出了一部分", "部分发货", "第 1 箱", "已发 1 件，还有 2 件没发", "照原地址发出", 'data-copy="box-'):
        assert words in page
    assert f"{place}/parcels/{form.split('/')[4]}/receipt" not in page
    with house.database.transaction() as session:
        ship(session, the_parcel(session), way("顺丰速运", "SF0000000002"), Act.supplier(None, now()))
    page = buyer.get(place).text
    assert "已发货，在路上" in page and "SF0000000001" in page and "SF0000000002" in page
    with house.database.transaction() as session:
        receive_parcel(session, the_parcel(session), Act.buyer(now()))
    page = buyer.get(place).text
    assert "都收到了" in page and "前申请售后" in page


@ON_SQLITE
def test_an_agreed_address_and_a_parcel_that_came_back(house: House, buyer: Person, placed: tuple[str, str]) -> None:
    place, form = placed
    buyer.post(form, FORM | {"phone": "139 0013 9000"})
    with house.database.transaction() as session:
        readdressing.agree_address(session, session.exec(select(AddressChange)).one(), Act.supplier(None, now()))
    page = buyer.get(place).text
    assert "商家同意了" in page and "139****9000" in page and "13900139000" not in page and "文三路" not in page
    with house.database.transaction() as session:
        ship(session, the_parcel(session), way("顺丰速运", "SF0000000001"), Act.supplier(None, now()))
        bring_back(session, the_parcel(session), Act.supplier(None, now(), "拒收"))
        assert progress_of(the_parcel(session).order) == "came_back"
    page = buyer.get(place).text
    assert "包裹退回了商家" in page and "已退回" in page and "件退了款" not in page


@ON_SQLITE
def test_what_is_not_paid_goes_there_without_anybody_being_asked(house: House, buyer: Person) -> None:
    order = bought(house.database, carried(house.database), 3, gateway=TEST)
    with house.database.reading() as session:
        found = session.get_one(Order, order)
        place, code = f"/orders/{found.token}", found.parcels[0].code
    form = f"{place}/parcels/{code}/address"
    assert "不用问商家" in buyer.get(form).text
    for _ in range(2):
        assert buyer.post(form, FORM).status_code == 303
    page = buyer.get(place).text
    assert "地址改好了" in page and "等商家答复" not in page and "商家同意了" not in page
    with house.database.reading() as session:
        (change,) = session.exec(select(AddressChange)).all()
        assert (change.state, change.phone) == ("agreed", "13800138000")
        assert readdressing.ship_to(session, the_parcel(session)).street == "中山北路 1 号"


@ON_SQLITE
def test_what_is_not_paid_goes_nowhere_that_costs_more_or_is_not_served(house: House, buyer: Person) -> None:
    order = bought(house.database, carried(house.database), 1, gateway=TEST)
    with house.database.transaction() as session:
        found = session.get_one(Order, order)
        form = f"/orders/{found.token}/parcels/{found.parcels[0].code}/address"
        supplier = found.parcels[0].supplier
        add_zone(session, supplier, ZoneTerms(("32",), fee=Money(9_900)))
        add_zone(session, supplier, ZoneTerms(("65",), delivers=False))
    dear = buyer.post(form, FORM)
    assert dear.status_code == 422 and "¥99，比这单多" in dear.text and 'value="李四"' in dear.text
    not_there = buyer.post(form, FORM | {"province": "650000", "city": "650100", "district": "650102"})
    assert not_there.status_code == 422 and "不送这个省" in not_there.text
    with house.database.reading() as session:
        assert session.exec(select(AddressChange)).all() == []
    assert buyer.post(f"{form.split('/parcels')[0]}/cancellation").status_code == 303
    assert buyer.post(form, FORM).status_code == 422


@ON_SQLITE
def test_a_corrected_number_is_the_one_that_finds_the_order(house: House, buyer: Person) -> None:
    order = bought(house.database, carried(house.database), 1, gateway=TEST)
    with house.database.reading() as session:
        found = session.get_one(Order, order)
        form, number = f"/orders/{found.token}/parcels/{found.parcels[0].code}/address", found.number
    assert buyer.post(form, FORM | {"phone": "139 0013 9000"}).status_code == 303
    with house.database.reading() as session:
        assert session.get_one(Order, order).phone == "13900139000"
    asked = {"number": number, "phone": "13800138000"}
    assert buyer.post("/orders", asked).status_code == 422, "who has the mistyped number finds nothing"
    assert buyer.post("/orders", asked | {"phone": "13900139000"}).status_code == 303


@ON_SQLITE
def test_an_order_with_a_coupon_goes_to_no_other_phone(house: House, buyer: Person) -> None:
    at = carried(house.database)
    with house.database.transaction() as session:
        put(session, "owner", at, 2)
        order = order_all(session, "owner", gateway=TEST, claim=claimed(session, at, "supplier", off="10"))
        form, id_ = f"/orders/{order.token}/parcels/{order.parcels[0].code}/address", order.id
    refused = buyer.post(form, FORM | {"phone": "13900139000"})
    assert refused.status_code == 422 and "券是跟着手机号的" in refused.text
    with house.database.reading() as session:
        assert session.get_one(Order, id_).phone == "13800138000"
        assert session.exec(select(AddressChange)).all() == []
    assert buyer.post(form, FORM).status_code == 303, "the address alone may"
