"""Parcels beyond one box: pieces, boxes come back, other addresses, slips, files; and nobody else's."""

import io
import re
from datetime import timedelta

import openpyxl
import pypdfium2
import pytest
from sqlmodel import col, select

from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.clock import now
from models.payment.gateways import PaymentNotice
from models.payment.payment import payment_for
from models.stories.money.remit import how_many_to_remit, remit, to_remit
from models.stories.order.confirm_payment import confirm_payment
from models.stories.order.receive import receive_parcel
from models.trade.order.order import Order, Parcel
from models.trade.parcel import readdressing
from models.trade.parcel.carriers import CARRIERS
from models.trade.parcel.readdressing import ship_to
from models.trade.parcel.shipment import Shipment
from models.trade.waybill.file import ShippingFile
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from tests.given.stall import hidden
from tests.views.supply.conftest import Shelf, order_of
from tests.views.supply.parcels.test_table import SHIPMENT, state_of
from views.kit.house import House

THERE = Recipient("李四", "13700000000", "江苏省 南京市 鼓楼区", "中山北路 1 号", "320106")


def ask_to_move(house: House, code: str, to: Recipient = THERE) -> None:
    """What the buyer's form does."""
    with house.database.transaction() as session:
        readdressing.ask_address(session, session.exec(select(Parcel).where(Parcel.code == code)).one(), to, at=now())


def destination(house: House, code: str) -> Recipient:
    """Where a parcel goes."""
    with house.database.reading() as session:
        return ship_to(session, session.exec(select(Parcel).where(Parcel.code == code)).one())


def load(person: Person, text: str, name: str = "numbers.csv", **form: str) -> str:
    """Sends a file; returns where the reply leads."""
    person.get("/supply/parcels/files")
    data = {"file": (io.BytesIO(text.encode()), name)} | form
    reply = person.post("/supply/parcels/files", data, content_type="multipart/form-data")
    assert reply.status_code == 303, reply.text
    return reply.location


@ON_SQLITE
def test_pieces_box_by_box(staff: Person, house: House, parcel: str) -> None:
    staff.get(f"/supply/parcels/{parcel}")
    place = f"/supply/parcels/{parcel}/shipment"
    for pieces in ("3", "x", "0"):
        reply = staff.post(place, SHIPMENT | {"pieces-0": pieces})
        assert (reply.status_code, f'value="{pieces}"' in reply.text) == (422, True)
    assert staff.post(place, SHIPMENT | {"pieces-0": "１"}).status_code == 303
    assert state_of(house, parcel)[0] == "part_shipped"
    page = staff.get(f"/supply/parcels/{parcel}").text
    assert "已发 1 件，还要发 1 件" in page and "第 1 箱" in page
    assert parcel in staff.get("/supply/parcels").text
    assert "还要发 1 件" in staff.get("/supply/parcels?state=part_shipped").text
    assert staff.post(place, SHIPMENT | {"tracking": "SF0000000002"}).status_code == 303
    assert state_of(house, parcel) == ("shipped", CARRIERS[0], "SF0000000002")


def test_a_parcel_refused_at_the_door_comes_back(staff: Person, house: House, parcel: str) -> None:
    staff.get(f"/supply/parcels/{parcel}")
    back = f"/supply/parcels/{parcel}/return"
    early = staff.post(back, {"why": "拒收"})
    assert (early.status_code, state_of(house, parcel)[0]) == (422, "to_ship")
    staff.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT)
    assert staff.post(back, {"why": " "}).status_code == 422
    for _ in range(2):
        assert staff.post(back, {"why": "拒收"}).status_code == 303
    assert state_of(house, parcel)[0] == "came_back"
    with house.database.reading() as session:
        assert session.exec(select(Parcel).where(Parcel.code == parcel)).one().lines[0].sku.stock == 10
    assert "已退回" in staff.get("/supply/parcels?state=came_back").text


def received(house: House, code: str) -> str:
    """The buyer calls it received; the order's address."""
    with house.database.transaction() as session:
        parcel = session.exec(select(Parcel).where(Parcel.code == code)).one()
        receive_parcel(session, parcel, Act.buyer(now()))
        return parcel.order.token


