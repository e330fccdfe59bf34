"""The buyer's after-sales over HTTP: who reaches them, what is kept or refused, and that a form acts once."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import select

from models.checks.check import check
from models.kernel.clock import now
from models.trade.after_sale.after_sale import AfterSale
from models.trade.order.order import Parcel
from tests.given.after_sales import ADDRESS, Sold, sell
from tests.given.factories import picture_bytes
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House


@pytest.fixture
def sold(app: Flask, house: House) -> Sold:
    return sell(app, house)


def photo(colour: str = "#123456") -> tuple[io.BytesIO, str]:
    """A photo with a place in its metadata."""
    held, marks = io.BytesIO(), Image.Exif()
    marks[0x010E] = "GPS 30.2741, 120.1551"
    Image.new("RGB", (900, 500), colour).save(held, "JPEG", exif=marks)
    return io.BytesIO(held.getvalue()), "家里.jpg"


def stored(house: House) -> list[str]:
    """Every stored photo of an after-sale."""
    return [key for key in house.media.every_key() if key.startswith("after-sales/")]


def test_asking_following_and_taking_back(sold: Sold) -> None:
    page = sold.buyer.get(sold.place).text
    assert f"{sold.place}/after-sales/new?line=1" in page
    form = sold.buyer.get(f"{sold.place}/after-sales/new?line=1")
    assert form.headers["Cache-Control"] == "no-store"
    assert all(words in form.text for words in ("仅退款", "退货退款", "换货", "48 小时"))
    reply = sold.ask()
    assert reply.status_code == 303
    shown = sold.buyer.get(reply.location)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "供货商要在" in shown.text and "盒子压坏了" in shown.text
    assert "等供货商答复" in sold.buyer.get(sold.place).text
    assert sold.buyer.get(f"{sold.place}/after-sales/new?line=1").location == reply.location
    for _ in range(2):
        assert sold.act("buyer", "withdrawal").status_code == 303
    assert sold.asked().state == "closed"
    assert "再次申请售后" in sold.buyer.get(sold.place).text


def test_the_same_form_twice_and_at_once_is_one_request(app: Flask, sold: Sold) -> None:
    address = f"{sold.place}/after-sales/new?line=1"
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: Person(app).post(address, sold.form(pictures=photo())), range(4)))
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.location for reply in replies}) == 1
    assert (sold.many(), len(stored(sold.house))) == (1, 1)


@ON_SQLITE
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": ""}, "选一种售后方式"),
        ({"kind": "gift"}, "选一种售后方式"),
        ({"reason": "x"}, "选一个原因"),
        ({"quantity": "3"}, "最多可以申请 2 件"),
        ({"quantity": "0"}, "最多可以申请 2 件"),
        ({"quantity": "-1"}, "最多可以申请 2 件"),
        ({"quantity": "１e9"}, "最多可以申请 2 件"),
        ({"amount": "128.01"}, "最多 128 元"),
        ({"amount": "0"}, "金额要大于 0"),
        ({"amount": "-5"}, "金额要在 0 到"),
        ({"amount": "NaN"}, "不是金额"),
        ({"words": "长" * 301}, "最多 300 个字"),
        ({"once": ""}, "想怎么处理"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(sold: Sold, facts: dict[str, str], said: str) -> None:
    reply = sold.ask(**facts)
    assert (reply.status_code, said in reply.text) == (422, True), reply.text[-6000:]
    assert sold.many() == 0


@ON_SQLITE
def test_photos_lose_their_metadata_and_are_shown_to_the_parties_only(app: Flask, sold: Sold, stranger: Person) -> None:
    sold.ask(pictures=[photo("#111111"), photo("#eeeeee")])
    after_sale = sold.asked()
    assert len(after_sale.photos) == 2 and len(stored(sold.house)) == 2
    address = f"{sold.place}/after-sales/{after_sale.code}/photos/1.jpg"
    reply = sold.buyer.get(address)
    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    picture = Image.open(io.BytesIO(reply.data))
    assert (picture.size, dict(picture.getexif()), b"GPS" in reply.data) == ((900, 500), {}, False)
    assert sold.buyer.get(address.replace("/1.jpg", "/3.jpg")).status_code == 404
    assert sold.staff.get(f"/supply/after-sales/{after_sale.code}/photos/2.jpg").status_code == 200
    # The key itself opens nothing, and neither does another order's address.
    for key in stored(sold.house):
        assert Person(app).get(f"/media/{key}").status_code == 404
    assert Person(app).get(f"/orders/guess/after-sales/{after_sale.code}/photos/1.jpg").status_code == 404
    assert stranger.get(f"/supply/after-sales/{after_sale.code}/photos/1.jpg").status_code == 404
    assert sold.keeper.get(f"/console/after-sales/{after_sale.code}/photos/1.jpg").status_code == 404


@ON_SQLITE
def test_a_lost_photo_is_found_out(sold: Sold) -> None:
    sold.ask(pictures=photo())

    def found() -> list[str]:
        faults = check(sold.house.database, sold.house.media)
        return [fault.subject for fault in faults if fault.kind == "after_sale.photo"]

    assert found() == []
    sold.house.media.delete(stored(sold.house)[0])
    assert found() == [f"after-sale {sold.asked().code}"]


@ON_SQLITE
def test_bad_photos_are_refused_and_nothing_is_half_stored(sold: Sold) -> None:
    broken = (io.BytesIO(picture_bytes()[:900]), "半张.jpg")
    for pictures, said in (
        ([photo(), broken], "不完整或已损坏"),
        ([photo(), (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")], "不是能用的图片"),
        ([photo() for _ in range(7)], "最多 6 张照片"),
    ):
        reply = sold.ask(pictures=pictures)
        assert (reply.status_code, said in reply.text) == (422, True)
    assert sold.ask(pictures=[photo()], quantity="9").status_code == 422
    assert (sold.many(), stored(sold.house)) == (0, [])


@ON_SQLITE
def test_another_orders_line_and_after_sale_are_not_mine(app: Flask, house: House, sold: Sold) -> None:
    sold.ask()
    code = sold.asked().code
    with house.database.transaction() as session:
        parcel = session.exec(select(Parcel)).one()
        parcel.state = "cancelled"
    for line in ("0", "2", "-1", "x", ""):
        assert sold.buyer.get(f"{sold.place}/after-sales/new?line={line}").status_code == 404
        assert sold.buyer.post(f"{sold.place}/after-sales/new?line={line}", sold.form()).status_code == 404
    for action in ("withdrawal", "amount", "acceptance", "return", "receipt", "dispute", "statements"):
        assert sold.buyer.post(f"/orders/guess/after-sales/{code}/{action}").status_code == 404
        assert sold.buyer.post(f"{sold.place}/after-sales/NOSUCH00/{action}").status_code == 404
    foreign = {"Sec-Fetch-Site": "cross-site"}
    reply = Person(app).client.post(f"{sold.place}/after-sales/{code}/withdrawal", headers=foreign)
    assert (reply.status_code, sold.asked().state) == (403, "asked")


@ON_SQLITE
def test_after_the_window_the_page_says_so(house: House, sold: Sold) -> None:
    with house.database.transaction() as session:
        session.exec(select(Parcel)).one().received_at = now() - timedelta(days=8)
    assert "/after-sales/new" not in sold.buyer.get(sold.place).text
    assert "已经过了售后期" in sold.buyer.get(f"{sold.place}/after-sales/new?line=1").text
    assert sold.ask().status_code == 422
    assert sold.many() == 0


def test_an_offer_is_shown_taken_and_paid(sold: Sold) -> None:
    sold.ask()
    sold.act("staff", "refusal", why="外盒在路上压的，里面是好的", offer="20")
    page = sold.buyer.get(f"{sold.place}/after-sales/{sold.asked().code}").text
    assert "供货商愿意退 ¥20" in page and "外盒在路上压的" in page
    assert sold.act("buyer", "acceptance", seen="9999").status_code == 422
    for _ in range(2):
        assert sold.act("buyer", "acceptance", seen="2000").status_code == 303
    after_sale = sold.asked()
    assert (int(after_sale.agreed_amount or 0), int(after_sale.line.refunded_amount)) == (2_000, 2_000)
    assert "¥20" in sold.buyer.get(f"{sold.place}/after-sales/{after_sale.code}").text


@ON_SQLITE
def test_asking_for_less_and_disputing(house: House, sold: Sold) -> None:
    sold.ask(amount="60")
    assert sold.act("buyer", "dispute", words="快点").status_code == 422
    sold.act("staff", "refusal", why="不同意")
    for wrong, said in (("", "新的金额要低于 60 元"), ("60", "新的金额要低于 60 元"), ("abc", "不是金额")):
        reply = sold.act("buyer", "amount", amount=wrong)
        assert (reply.status_code, said in reply.text) == (422, True)
    assert sold.act("buyer", "amount", amount="30").status_code == 303
    assert sold.asked().state == "asked"
    with house.database.transaction() as session:
        session.exec(select(AfterSale)).one().answer_by = now() - timedelta(minutes=1)
    page = sold.buyer.get(f"{sold.place}/after-sales/{sold.asked().code}").text
    assert "过了时间还没有答复" in page and "请平台裁定" in page
    empty = sold.act("buyer", "dispute", words=" ")
    assert (empty.status_code, "平台才知道怎么回事" in empty.text) == (422, True)
    for _ in range(2):
        assert sold.act("buyer", "dispute", words="两天没人理").status_code == 303
    assert sold.act("buyer", "statements", words="再补充一句").status_code == 303
    words = [statement.words for statement in sold.asked().dispute.statements]
    assert words == ["两天没人理", "再补充一句"]


def test_a_return_goes_back_and_is_paid(sold: Sold) -> None:
    sold.ask(kind="return", quantity="2")
    assert sold.act("buyer", "return", carrier="中通快递", tracking="ZT123456").status_code == 422
    sold.act("staff", "return-address", return_to=ADDRESS)
    assert ADDRESS in sold.buyer.get(f"{sold.place}/after-sales/{sold.asked().code}").text
    for carrier, tracking, said in (("信鸽", "ZT123456", "选一家快递公司"), ("中通快递", "1", "运单号是")):
        reply = sold.act("buyer", "return", carrier=carrier, tracking=tracking)
        assert (reply.status_code, said in reply.text) == (422, True)
    assert sold.act("buyer", "return", carrier="中通快递", tracking="zt 123456").status_code == 303
    assert sold.act("buyer", "withdrawal").status_code == 422
    sold.act("staff", "arrival", reception="received")
    sold.act("staff", "agreement", seen="25600")
    after_sale = sold.asked()
    assert (after_sale.line.returned, after_sale.line.refunded, int(after_sale.line.refunded_amount)) == (2, 2, 25_600)


@ON_SQLITE
def test_a_line_that_is_wholly_refunded_offers_nothing_more(house: House, sold: Sold) -> None:
    assert "前申请售后" in sold.buyer.get(sold.place).text
    with house.database.reading() as session:
        whole = session.exec(select(Parcel)).one().lines[0].amount
    # All of the money and none of the pieces: nothing is left to ask for, not even an exchange.
    sold.ask(quantity="2", amount=whole.yuan)
    page = sold.staff.get(f"/supply/after-sales/{sold.asked().code}").text
    assert sold.act("staff", "agreement", seen=str(int(whole))).status_code == 303, page
    page = sold.buyer.get(sold.place).text
    assert "前申请售后" not in page and "申请售后 ›" not in page
    before = sold.many()
    assert sold.ask(kind="exchange", once="b" * 16).status_code == 422
    assert sold.many() == before
