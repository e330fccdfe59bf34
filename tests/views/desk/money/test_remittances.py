"""Booking cash that carriers paid out: operators only, once, with the bank's number."""

from sqlmodel import select

from models.kernel.act import Act
from models.payment.payment import Payment
from models.stories.order.receive import receive_parcel
from models.trade.order.order import Order
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import COD, NOON, bought, carried
from tests.given.people import Person
from views.kit.house import House


def _collected(house: House) -> str:
    order_id = bought(house.database, carried(house.database), gateway=COD)
    with house.database.transaction() as session:
        (parcel,) = session.get_one(Order, order_id).parcels
        ship(session, parcel, Way("顺丰速运", "SF1234567890"), Act.supplier(None, NOON))
        receive_parcel(session, parcel, Act.buyer(NOON))
        return session.exec(select(Payment.code)).one()


def _remitted(house: House) -> str:
    with house.database.reading() as session:
        payment = session.exec(select(Payment)).one()
        return payment.reference if payment.remitted_at else ""


def test_what_a_carrier_paid_out_is_booked_once(operator: Person, house: House) -> None:
    assert "没有在快递公司手里的货款" in operator.get("/desk/remittances").text
    code = _collected(house)
    assert "¥128.00" in operator.get("/desk/remittances").text
    assert operator.post("/desk/remittances", {"payment": code, "reference": "BANK-1"}).status_code == 303
    assert operator.post("/desk/remittances", {"payment": code, "reference": "BANK-2"}).status_code == 303
    assert _remitted(house) == "BANK-1"


def test_without_a_number_or_a_tick_nothing_is_booked(operator: Person, house: House) -> None:
    code = _collected(house)
    assert operator.post("/desk/remittances", {"payment": code, "reference": ""}).status_code == 422
    assert "先勾上" in operator.post("/desk/remittances", {"reference": "BANK-1"}).text
    assert _remitted(house) == ""


def test_nobody_else_books_it(keeper: Person, staff: Person, stranger: Person, house: House) -> None:
    code = _collected(house)
    for person in (keeper, staff, stranger):
        assert person.post("/desk/remittances", {"payment": code, "reference": "MINE"}).status_code in (403, 404)
    assert _remitted(house) == ""