def test_cash_refused_after_receipt_was_tapped_comes_back(
    staff: Person, buyer: Person, house: House, parcel: str
) -> None:
    place = f"/supply/parcels/{parcel}"
    staff.get(place)
    staff.post(f"{place}/shipment", SHIPMENT)
    token = received(house, parcel)
    assert "拒收退回来了（货到付款）" in staff.get(place).text
    for _ in range(2):
        assert staff.post(f"{place}/return", {"why": "当面拒收"}).status_code == 303
    assert state_of(house, parcel)[0] == "came_back"
    told = buyer.get(f"/orders/{token}").text
    assert all(words in told for words in ("包裹退回了商家", "当面拒收", "不用付了"))
    assert "已退款" not in told and "申请售后" not in told
    assert f"{place}/return" not in staff.get(place).text
    with house.database.reading() as session:
        found = session.exec(select(Parcel).where(Parcel.code == parcel)).one()
        assert found.lines[0].sku.stock == 10 and found.order.state == "cancelled"
        assert how_many_to_remit(session) == 0


@ON_SQLITE
@pytest.mark.parametrize("why", ["prepaid", "remitted"])
def test_what_is_paid_for_does_not_come_back_by_the_supplier(
    staff: Person, house: House, shelf: Shelf, why: str
) -> None:
    with house.database.transaction() as session:
        order = order_of(session, shelf.mine, "丙", prepaid=why == "prepaid")
        code, payment = order.parcels[0].code, payment_for(session, order)
        if why == "prepaid":
            confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-1"), at=now())
    staff.get(f"/supply/parcels/{code}")
    staff.post(f"/supply/parcels/{code}/shipment", SHIPMENT)
    received(house, code)
    with house.database.transaction() as session:
        if why == "remitted":
            [payment] = to_remit(session, limit=9, offset=0)
            assert remit(session, [payment.code], Act.operator(make_member(session), now()), reference="B1") == 1
    assert f"/supply/parcels/{code}/return" not in staff.get(f"/supply/parcels/{code}").text
    reply = staff.post(f"/supply/parcels/{code}/return", {"why": "拒收"})
    assert (reply.status_code, state_of(house, code)[0]) == (422, "received")
    assert "请走售后" in reply.text


@ON_SQLITE
def test_a_request_for_another_address_stands_before_the_sending(staff: Person, house: House, parcel: str) -> None:
    ask_to_move(house, parcel)
    listed = staff.get("/supply/parcels").text
    assert "要改地址" in listed and f'id="ship-{parcel}"' not in listed
    assert "中山北路" not in listed and parcel in staff.get("/supply/parcels?state=moving").text
    assert f"/supply/parcels/{parcel}#move" in staff.get("/supply").text
    page = staff.get(f"/supply/parcels/{parcel}").text
    assert "中山北路 1 号" in page and "新地址在另一个省" in page and 'name="anyway"' in page
    reply = staff.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT)
    assert (reply.status_code, state_of(house, parcel)[0]) == (422, "to_ship")
    assert "请先同意或拒绝" in reply.text

    agreement, seen = f"/supply/parcels/{parcel}/move/agreement", {"seen": str(THERE)}
    assert staff.post(agreement, {"seen": "别处"}).status_code == 422
    assert destination(house, parcel).street == "文三路 1 号"
    for _ in range(2):
        assert staff.post(agreement, seen).status_code == 303
    assert destination(house, parcel) == THERE
    page = staff.get(f"/supply/parcels/{parcel}").text
    assert "中山北路 1 号" in page and "文三路" not in page


@ON_SQLITE
def test_a_request_is_refused_with_a_reason_or_lapses(staff: Person, house: House, parcel: str) -> None:
    ask_to_move(house, parcel)
    staff.get(f"/supply/parcels/{parcel}")
    refusal = f"/supply/parcels/{parcel}/move/refusal"
    assert staff.post(refusal, {"why": ""}).status_code == 422
    assert staff.post(refusal, {"why": "已经打包"}).status_code == 303
    ask_to_move(house, parcel)
    assert staff.post(f"/supply/parcels/{parcel}/shipment", SHIPMENT | {"anyway": "y"}).status_code == 303
    late = staff.post(f"/supply/parcels/{parcel}/move/agreement", {"seen": str(THERE)})
    assert late.status_code == 422 and "地址不能再改" in late.text
    assert destination(house, parcel).street == "文三路 1 号"


