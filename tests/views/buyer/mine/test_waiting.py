"""After-sales that wait for the buyer stand before what is only under way, with what they ask for."""

from flask import Flask
from sqlmodel import select

from models.trade.order.order import Order
from tests.given.after_sales import ADDRESS, sell
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House

pytestmark = ON_SQLITE


def test_a_return_that_waits_for_the_buyer_says_so_and_leads_there(app: Flask, house: House) -> None:
    sold = sell(app, house)
    person: Person = sold.buyer
    person.post(f"{sold.place}/keeping")
    assert "收到了" in person.get("/mine").text
    assert "可退到" in person.get("/mine").text
    assert sold.ask(kind="return").status_code == 303
    assert "去处理" not in person.get("/mine").text, "it is the supplier's turn"
    sold.act("staff", "return-address", return_to=ADDRESS)
    text = person.get("/mine").text
    assert "等你寄回" in text
    assert "去处理" in text
    assert f'href="{sold.place}/after-sales/{sold.asked().code}"' in text
    assert "btn-go" not in text, "it costs no money"


def test_what_waits_stands_before_a_newer_order(app: Flask, house: House) -> None:
    sold = sell(app, house)
    sold.buyer.post(f"{sold.place}/keeping")
    with house.database.transaction() as session:
        first = session.exec(select(Order)).one()
        lines = [line for parcel in first.parcels for line in parcel.lines]
        newer = Order(
            **first.model_dump(exclude={"id"}) | {"number": "991122000001", "token": "newer", "once": "n" * 32}
        )
        parcel = first.parcels[0]
        again = type(parcel)(
            **parcel.model_dump(exclude={"id", "order_id"}) | {"code": "PNEWER01", "state": "to_ship"},
            lines=[type(line)(**line.model_dump(exclude={"id", "parcel_id"})) for line in lines],
        )
        again.shipped_at = again.received_at = None
        newer.parcels = [again]
        session.add(newer)
        session.flush()
        newer_token = newer.token
    sold.buyer.post(f"/orders/{newer_token}/keeping")
    text = sold.buyer.get("/mine").text
    assert text.index(newer_token) < text.index(sold.token), "the newest first among equals"
    sold.ask()
    sold.act("staff", "refusal", why="照片看不出来")
    text = sold.buyer.get("/mine").text
    assert "商家没有同意，等你决定" in text
    assert text.index(sold.token) < text.index(newer_token)
