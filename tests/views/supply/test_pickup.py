"""A supplier's counter over HTTP: the offer, a parcel made ready, its code, and who may say it where."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit.audit import Audit
from models.catalogue.supplier.pickup_place import PickupPlace, offer_pickup
from models.catalogue.supplier.register import staff_of
from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import now
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Order, Parcel
from tests.given.baskets import TEST, order_quoted, pay
from tests.given.factories import make_pick, make_shop, make_supplier
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.pickups import AT_SHOP, SOMEBODY, quote_fetched
from tests.views.supply.conftest import Shelf, goods_of
from views.kit.house import House

PLACE = {"place": AT_SHOP.place, "hours": AT_SHOP.hours, "words": "", "days": "3"}


@pytest.fixture
def token(house: House, staff: Person, shelf: Shelf) -> str:
    """The address of a paid order of one parcel, to be fetched from the staff's supplier."""
    with house.database.transaction() as session:
        own = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        offer_pickup(session, own, AT_SHOP, at=now())
        sku = session.merge(goods_of(house, shelf.mine).skus[0])
        shop = make_shop(session)
        make_pick(session, shop, sku.goods)
        put_in(session, "buyer", Chosen(sku, shop, 2), at=now())
        order = order_quoted(session, quote_fetched(session, "buyer", at=now()), gateway=TEST, contact=SOMEBODY)
        id_, token = order.id, order.token
    pay(house.database, id_, at=now())
    return token


def parcel_of(house: House, token: str) -> Parcel:
    """As it stands."""
    with house.database.reading() as session:
        parcel = session.exec(select(Order).where(Order.token == token)).one().parcels[0]
        assert parcel.pickup is not None
        return parcel


def test_the_offer_is_kept_taken_back_and_on_the_trail(staff: Person, house: House) -> None:
    staff.get("/supply/pickup/place")
    wrong = staff.post("/supply/pickup/place", PLACE | {"place": " ", "days": "0"})
    assert wrong.status_code == 422
    assert "请填店在哪里" in wrong.text and AT_SHOP.hours in wrong.text
    assert staff.post("/supply/pickup/place", PLACE).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(PickupPlace.place, PickupPlace.days)).all() == [(AT_SHOP.place, 3)]
        assert session.exec(select(Audit.what).where(Audit.what == "supplier.pickup")).all() == ["supplier.pickup"]
    assert AT_SHOP.place in staff.get("/supply/pickup/place").text
    assert staff.post("/supply/pickup/place/withdrawal").status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(PickupPlace.code)).all() == []


def test_ready_said_and_handed_out_once(app: Flask, staff: Person, house: House, token: str) -> None:
    buyer, code = Person(app), parcel_of(house, token).code
    assert "取货码" in buyer.get(f"/orders/{token}").text
    page = staff.get(f"/supply/parcels/{code}").text
    assert "备好了，请买家来取" in page and "运单号" not in page
    sent = {"carrier": "中通快递", "tracking": "ZT123456"}
    assert staff.post(f"/supply/parcels/{code}/shipment", sent).status_code == 422
    for _ in range(2):
        assert staff.post(f"/supply/parcels/{code}/ready").status_code == 303
    parcel = parcel_of(house, token)
    said = parcel.pickup.code if parcel.pickup and parcel.pickup.code else ""
    shown = buyer.get(f"/orders/{token}").text
    assert f"{said[:3]} {said[3:]}" in shown and "<path d=" in shown
    # The seller's pages never say it.
    for place in (f"/supply/parcels/{code}", "/supply/pickup", "/supply/parcels?state=to_fetch"):
        assert said not in staff.get(place).text
    assert staff.post("/supply/pickup", {"code": "000 00"}).status_code == 422
    found = staff.post("/supply/pickup", {"code": f"https://x.example/supply/pickup?code={said}"})
    assert found.status_code == 200 and "138****8000" in found.text and "13800138000" not in found.text
    assert parcel_of(house, token).state == "to_ship"
    assert staff.post("/supply/pickup/handover", {"code": said}).status_code == 303
    assert parcel_of(house, token).state == "received"
    again = staff.post("/supply/pickup/handover", {"code": said})
    assert again.status_code == 422 and re.search(r"已经在 .+ 取走了", again.text)
    after = buyer.get(f"/orders/{token}").text
    assert "取走了" in after and said not in after.replace(" ", "")


@ON_SQLITE
def test_another_seller_and_who_guesses_get_nothing(app: Flask, staff: Person, house: House, token: str) -> None:
    code = parcel_of(house, token).code
    staff.post(f"/supply/parcels/{code}/ready")
    parcel = parcel_of(house, token)
    said = parcel.pickup.code if parcel.pickup and parcel.pickup.code else ""
    with house.database.transaction() as session:
        phone = staff_of(session, make_supplier(session, name="隔壁店"))[0].phone
    other = Person(app).sign_in(phone)
    other.get("/supply/pickup")
    assert other.post(f"/supply/parcels/{code}/ready").status_code == 404
    assert other.post("/supply/pickup", {"code": said}).status_code == 422
    assert other.post("/supply/pickup/handover", {"code": said}).status_code == 422
    wrong = next(f"{n:06d}" for n in range(9) if f"{n:06d}" != said)
    texts = [staff.post("/supply/pickup", {"code": wrong}).text for _ in range(house.rules.pickup_misses)]
    assert "还能错 0 次" in texts[-1]
    assert "太多了" in staff.post("/supply/pickup/handover", {"code": said}).text
    assert parcel_of(house, token).state == "to_ship"
    assert Person(app).post("/supply/pickup/handover", {"code": said}).status_code in (303, 400, 404)
    assert parcel_of(house, token).state == "to_ship"