@ON_SQLITE
def test_slips_of_what_was_ticked_or_of_all(staff: Person, house: House, shelf: Shelf, parcel: str) -> None:
    with house.database.transaction() as session:
        theirs = order_of(session, shelf.theirs, "乙").parcels[0].code
        second = order_of(session, shelf.mine, "丙").parcels[0].code
        unpaid = order_of(session, shelf.mine, "丁", prepaid=True).parcels[0].code
    staff.get("/supply/parcels")
    for form, codes in (({"parcel": [second, theirs, unpaid]}, [second]), ({"all": "1"}, [parcel, second])):
        reply = staff.post("/supply/parcels/slips", form)
        assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
        assert "no-store" in reply.headers["Cache-Control"]
        book = pypdfium2.PdfDocument(reply.data)
        words = [page.get_textpage().get_text_range() for page in book]
        book.close()
        assert len(words) == len(codes) and all(code in page for code, page in zip(codes, words, strict=True))
    nothing = staff.post("/supply/parcels/slips", {"parcel": [theirs]})
    assert nothing.status_code == 422 and "先勾选" in nothing.text


def test_a_file_ships_and_tells(staff: Person, house: House, shelf: Shelf, parcel: str) -> None:
    with house.database.transaction() as session:
        theirs = order_of(session, shelf.theirs, "乙").parcels[0].code
    text = (
        f"包裹,快递,运单号\n{parcel},顺丰,SF0000000001\n{theirs},顺丰,SF0000000002\n=cmd|' /C calc'!A0,顺丰,SF3333333\n"
    )
    place = load(staff, text, "=文件.csv")
    told = staff.get(place).text
    assert told.count("没有这个包裹") == 2 and state_of(house, parcel)[0] == "shipped"
    assert state_of(house, theirs)[0] == "to_ship"
    problems = staff.get(f"{place}/problems.csv").data.decode("utf-8-sig")
    assert f"3,没有这个包裹,{theirs},,顺丰,SF0000000002" in problems and "'=cmd|" in problems
    again = staff.get(load(staff, text)).text
    assert "早就发过" in again
    with house.database.reading() as session:
        assert [
            (file.shipped, file.again) for file in session.exec(select(ShippingFile).order_by(col(ShippingFile.id)))
        ] == [
            (1, 0),
            (0, 1),
        ]
        assert len(session.exec(select(Shipment)).all()) == 1
    assert load(staff, problems).startswith("/supply/parcels/files/")


@ON_SQLITE
def test_a_form_sent_twice_is_one_file(staff: Person, house: House, parcel: str) -> None:
    page = staff.get("/supply/parcels/files").text
    once = hidden(page, "once")
    text = f"包裹,快递,运单号\n{parcel},顺丰,SF0000000001\n"
    assert load(staff, text, once=once) == load(staff, text, once=once)
    with house.database.reading() as session:
        assert len(session.exec(select(ShippingFile)).all()) == 1


@ON_SQLITE
def test_a_file_under_way_shows_how_far_it_is_and_one_that_died_goes_on(
    staff: Person, stranger: Person, house: House, parcel: str
) -> None:
    text = f"包裹,快递,运单号\n{parcel},顺丰,SF0000000001\n"
    place = load(staff, text)
    with house.database.transaction() as session:
        kept = session.exec(select(ShippingFile)).one()
        kept.state, kept.rows_done, kept.moved_at = "running", 0, now()
    page = staff.get(place).text
    assert "正在发货" in page and "hx-get" in page and "接着发" not in page and 'http-equiv="refresh"' in page
    fragment = staff.get(place, headers={"HX-Request": "true"}).text
    assert 'id="run"' in fragment and "<html" not in fragment
    assert "正在发货" in staff.get("/supply/parcels/files").text
    assert staff.post(f"{place}/restart").status_code == 303
    with house.database.transaction() as session:
        kept = session.exec(select(ShippingFile)).one()
        assert kept.state == "running"
        kept.moved_at, kept.rows = now() - timedelta(minutes=5), [[2, parcel, "", "顺丰", "SF0000000001"]]
    assert "接着发" in staff.get(place).text
    stranger.get("/")
    assert stranger.post(f"{place}/restart").status_code in (403, 404)
    for _ in range(2):
        assert staff.post(f"{place}/restart").status_code == 303
    with house.database.reading() as session:
        kept = session.exec(select(ShippingFile)).one()
        assert (kept.state, kept.again, kept.rows) == ("done", 1, [])


