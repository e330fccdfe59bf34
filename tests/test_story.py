"""The whole story over HTTP: from a goods file to a poster decoded from its pixels, an order and a receipt."""

import io
import re
import zipfile

import zxingcpp
from flask import Flask
from PIL import Image
from sqlmodel import select

from models.account.invitation.making import invite
from models.catalogue.goods.goods import Goods
from models.kernel.act import Act
from models.kernel.clock import now
from models.link.link import Link
from models.shop.shop import Shop
from models.trade.order.order import Line, Parcel
from tests.given.applications import open_through
from tests.given.factories import make_category, make_member, picture_bytes
from tests.given.joining import sign_up
from tests.given.people import Person
from tests.given.stall import DETAILS
from views.kit.house import House

FILE = """商品编号,标题,类目,描述,图片,规格1名,规格1值,规格编号,价格,划线价,库存,佣金率,上架
white-tea,福鼎白茶 老寿眉,tea,第一泡八秒就出水。,tea.jpg,份量,100 g,WT-100,128,138,36,15%,是
white-tea,,,,,,350 g,WT-350,388,,4,15%,
honey,深山土蜂蜜 500 g,tea,一年只割一次。,honey.jpg,,,HN-500,68,,8,10%,是
"""


def pictures() -> bytes:
    """The ZIP that comes with the file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as folder:
        folder.writestr("tea.jpg", picture_bytes("#2F5A4A"))
        folder.writestr("honey.jpg", picture_bytes("#E0A02E"))
    return held.getvalue()


def hidden(text: str, name: str) -> str:
    """The value of a form's hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found, f"no field {name}"
    return found[1]


def test_from_a_goods_file_to_a_delivered_order(
    app: Flask, house: House, staff: Person, operator: Person, buyer: Person
) -> None:
    with house.database.transaction() as session:
        make_category(session)
        code = invite(session, Act.operator(None, now())).code

    # The supplier loads a file with its pictures.
    form = staff.get("/supply/imports/new")
    assert form.status_code == 200
    reply = staff.post(
        "/supply/imports",
        {
            "once": hidden(form.text, "once"),
            "file": (io.BytesIO(FILE.encode("gb18030")), "货单.csv"),
            "pictures": (io.BytesIO(pictures()), "图片.zip"),
        },
    )
    assert reply.status_code == 303, reply.text
    # What was understood is looked at first, and loaded by a button.
    looked = staff.get(reply.location)
    assert looked.status_code == 200 and "white-tea" in looked.text
    assert staff.post(f"{reply.location}/look", {"then": "load"}).status_code == 303
    assert staff.get(reply.location).status_code == 200
    with house.database.reading() as session:
        goods = {goods.handle: goods.code for goods in session.exec(select(Goods))}
        states = {goods.state for goods in session.exec(select(Goods))}
    assert set(goods) == {"white-tea", "honey"}
    assert states == {"submitted"}

    # The operator lets them onto the shelf.
    for one in goods.values():
        operator.get(f"/desk/goods/{one}")
        assert operator.post(f"/desk/goods/{one}/approval").status_code == 303

    # Somebody with an invitation opens a shop and picks both.
    keeper = Person(app)
    details = {"invite": code, "name": "阿林", "phone": "13800009999", "password": "a-long-password"}
    assert sign_up(keeper, house, details).location == "/console/opening"
    keeper.get("/console/opening")
    assert keeper.post("/console/opening", {"name": "林间", "introduction": "只卖自家在用的。"}).status_code == 303
    with house.database.transaction() as session:
        number = session.exec(select(Shop.number)).one()
        # What it takes until the door opens is a story of its own (tests/browser/test_opening.py).
        open_through(session, number, make_member(session))
    keeper.get("/console/goods")
    for one in goods.values():
        assert keeper.post("/console/picks", {"goods": one}).status_code == 303
    words = "这款白茶我自己喝了三年，回甘很长。"
    assert keeper.post(f"/console/picks/{goods['white-tea']}/reason", {"reason": words}).status_code == 303

    # Sharing gives a link with two posters; each says the same address when its pixels are read.
    shared = keeper.post(f"/console/picks/{goods['white-tea']}/share", {"placement": "moments"})
    assert shared.status_code == 303, shared.text
    assert words in keeper.get(shared.location).text
    link = shared.location.rsplit("/", 1)[1]
    payload = f"{house.config.where}/q/{link}".upper()
    for style in ("window", "letter"):
        poster = buyer.get(f"/posters/{link}-{style}.jpg")
        assert poster.status_code == 200
        read = zxingcpp.read_barcodes(Image.open(io.BytesIO(poster.data)))
        assert [code.text for code in read] == [payload]

    # A buyer scans: one request, no redirect; and types the number as well.
    landing = buyer.get(payload.removeprefix(house.config.where.upper()))
    assert landing.status_code == 200
    assert words[:6] in landing.text.replace("<wbr>", "")
    assert buyer.get(f"/find?q=店铺号 {number}").location == f"/{number}"

    # Two goods into the cart, one order with the test gateway.
    tea = {"shop": str(number), "goods": goods["white-tea"], "o0": "350 g", "link": link}
    assert buyer.post("/cart", tea).status_code == 303
    assert buyer.post("/cart", {"shop": str(number), "goods": goods["honey"]}).status_code == 303
    checkout = buyer.get("/checkout").text
    sent = {"once": hidden(checkout, "once"), "seen": hidden(checkout, "seen"), "payment": "test"}
    cashier = buyer.post("/checkout", DETAILS | sent).location
    assert cashier.startswith("/cashier/")
    order = buyer.post(cashier).location
    assert order.startswith("/orders/")
    assert "等待发货" in buyer.get(order).text

    # The supplier sees its parcel with the address and ships it; a shopkeeper sees a masked name and the commission.
    with house.database.reading() as session:
        parcel = session.exec(select(Parcel.code)).one()
        lines = session.exec(select(Line)).all()
        assert {(line.title, int(line.commission)) for line in lines} == {
            ("福鼎白茶 老寿眉", 5820),
            ("深山土蜂蜜 500 g", 680),
        }
        assert session.exec(select(Goods).where(Goods.handle == "white-tea")).one().stock == 36 + 3
    assert "文三路 138 号" in staff.get(f"/supply/parcels/{parcel}").text
    sold = keeper.get("/console/orders").text
    assert "王＊" in sold
    assert "58.2" in sold
    assert "王小明" not in sold
    assert "文三路" not in sold
    shipped = staff.post(f"/supply/parcels/{parcel}/shipment", {"carrier": "顺丰速运", "tracking": "SF1234567890"})
    assert shipped.status_code == 303, shipped.text

    # The buyer follows it and confirms receipt.
    page = buyer.get(order).text
    assert "SF1234567890" in page
    assert buyer.post(f"{order}/parcels/{parcel}/receipt").status_code == 303
    assert "都收到了" in buyer.get(order).text

    # And the link knows that it was opened.
    house.visits.flush()
    with house.database.reading() as session:
        assert session.exec(select(Link.visits).where(Link.code == link)).one() == 1
