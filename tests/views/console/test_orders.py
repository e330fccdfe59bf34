"""The shop's orders: what a keeper sees of them, and what never."""

from sqlmodel import select

from models.talk.conversation import Conversation
from models.trade.order.order import Parcel
from tests.given.console_buying import BUYER, buy
from tests.given.people import Person
from tests.given.talks import Place, ask
from views.kit.house import House


def test_a_line_shows_what_it_earns_and_a_masked_name(keeper: Person, picked: list[str], house: House) -> None:
    link = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "group"}).location.rsplit("/", 1)[1]
    buy(house, picked[0], shop=keeper.shop_number, quantity=2, link=link)
    page = keeper.get("/console/orders").text
    for words in ("茶籽手工皂", "¥128 × 2", "¥256.00", "¥38.40", "待发货", "陈＊＊", f"/console/links/{link}", "群"):
        assert words in page
    for secret in (BUYER.name, BUYER.phone, BUYER.phone[-4:], "西湖", "龙井"):
        assert secret not in page


def test_states_filter_in_the_address(keeper: Person, picked: list[str], house: House) -> None:
    for code in picked[:2]:
        buy(house, code, shop=keeper.shop_number)
    with house.database.transaction() as session:
        parcel = session.exec(select(Parcel).order_by(Parcel.id)).first()  # type: ignore[arg-type]
        assert parcel is not None
        parcel.state = "cancelled"
    cancelled = keeper.get("/console/orders?state=cancelled").text
    assert "茶籽手工皂" in cancelled
    assert "深山土蜂蜜" not in cancelled
    assert "不计佣金" in cancelled
    assert "深山土蜂蜜" in keeper.get("/console/orders?state=nonsense&page=9").text
    assert "没有这样的订单" in keeper.get("/console/orders?state=received").text


def test_other_shops_orders_are_not_shown(
    keeper: Person, neighbour: Person, buyer: Person, picked: list[str], house: House
) -> None:
    buy(house, picked[0], shop=keeper.shop_number)
    assert "还没有订单" in neighbour.get("/console/orders").text
    assert buyer.get("/console/orders").location.startswith("/sign-in")


def test_an_order_has_a_page_of_its_own(keeper: Person, picked: list[str], house: House) -> None:
    link = keeper.post(f"/console/picks/{picked[0]}/share", {"placement": "group"}).location.rsplit("/", 1)[1]
    buy(house, picked[0], shop=keeper.shop_number, quantity=2, link=link)
    with house.database.reading() as session:
        parcel = session.exec(select(Parcel)).one()
        code, number, token, supplier = parcel.code, parcel.order.number, parcel.order.token, parcel.supplier.name
    assert f"/console/orders/{code}" in keeper.get("/console/orders").text
    page = keeper.get(f"/console/orders/{code}").text
    for words in ("陈＊＊", "茶籽手工皂", "2 件", "¥256.00", "¥38.40", "待发货", supplier, f"/console/links/{link}"):
        assert words in page
    # The number is the buyer's: with a phone number it opens the address.
    for secret in (BUYER.name, BUYER.phone, BUYER.phone[-4:], "西湖", "龙井", number, token):
        assert secret not in page
    # Nobody has paid yet, so nothing is booked.
    assert "/console/earnings/" not in page


def test_an_order_leads_to_what_its_buyer_asked(keeper: Person, picked: list[str], house: House) -> None:
    buy(house, picked[0], shop=keeper.shop_number)
    with house.database.reading() as session:
        parcel = session.exec(select(Parcel)).one()
        code, visitor, line = parcel.code, parcel.order.visitor, parcel.lines[0]
        at = Place(line.goods_id, line.shop_id, parcel.supplier_id)
    assert "没有问过" in keeper.get(f"/console/orders/{code}").text
    ask(house.database, at, "开封以后能放多久？", visitor=visitor)
    with house.database.reading() as session:
        asked = session.exec(select(Conversation.code)).one()
    assert f"/console/talks/{asked}" in keeper.get(f"/console/orders/{code}").text


def test_an_order_of_another_shop_is_not_there(
    keeper: Person, neighbour: Person, buyer: Person, picked: list[str], house: House
) -> None:
    buy(house, picked[0], shop=keeper.shop_number)
    with house.database.reading() as session:
        code = session.exec(select(Parcel.code)).one()
    assert neighbour.get(f"/console/orders/{code}").status_code == 404
    assert keeper.get("/console/orders/NOSUCH00").status_code == 404
    assert buyer.get(f"/console/orders/{code}").location.startswith("/sign-in")