@ON_SQLITE
def test_the_table_to_fill_in_comes_back_filled(staff: Person, house: House, parcel: str) -> None:
    with house.database.transaction() as session:
        session.exec(select(Order)).one().note = "=1+1"
    ask_to_move(house, parcel)
    table = staff.get("/supply/parcels/files/to-send.csv").data.decode("utf-8-sig")
    assert "文三路 1 号" in table and "13900000000" in table and "'=1+1" in table and "中山" not in table
    reply = staff.get("/supply/parcels/files/to-send.xlsx")
    assert "no-store" in reply.headers["Cache-Control"]
    sheet = openpyxl.load_workbook(io.BytesIO(reply.data)).active
    assert [cell.data_type for cell in sheet[2]][:7] == ["s"] * 7
    assert "没有填好运单号的行" in staff.get(load(staff, table)).text
    staff.post(f"/supply/parcels/{parcel}/move/refusal", {"why": "已经打包"})
    filled = re.sub(r",,\r?\n$", ",,SF0000000009\n", table)
    assert staff.get(load(staff, filled, carrier=CARRIERS[1])).status_code == 200
    assert state_of(house, parcel) == ("shipped", CARRIERS[1], "SF0000000009")


@ON_SQLITE
def test_the_table_in_english_is_read_back(staff: Person, house: House, parcel: str) -> None:
    staff.get("/supply/parcels/files")
    staff.post("/language", {"language": "en"})
    table = staff.get("/supply/parcels/files/to-send.csv").data.decode("utf-8-sig")
    load(staff, re.sub(r",,\r?\n$", ",SF,SF0000000009\n", table))
    assert state_of(house, parcel) == ("shipped", CARRIERS[0], "SF0000000009")


@ON_SQLITE
def test_files_that_are_refused(staff: Person, house: House, parcel: str) -> None:
    staff.get("/supply/parcels/files")
    many = "包裹,运单号\n" + f"{parcel},SF123456\n" * 2001
    for text in ("", "标题,价格\n茶,1\n", many):
        reply = staff.post(
            "/supply/parcels/files", {"file": (io.BytesIO(text.encode()), "a.csv")}, content_type="multipart/form-data"
        )
        assert reply.status_code == 422, text[:20]
    assert staff.post("/supply/parcels/files", {}).status_code == 422
    assert state_of(house, parcel)[0] == "to_ship"


@pytest.mark.parametrize("who", ["rival", "keeper", "stranger"])
@ON_SQLITE
def test_what_is_anothers_is_not_there(
    request: pytest.FixtureRequest,
    staff: Person,
    house: House,
    shelf: Shelf,
    parcel: str,
    who: str,
) -> None:
    with house.database.transaction() as session:
        theirs = order_of(session, shelf.theirs, "乙").parcels[0].code
    ask_to_move(house, theirs)
    kept = load(staff, f"包裹,运单号\n{parcel},短\n")
    attacker, code = (staff, theirs) if who == "rival" else (request.getfixturevalue(who), parcel)
    attacker.get("/")
    before = state_of(house, code)
    for action in ("shipment", "boxes/NOSUCH00", "return", "move/agreement", "move/refusal"):
        reply = attacker.post(f"/supply/parcels/{code}/{action}", SHIPMENT | {"why": "x", "seen": str(THERE)})
        assert reply.status_code in (400, 403, 404), action
    for address in (f"/supply/parcels/{code}", "/supply/parcels/files/NOSUCH00"):
        assert attacker.get(address).status_code in (403, 404)
    if who != "rival":
        for address in (kept, f"{kept}/problems.csv", "/supply/parcels/files/to-send.csv"):
            assert attacker.get(address).status_code in (403, 404)
    assert state_of(house, code) == before and destination(house, code).street == "文三路 1 号"


@ON_SQLITE
def test_words_find_parcels_and_stay_in_the_address(staff: Person, house: House, parcel: str) -> None:
    with house.database.reading() as session:
        number = session.exec(select(Order.number)).one()
    for words in (parcel[:5].lower(), number, "王小", "13900000000"):
        page = staff.get(f"/supply/parcels?q={words}").text
        assert f"/supply/parcels/{parcel}" in page and f'value="{words}"' in page
    for words in ("1390000", "%", "_", "没有的", "' OR 1=1 --"):
        assert f"/supply/parcels/{parcel}" not in staff.get("/supply/parcels", query_string={"q": words}).text
