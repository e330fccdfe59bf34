"""A barcode fills in the form of goods; pictures of new goods go up one by one."""

import hashlib
from io import BytesIO

from flask import Flask
from PIL import Image
from sqlmodel import select

from models.catalogue.barcode.scan import Scan, scan_rate
from models.catalogue.goods.goods import Goods
from tests.given.factories import make_member, make_supplier
from tests.given.people import Person
from tests.given.supply_forms import upload
from tests.views.supply.conftest import Shelf
from views.kit.house import House

NEW = "/supply/goods/new"
ONE = "/supply/goods/pictures"


def test_a_known_number_fills_what_is_empty_and_is_counted(staff: Person, house: House, shelf: Shelf) -> None:
    with house.database.transaction() as session:
        goods = session.exec(select(Goods).where(Goods.code == shelf.mine)).one()
        goods.barcode, title = "6901234567892", goods.title
    page = staff.get(NEW)
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "camera=()" in staff.get("/supply/goods").headers["Permissions-Policy"]
    empty = staff.post(NEW, {"more": "scan", "barcode": "06901234567892"})
    assert empty.status_code == 200 and f'value="{title}"' in empty.text and 'value="6901234567892"' in empty.text
    mine = staff.post(NEW, {"more": "scan", "barcode": "6901234567892", "title": "我写的", "scan_way": "camera"})
    assert 'value="我写的"' in mine.text
    assert "校验位不对" in staff.post(NEW, {"more": "scan", "barcode": "6901234567893"}).text
    weighed = staff.post(NEW, {"more": "scan", "barcode": "2100123012553"[:-1] + "3"})
    assert "认一认" in weighed.text
    with house.database.reading() as session:
        rate = scan_rate(session)
        assert rate.hits == 2 and {scan.way for scan in session.exec(select(Scan)).all()} >= {"camera", "typed"}
        assert session.exec(select(Goods).where(Goods.title == "我写的")).first() is None
    broken = staff.post(NEW, {"more": "scan", "scan_photo": upload("x.jpg", b"\xff\xd8 broken")})
    assert broken.status_code == 200 and "认一认" in broken.text


def test_one_picture_goes_up_once_and_stays_with_its_owner(staff: Person, app: Flask, house: House) -> None:
    with house.database.transaction() as session:
        member = make_member(session, name="别家小李")
        make_supplier(session, name="别家", staff=member)
        outsider = Person(app)
        phone = member.phone
    outsider.sign_in(phone)
    held = BytesIO()
    Image.linear_gradient("L").resize((400, 300)).point(lambda light: light // 4).save(held, "JPEG")
    data = held.getvalue()
    asked = {"sha256": hashlib.sha256(data).hexdigest()}
    for one in (staff, outsider):
        one.get(NEW)
    assert staff.post(ONE, asked).status_code == 204
    sent = staff.post(ONE, {"picture": upload("a.jpg", data)})
    assert sent.status_code == 200 and sent.json and sent.json["mark"]
    again = staff.post(ONE, asked)
    assert again.status_code == 200 and again.json and again.json["digest"] == sent.json["digest"]
    assert outsider.post(ONE, asked).status_code == 204
    refused = staff.post(ONE, {"picture": upload("b.jpg", b"\xff\xd8 broken")})
    assert refused.status_code == 422 and refused.json and refused.json["words"]
    mark = sent.json["mark"]
    assert sent.json["digest"] in staff.post(NEW, {"more": "rows", "kept": mark}).text
    assert sent.json["digest"] not in outsider.post(NEW, {"more": "rows", "kept": mark}).text
    evened = staff.post(NEW, {"more": "rows", "kept": mark, "even": "1"}).text
    assert "shot-keep" in evened and sent.json["digest"] not in evened
