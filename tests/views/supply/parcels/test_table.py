"""Parcels: the supplier's own, shipped from the list or from their page."""

from sqlmodel import select

from models.trade.order.event import OrderEvent
from models.trade.order.order import Parcel
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.shipment import Shipment
from tests.given.people import Person
from tests.views.supply.conftest import Shelf, order_of
from views.kit.house import House

SHIPMENT = {"carrier": CARRIERS[0], "tracking": "SF 1234 567890"}


def state_of(house: House, code: str) -> tuple[str, str, str]:
    """A parcel's state, and its last box."""
    with house.database.reading() as session:
        parcel = session.exec(select(Parcel).where(Parcel.code == code)).one()
        box = parcel.shipments[-1] if parcel.shipments else None
        return parcel.state, box.carrier if box else "", box.tracking if box else ""


def test_no_parcels_yet(staff: Person) -> None:
    assert "还没有包裹" in staff.get("/supply/parcels").text


def test_the_address_is_on_the_parcels_page_only(staff: Person, parcel: str) -> None:
    listed, alone = staff.get("/supply/parcels").text, staff.get(f"/supply/parcels/{parcel}").text
    assert parcel in listed and "老寿眉" in listed and "放门口" in listed
    for private in ("王小明", "13900000000", "文三路"):
        assert private not in listed and private not in staff.get("/supply").text
        assert private in alone
    assert "货到代收" in alone and "256.00" in alone


def test_shipping_and_correcting(staff: Person, house: House, parcel: str) -> None:
    staff.get(f"/supply/parcels/{parcel}")
    for _ in range(2):
        assert staff.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT).location == f"/supply/parcels/{parcel}"
    assert state_of(house, parcel) == ("shipped", CARRIERS[0], "SF1234567890")
    with house.database.reading() as session:
        steps = [event.step for event in session.exec(select(OrderEvent).order_by(OrderEvent.id))]  # type: ignore[arg-type]
    assert steps.count("ship") == 1

    with house.database.reading() as session:
        (box,) = session.exec(select(Shipment.code)).all()
    wrong = staff.post(f"/supply/parcels/{parcel}/boxes/{box}", {"carrier": CARRIERS[1], "tracking": "短"})
    assert wrong.status_code == 422 and 'value="短"' in wrong.text
    assert staff.post(f"/supply/parcels/{parcel}/boxes/NOSUCH00", SHIPMENT).status_code == 404
    staff.post(f"/supply/parcels/{parcel}/boxes/{box}", {"carrier": CARRIERS[1], "tracking": "ZT00112233"})
    assert state_of(house, parcel) == ("shipped", CARRIERS[1], "ZT00112233")


def test_shipping_from_the_list(staff: Person, house: House, parcel: str) -> None:
    staff.get("/supply/parcels")
    wrong = staff.post(f"/supply/parcels/{parcel}/shipment", {"carrier": CARRIERS[2], "tracking": "短", "back": "list"})
    assert wrong.status_code == 422 and "运单号是 6 到 40 位" in wrong.text and 'value="短"' in wrong.text
    assert state_of(house, parcel)[0] == "to_ship"

    reply = staff.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT | {"back": "list"})
    assert (reply.status_code, reply.location) == (303, "/supply/parcels")
    assert "都发完了" in staff.get(reply.location).text
    assert "SF1234567890" in staff.get("/supply/parcels?state=shipped").text


def test_wrong_forms_keep_what_was_typed(staff: Person, house: House, parcel: str) -> None:
    staff.get(f"/supply/parcels/{parcel}")
    for form in ({"carrier": "信鸽", "tracking": "ABC1234567"}, {"carrier": CARRIERS[0], "tracking": "ABC!"}):
        reply = staff.post(f"/supply/parcels/{parcel}/shipment", form)
        assert reply.status_code == 422 and form["tracking"] in reply.text
    assert state_of(house, parcel)[0] == "to_ship"


def test_parcels_of_others_and_unpaid_ones_are_not_there(
    staff: Person, keeper: Person, house: House, shelf: Shelf, parcel: str
) -> None:
    with house.database.transaction() as session:
        theirs = order_of(session, shelf.theirs, "乙").parcels[0].code
        unpaid = order_of(session, shelf.mine, "丙", prepaid=True).parcels[0].code
    staff.get("/supply/parcels")
    for code in (theirs, unpaid, "NOWHERE1"):
        assert staff.get(f"/supply/parcels/{code}").status_code == 404
        assert staff.post(f"/supply/parcels/{code}/shipment", SHIPMENT).status_code == 404
    listed = staff.get("/supply/parcels?state=waiting").text
    assert theirs not in listed and unpaid not in listed and parcel in listed

    keeper.get("/")
    assert keeper.get(f"/supply/parcels/{parcel}").status_code == 404
    assert keeper.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT).status_code in (400, 404)
    assert state_of(house, theirs)[0] == "to_ship"


def test_today_counts(staff: Person, parcel: str) -> None:
    page = staff.get("/supply").text
    assert "待发货" in page and f"/supply/parcels/{parcel}" in page
